package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.TokenDocument;
import croft.wire.schema.ErrorModel;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeWriter;
import org.jspecify.annotations.Nullable;

/** A {@link ServiceError} as the shape its model describes, message included. */
record ErrorShape(ErrorModel model, ServiceError error) implements Shape {
  private static final Schema UNMODELLED = Schema.structure("Error");

  /** The model of an error, by its wire code or its exception's name; null if it has none. */
  static @Nullable ErrorModel find(ServiceModel service, ServiceError error) {
    ErrorModel byName = null;
    for (ErrorModel model : service.errors()) {
      if (model.code().equals(error.code())) {
        return model;
      }
      if (byName == null && model.shapeName().equals(error.code())) {
        byName = model;
      }
    }
    return byName;
  }

  /** An error no model describes: its message alone. */
  static Shape unmodelled(ServiceError error, TokenDocument envelope) {
    return new ThroughShape(UNMODELLED, writer -> envelope.property("message", error.message()));
  }

  static boolean isMessage(Member member) {
    return member.name().equalsIgnoreCase("message");
  }

  @Override
  public Schema schema() {
    return model.schema();
  }

  @Override
  public void writeMembers(ShapeWriter writer) {
    for (Member member : model.schema().members()) {
      if (isMessage(member) && !error.message().isEmpty()) {
        writer.string(member, error.message());
      }
    }
    writeOthers(writer);
  }

  /** All but the message, which the XML envelopes carry themselves. */
  void writeOthers(ShapeWriter writer) {
    for (Member member : model.schema().members()) {
      Object value = error.members().get(member.name());
      if (value != null && !isMessage(member)) {
        DynamicShape.write(writer, member, value);
      }
    }
  }
}
