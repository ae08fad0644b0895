package croft.store;

/** How strictly a write transaction is kept apart from others that run at the same time. */
public enum Isolation {
  /** As if every transaction ran alone: what services use, for they read, decide and write. */
  SERIALIZABLE,
  /**
   * Each statement sees what is committed when it runs. For transactions that are right statement
   * by statement and meet often, as the claims of work do. SQLite runs writes one after another in
   * any case.
   */
  READ_COMMITTED
}
