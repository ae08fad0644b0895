package croft.wire.codec;

import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader.MemberReader;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** A JSON document in a REST request's body. */
public final class JsonBody implements RestBody {
  private final JsonFactory factory;
  private final byte[] bytes;

  public JsonBody(JsonFactory factory, byte[] bytes) {
    this.factory = factory;
    this.bytes = bytes;
  }

  @Override
  public <B> void members(Schema schema, B builder, MemberReader<B> members) {
    JsonReader.open(factory, bytes)
        .document(reader -> {
          reader.structure(schema, builder, members, true);
          return schema;
        });
  }

  @Override
  public <B> void payload(Member member, B builder, MemberReader<B> members) {
    if (bytes.length == 0) {
      return;
    }
    JsonReader.open(factory, bytes)
        .document(reader -> {
          if (reader.parser.currentToken() != JsonToken.VALUE_NULL) {
            members.read(builder, member, reader);
          }
          return member;
        });
  }
}
