package croft.wire.sigv4;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * CRC-64/NVME: polynomial 0xad93d23594c93659, reflected, all ones before and after.
 *
 * <p>Source: NVM Express NVM Command Set Specification, section 5.2.1.3.4; sixteen bytes a step.
 */
final class Crc64Nvme implements Checksum {
  private static final long REFLECTED = 0x9a6c9329ac4bc9b5L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[][] TABLES = tables();

  private long crc = -1L;

  private static long[][] tables() {
    long[][] tables = new long[2 * Long.BYTES][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ REFLECTED;
      }
      tables[0][i] = value;
    }
    for (int i = 0; i < 256; i++) {
      for (int k = 1; k < tables.length; k++) {
        long before = tables[k - 1][i];
        tables[k][i] = tables[0][(int) before & 0xff] ^ (before >>> 8);
      }
    }
    return tables;
  }

  @Override
  public void update(int b) {
    crc = TABLES[0][(int) (crc ^ b) & 0xff] ^ (crc >>> 8);
  }

  @Override
  public void update(byte[] bytes, int offset, int count) {
    long value = crc;
    int at = offset;
    int end = offset + count;
    while (end - at >= 2 * Long.BYTES) {
      long first = value ^ (long) LONGS.get(bytes, at);
      value = after(first, Long.BYTES) ^ after((long) LONGS.get(bytes, at + Long.BYTES), 0);
      at += 2 * Long.BYTES;
    }
    while (at < end) {
      value = TABLES[0][(int) (value ^ bytes[at++]) & 0xff] ^ (value >>> 8);
    }
    crc = value;
  }

  /** What eight bytes become once as many more as told have followed. */
  private static long after(long value, int following) {
    return TABLES[following + 7][(int) value & 0xff]
        ^ TABLES[following + 6][(int) (value >>> 8) & 0xff]
        ^ TABLES[following + 5][(int) (value >>> 16) & 0xff]
        ^ TABLES[following + 4][(int) (value >>> 24) & 0xff]
        ^ TABLES[following + 3][(int) (value >>> 32) & 0xff]
        ^ TABLES[following + 2][(int) (value >>> 40) & 0xff]
        ^ TABLES[following + 1][(int) (value >>> 48) & 0xff]
        ^ TABLES[following][(int) (value >>> 56)];
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = -1L;
  }
}
