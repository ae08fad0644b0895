package croft.wire.sigv4;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * The checksums S3 takes with a body.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking
 * object integrity</a>.
 */
public enum ChecksumAlgorithm {
  CRC32,
  CRC32C,
  CRC64NVME,
  SHA1,
  SHA256;

  /** A checksum in the making. */
  public interface Accumulator {
    void update(byte[] bytes, int offset, int count);

    /** The checksum of all so far, big-endian; to be asked once. */
    byte[] value();
  }

  /** Such as {@code x-amz-checksum-crc32}. */
  public String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  /** The algorithm of a header name, or null. */
  public static @Nullable ChecksumAlgorithm ofHeader(String name) {
    for (ChecksumAlgorithm algorithm : values()) {
      if (algorithm.header().equalsIgnoreCase(name)) {
        return algorithm;
      }
    }
    return null;
  }

  public Accumulator start() {
    return switch (this) {
      case CRC32 -> crc(new CRC32(), 4);
      case CRC32C -> crc(new CRC32C(), 4);
      case CRC64NVME -> crc(new Crc64Nvme(), 8);
      case SHA1 -> digest("SHA-1");
      case SHA256 -> digest("SHA-256");
    };
  }

  private static Accumulator crc(Checksum crc, int bytes) {
    return new Accumulator() {
      @Override
      public void update(byte[] data, int offset, int count) {
        crc.update(data, offset, count);
      }

      @Override
      public byte[] value() {
        ByteBuffer value = ByteBuffer.allocate(bytes);
        if (bytes == 4) {
          value.putInt((int) crc.getValue());
        } else {
          value.putLong(crc.getValue());
        }
        return value.array();
      }
    };
  }

  private static Accumulator digest(String name) {
    MessageDigest digest = Hashes.digest(name);
    return new Accumulator() {
      @Override
      public void update(byte[] data, int offset, int count) {
        digest.update(data, offset, count);
      }

      @Override
      public byte[] value() {
        return digest.digest();
      }
    };
  }
}
