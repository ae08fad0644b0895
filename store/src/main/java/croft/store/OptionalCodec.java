package croft.store;

import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A value or null. A component that a document lacks reads as empty. */
record OptionalCodec(Codec element) implements Codec {
  @Override
  public void write(JsonGenerator out, Object value) {
    Optional<?> optional = (Optional<?>) value;
    if (optional.isEmpty()) {
      out.writeNull();
    } else {
      element.write(out, optional.get());
    }
  }

  @Override
  public Object read(JsonParser in) {
    return in.currentToken() == JsonToken.VALUE_NULL
        ? Optional.empty()
        : Optional.ofNullable(element.read(in));
  }
}
