package croft.services.operation;

/** The method behind an operation. It decides, in one store transaction; it never waits. */
@FunctionalInterface
public interface Handler<I, O> {
  O handle(Call call, I input);
}
