package croft.drivers.blob;

/** A blob on its way into a store; for one thread. */
public interface BlobWriter extends AutoCloseable {

  /**
   * Appends; the array may be used again when this returns.
   *
   * @throws BlobException {@code FULL} or {@code UNAVAILABLE}
   */
  void write(byte[] bytes, int offset, int count) throws BlobException;

  /**
   * Makes the blob durable and seen under its id. When this returns the blob survives the end of
   * the process and of the power.
   *
   * @throws BlobException {@code FULL} or {@code UNAVAILABLE}; nothing is seen then
   */
  void commit() throws BlobException;

  /** Drops what was not committed. */
  @Override
  void close();
}
