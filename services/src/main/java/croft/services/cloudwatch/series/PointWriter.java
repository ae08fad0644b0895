package croft.services.cloudwatch.series;

import java.util.Arrays;

/** Writes numbers close together: journal and chunks. */
final class PointWriter {
  private byte[] buffer = new byte[64];
  private int size;

  /** A whole number in as few bytes as it needs; small ones of either sign are short. */
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    room(10);
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /** Eight bytes, the highest first. */
  void whole(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >> shift);
    }
  }

  void real(double value) {
    whole(Double.doubleToRawLongBits(value));
  }

  void bytes(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
  }

  /** What another one wrote. */
  void raw(byte[] written) {
    room(written.length);
    System.arraycopy(written, 0, buffer, size, written.length);
    size += written.length;
  }

  private void room(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }

  byte[] written() {
    return Arrays.copyOf(buffer, size);
  }
}
