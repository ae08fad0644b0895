package croft.wire.schema;

/**
 * Carries a typed call to whoever serves it: inside one process, or over the wire. The generated
 * {@code XxxApi} classes are typed faces of an invoker.
 */
@FunctionalInterface
public interface Invoker {
  /**
   * Calls the operation and waits for its answer.
   *
   * @throws croft.base.ServiceError with the code, status and message of the service
   */
  <I extends Shape, O extends Shape> O invoke(Operation<I, O> operation, I request);
}
