package croft.services.s3.content;

import croft.store.Transaction;

/**
 * Bytes that were written but that nothing refers to yet. Close it in any case: what no committed
 * transaction kept is dropped.
 *
 * <pre>{@code
 * try (WrittenContent written = contents.write(body, options)) {
 *   store.write(tx -> {
 *     Content content = written.keep(tx);
 *     ...
 *   });
 * }
 * }</pre>
 */
public final class WrittenContent implements AutoCloseable {
  private final Contents contents;
  private final Content content;
  private final StoredContent row;
  private volatile boolean kept;

  WrittenContent(Contents contents, Content content, StoredContent row) {
    this.contents = contents;
    this.content = content;
    this.row = row;
  }

  /** What was written: to look at before it is kept. */
  public Content content() {
    return content;
  }

  /** Counts one reference to the content, in the transaction that writes the row that has it. */
  public Content keep(Transaction tx) {
    tx.insert(StoredContent.TABLE, row);
    tx.afterCommit(() -> kept = true);
    return content;
  }

  @Override
  public void close() {
    contents.settle(row, kept);
  }
}
