package croft.services.cloudwatch.series;

import java.util.Arrays;

/** Reads what {@link PointWriter} wrote. */
final class PointReader {
  private final byte[] buffer;
  private int at;

  PointReader(byte[] buffer) {
    this.buffer = buffer;
  }

  boolean hasMore() {
    return at < buffer.length;
  }

  long number() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte next = buffer[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
      shift += 7;
    }
  }

  long whole() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (buffer[at++] & 0xFF);
    }
    return value;
  }

  double real() {
    return Double.longBitsToDouble(whole());
  }

  byte[] bytes() {
    int length = (int) number();
    byte[] value = Arrays.copyOfRange(buffer, at, at + length);
    at += length;
    return value;
  }
}
