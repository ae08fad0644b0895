package croft.wire.schema;

/** A generated record: a structure or union of a model. */
public interface Shape {
  Schema schema();

  /** Writes each member that is not null, in the model's order. */
  void writeMembers(ShapeWriter writer);
}
