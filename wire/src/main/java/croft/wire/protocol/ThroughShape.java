package croft.wire.protocol;

import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeWriter;
import java.util.function.Consumer;

/** A shape for a document whose members are written elsewhere too, such as to headers. */
record ThroughShape(Schema schema, Consumer<ShapeWriter> members) implements Shape {

  @Override
  public void writeMembers(ShapeWriter writer) {
    members.accept(writer);
  }
}
