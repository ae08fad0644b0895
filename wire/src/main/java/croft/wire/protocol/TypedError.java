package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.TokenDocument;
import croft.wire.schema.ErrorModel;
import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeWriter;
import org.jspecify.annotations.Nullable;

/**
 * An error as the JSON and CBOR protocols show it: its type in {@code __type}, then its members. An
 * error without a model has a message only.
 */
record TypedError(
    String type, @Nullable ErrorModel model, ServiceError error, TokenDocument envelope)
    implements Shape {
  private static final Schema EMPTY = Schema.structure("Error");

  @Override
  public Schema schema() {
    return model == null ? EMPTY : model.schema();
  }

  @Override
  public void writeMembers(ShapeWriter writer) {
    envelope.property("__type", type);
    ErrorModel known = model;
    boolean modelled =
        known != null && known.schema().members().stream().anyMatch(ErrorShape::isMessage);
    if (!modelled && !error.message().isEmpty()) {
      envelope.property("message", error.message());
    }
    if (known != null) {
      new ErrorShape(known, error).writeMembers(writer);
    }
  }
}
