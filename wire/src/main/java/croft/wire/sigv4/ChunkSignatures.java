package croft.wire.sigv4;

/**
 * The chain of signatures over the chunks of a body: each covers the one before it.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Transferring payload
 * in multiple chunks</a>.
 */
final class ChunkSignatures {
  private final byte[] signingKey;
  private final PresentedSignature seed;
  private String previous;

  ChunkSignatures(byte[] signingKey, PresentedSignature seed) {
    this.signingKey = signingKey;
    this.seed = seed;
    this.previous = seed.signature();
  }

  boolean isNextChunk(String dataHash, String provided) {
    return isNext("AWS4-HMAC-SHA256-PAYLOAD", Hashes.OF_NOTHING + '\n' + dataHash, provided);
  }

  boolean isTrailer(String trailerHash, String provided) {
    return isNext("AWS4-HMAC-SHA256-TRAILER", trailerHash, provided);
  }

  private boolean isNext(String kind, String hashes, String provided) {
    String toSign =
        String.join(
            "\n", kind, SigV4Time.text(seed.signedAt()), seed.scope().toString(), previous, hashes);
    String expected = Hashes.hmacHex(signingKey, toSign);
    previous = expected;
    return Hashes.same(expected, provided);
  }
}
