package croft.services.s3.content;

import croft.wire.sigv4.ChecksumAlgorithm;
import java.nio.ByteBuffer;

/**
 * The CRC of two runs of bytes from the CRC of each: the first is multiplied by x to the number of
 * bits that follow, modulo the polynomial, and added to the second. Bits are reflected, as in the
 * CRCs themselves; all three begin and end with all ones, which cancels out.
 */
final class Crcs {
  private Crcs() {}

  static boolean combines(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32, CRC32C, CRC64NVME -> true;
      case SHA1, SHA256 -> false;
    };
  }

  /**
   * The CRC of both, big-endian.
   *
   * @param secondBytes how many bytes the second was taken over
   */
  static byte[] combine(
      ChecksumAlgorithm algorithm, byte[] first, byte[] second, long secondBytes) {
    int bits = Digests.lengthBytes(algorithm) * Byte.SIZE;
    long polynomial = polynomial(algorithm);
    long power = 1L << (bits - 1);
    long square = 1L << (bits - 2);
    for (long exponent = secondBytes * Byte.SIZE; exponent != 0; exponent >>>= 1) {
      if ((exponent & 1) != 0) {
        power = multiply(power, square, polynomial, bits);
      }
      square = multiply(square, square, polynomial, bits);
    }
    return bytes(multiply(power, number(first), polynomial, bits) ^ number(second), bits);
  }

  private static long polynomial(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> 0xedb88320L;
      case CRC32C -> 0x82f63b78L;
      case CRC64NVME -> 0x9a6c9329ac4bc9b5L;
      case SHA1, SHA256 -> throw new IllegalArgumentException(algorithm + " is no CRC");
    };
  }

  private static long multiply(long one, long other, long polynomial, int bits) {
    long product = 0;
    long shifted = other;
    for (int bit = bits - 1; bit >= 0; bit--) {
      if ((one >>> bit & 1) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : shifted >>> 1 ^ polynomial;
    }
    return product;
  }

  private static long number(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return bytes.length == Integer.BYTES
        ? Integer.toUnsignedLong(buffer.getInt())
        : buffer.getLong();
  }

  private static byte[] bytes(long number, int bits) {
    return bits == Integer.SIZE
        ? ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array()
        : ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
