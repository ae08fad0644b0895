package croft.services.operation;

import croft.wire.schema.Operation;
import croft.wire.schema.Shape;

/** An implemented operation: its typed constant, the access it needs, the method that answers. */
public record Binding<I extends Shape, O extends Shape>(
    Operation<I, O> operation, AccessRule<I> access, Handler<I, O> handler) {

  public static <I extends Shape, O extends Shape> Binding<I, O> bind(
      Operation<I, O> operation, AccessRule<I> access, Handler<I, O> handler) {
    return new Binding<>(operation, access, handler);
  }
}
