package croft.store;

/**
 * The database broke off a transaction that met another one: the store runs its body again. Bodies
 * never see it past the statement that failed, callers never.
 */
final class Contention extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Contention(Throwable cause) {
    super("The transaction met another one", cause);
  }
}
