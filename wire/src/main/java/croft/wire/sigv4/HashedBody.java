package croft.wire.sigv4;

import croft.base.ServiceError;
import croft.wire.schema.ByteStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Map;

/** A body whose SHA-256 is known before and compared once all of it came. */
final class HashedBody implements ByteStream {
  private final ByteStream body;
  private final String expectedHash;

  HashedBody(ByteStream body, String expectedHash) {
    this.body = body;
    this.expectedHash = expectedHash;
  }

  /** A reader may not bother to read nothing. */
  void checkIfEmpty() {
    if (body.length() == 0) {
      check(Hashes.OF_NOTHING);
    }
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public InputStream open() throws IOException {
    return new Checking(body.open());
  }

  private void check(String computed) {
    if (!computed.equals(expectedHash)) {
      throw new ServiceError(
          "XAmzContentSHA256Mismatch",
          400,
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
          Map.of("ClientComputedContentSHA256", expectedHash, "S3ComputedContentSHA256", computed));
    }
  }

  private final class Checking extends FilterInputStream {
    private final MessageDigest digest = Hashes.sha256();
    private long count;
    private boolean checked;

    Checking(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int got = super.read(target, offset, length);
      if (got > 0) {
        digest.update(target, offset, got);
        count += got;
      }
      // Before the last bytes are handed on: a reader may stop at the length it knows.
      if (!checked && (got < 0 || count == body.length())) {
        checked = true;
        check(Hashes.hex(digest.digest()));
      }
      return got;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, 8192)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
