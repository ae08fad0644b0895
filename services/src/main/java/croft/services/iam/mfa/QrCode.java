package croft.services.iam.mfa;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A text as a QR code in a PNG file, black on white. */
final class QrCode {
  private static final int SIDE_PIXELS = 300;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private QrCode() {}

  static byte[] png(String text) {
    BitMatrix code;
    try {
      code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, SIDE_PIXELS, SIDE_PIXELS);
    } catch (WriterException e) {
      throw new IllegalArgumentException("Too long for a QR code", e);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    // One bit a pixel, greyscale.
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(code.getWidth()).putInt(code.getHeight()).put((byte) 1);
    chunk(file, "IHDR", header.array());
    chunk(file, "IDAT", deflated(rows(code)));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  /** Each row is a filter byte and its pixels, white as 1. */
  private static byte[] rows(BitMatrix code) {
    int rowBytes = 1 + (code.getWidth() + Byte.SIZE - 1) / Byte.SIZE;
    byte[] rows = new byte[rowBytes * code.getHeight()];
    for (int y = 0; y < code.getHeight(); y++) {
      for (int x = 0; x < code.getWidth(); x++) {
        if (!code.get(x, y)) {
          rows[y * rowBytes + 1 + x / Byte.SIZE] |= (byte) (0x80 >> x % Byte.SIZE);
        }
      }
    }
    return rows;
  }

  private static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    file.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
  }
}
