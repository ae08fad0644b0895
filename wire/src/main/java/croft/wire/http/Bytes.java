package croft.wire.http;

import croft.base.ServiceError;
import croft.wire.schema.ByteStream;
import java.io.IOException;
import java.io.InputStream;

/** Bodies that are held in memory. */
public final class Bytes {
  public static final ByteStream EMPTY = of(new byte[0]);

  private Bytes() {}

  public static ByteStream of(byte[] bytes) {
    return new MemoryBody(bytes);
  }

  /**
   * Reads a whole body. The array may be the body's own: it is for reading.
   *
   * @throws ServiceError {@code RequestEntityTooLarge} (413) past {@code limitBytes}
   */
  public static byte[] read(ByteStream body, int limitBytes) throws IOException {
    if (body.length() > limitBytes) {
      throw tooLarge(limitBytes);
    }
    if (body instanceof MemoryBody memory) {
      return memory.bytes();
    }
    try (InputStream in = body.open()) {
      byte[] bytes = in.readNBytes(limitBytes + 1);
      if (bytes.length > limitBytes) {
        throw tooLarge(limitBytes);
      }
      return bytes;
    }
  }

  private static ServiceError tooLarge(int limitBytes) {
    return new ServiceError(
        "RequestEntityTooLarge", 413, "The request body is larger than " + limitBytes + " bytes.");
  }
}
