package croft.drivers.linux.volume.encryption;

/**
 * How long an encrypted file is: a header, and for each block a nonce and a tag.
 *
 * <p>Source: <a href="https://nuetzlich.net/gocryptfs/forward_mode_crypto/">gocryptfs file
 * format</a>.
 */
public final class CipherSize {
  private static final int HEADER_BYTES = 18;
  private static final int BLOCK_BYTES = 4096;
  private static final int OVERHEAD_BYTES = 32;

  private CipherSize() {}

  /** The encrypted file's length, of a whole number of blocks. */
  public static long ofPlain(long plainBytes) {
    return plainBytes == 0
        ? 0
        : HEADER_BYTES + plainBytes / BLOCK_BYTES * (BLOCK_BYTES + OVERHEAD_BYTES);
  }

  /** The length of what an encrypted file holds. */
  public static long toPlain(long cipherBytes) {
    return cipherBytes <= HEADER_BYTES
        ? 0
        : (cipherBytes - HEADER_BYTES) / (BLOCK_BYTES + OVERHEAD_BYTES) * BLOCK_BYTES;
  }
}
