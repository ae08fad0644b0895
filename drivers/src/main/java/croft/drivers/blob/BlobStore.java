package croft.drivers.blob;

import java.io.InputStream;
import java.util.List;

/**
 * Keeps blobs: bytes under an id, written once, never changed. Safe for any number of threads.
 *
 * <p>Ids are 4 to 64 lower-case letters and digits; others are refused with {@link
 * IllegalArgumentException}.
 */
public interface BlobStore extends AutoCloseable {

  /**
   * Begins a blob. Nobody sees anything of it before {@link BlobWriter#commit}.
   *
   * @throws BlobException {@code FULL} or {@code UNAVAILABLE}
   */
  BlobWriter create(String id) throws BlobException;

  /**
   * Reads a part of a blob; what the stream throws is a {@link BlobException}. A stream that is
   * open reads on while the blob is deleted, where the store is made of files.
   *
   * @param offset where to begin, at most the blob's size
   * @param lengthBytes how much to read; the stream ends there or at the end of the blob
   * @throws BlobException {@code MISSING} or {@code UNAVAILABLE}
   */
  InputStream open(String id, long offset, long lengthBytes) throws BlobException;

  /**
   * Deletes a blob and frees its space; one that is not there is as good as deleted.
   *
   * @throws BlobException {@code UNAVAILABLE}
   */
  void delete(String id) throws BlobException;

  /**
   * The first blobs whose ids come after {@code afterId}, in order; fewer than {@code limit} only
   * at the end.
   *
   * @throws BlobException {@code UNAVAILABLE}
   */
  List<BlobEntry> list(String afterId, int limit) throws BlobException;

  /** Lets go of connections; blobs stay. */
  @Override
  default void close() {}
}
