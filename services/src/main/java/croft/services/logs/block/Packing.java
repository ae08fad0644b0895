package croft.services.logs.block;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Makes the bytes of blocks fewer: text shrinks to a fifth or less. */
final class Packing {
  private static final int LEVEL = 4;

  private Packing() {}

  static byte[] pack(byte[] bytes) {
    Deflater deflater = new Deflater(LEVEL);
    try (ByteArrayOutputStream packed = new ByteArrayOutputStream();
        DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(bytes);
      out.finish();
      return packed.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
  }

  static byte[] unpack(byte[] packed) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("A block of log events is damaged", e);
    }
  }
}
