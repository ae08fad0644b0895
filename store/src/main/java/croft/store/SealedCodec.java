package croft.store;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One of the records of a sealed interface, told apart by the field {@code is}, which is first. */
final class SealedCodec implements Codec {
  private static final String TAG = "is";

  private final Class<?> type;
  private final Map<String, RecordCodec> byName = new HashMap<>();
  private final Map<Class<?>, RecordCodec> byClass = new HashMap<>();

  SealedCodec(Class<?> type, Codecs codecs) {
    this.type = type;
    add(type, codecs);
  }

  private void add(Class<?> part, Codecs codecs) {
    if (part.isSealed()) {
      for (Class<?> permitted : part.getPermittedSubclasses()) {
        add(permitted, codecs);
      }
    } else if (part.isRecord()) {
      RecordCodec codec = new RecordCodec(part, codecs);
      if (codec.hasComponent(TAG) || byName.put(part.getSimpleName(), codec) != null) {
        throw new DocumentException(part.getName() + " has a name that is taken", null);
      }
      byClass.put(part, codec);
    } else {
      throw new DocumentException(part.getName() + " is no record", null);
    }
  }

  @Override
  public void write(JsonGenerator out, Object value) {
    RecordCodec codec = byClass.get(value.getClass());
    if (codec == null) {
      throw new DocumentException(value.getClass().getName() + " is no " + type.getName(), null);
    }
    out.writeStartObject();
    out.writeName(TAG);
    out.writeString(value.getClass().getSimpleName());
    codec.writeComponents(out, value);
    out.writeEndObject();
  }

  @Override
  public Object read(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT
        || in.nextToken() != JsonToken.PROPERTY_NAME
        || !in.currentName().equals(TAG)) {
      throw new IllegalArgumentException("A " + type.getName() + " does not say what it is");
    }
    in.nextToken();
    String name = in.getString();
    RecordCodec codec = byName.get(name);
    if (codec == null) {
      throw new IllegalArgumentException("No " + type.getName() + " is named " + name);
    }
    in.nextToken();
    return codec.readComponents(in);
  }
}
