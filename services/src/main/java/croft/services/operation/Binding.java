package croft.services.operation;

import croft.wire.schema.Operation;
import croft.wire.schema.Shape;

/**
 * An implemented operation: its typed constant, the access it needs, the method that answers, and
 * the request members it honours.
 *
 * @param anonymous whether a request without a signature is taken; what it may do is still a matter
 *     of the resource's own policies
 */
public record Binding<I extends Shape, O extends Shape>(
    Operation<I, O> operation,
    AccessRule<I> access,
    Handler<I, O> handler,
    HonouredMembers honoured,
    boolean anonymous) {

  /** An operation that honours every member of its request. */
  public static <I extends Shape, O extends Shape> Binding<I, O> bind(
      Operation<I, O> operation, AccessRule<I> access, Handler<I, O> handler) {
    return new Binding<>(operation, access, handler, HonouredMembers.everything(), false);
  }

  /** The same operation, honouring only these members; see {@link HonouredMembers}. */
  public Binding<I, O> honouring(String... paths) {
    return new Binding<>(operation, access, handler, HonouredMembers.of(paths), anonymous);
  }

  /** The same operation, also for requests that nobody signed. */
  public Binding<I, O> anonymously() {
    return new Binding<>(operation, access, handler, honoured, true);
  }
}
