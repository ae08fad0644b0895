package croft.drivers.docker.compute;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a tar archive (POSIX.1-2001, pax): folders, files and links that Croft puts in. */
final class TarWriter {
  static final int BLOCK_BYTES = 512;

  private static final int NAME_BYTES = 100;
  private static final int MODE_AT = 100;
  private static final int USER_AT = 108;
  private static final int GROUP_AT = 116;
  private static final int SIZE_AT = 124;
  private static final int TIME_AT = 136;
  private static final int SUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int LINK_AT = 157;
  private static final int MAGIC_AT = 257;

  private final OutputStream target;

  TarWriter(OutputStream target) {
    this.target = target;
  }

  /** A path has no slash in front. */
  void folder(String path, int mode, int ownerId) throws IOException {
    entry('5', path + "/", "", mode, ownerId, new byte[0]);
  }

  void file(String path, byte[] content, int mode, int ownerId) throws IOException {
    entry('0', path, "", mode, ownerId, content);
  }

  void link(String path, String to) throws IOException {
    entry('2', path, to, 0777, 0, new byte[0]);
  }

  private void entry(char type, String path, String link, int mode, int ownerId, byte[] content)
      throws IOException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] linked = link.getBytes(StandardCharsets.UTF_8);
    if (name.length > NAME_BYTES || linked.length > NAME_BYTES) {
      byte[] records =
          (record("path", path) + (link.isEmpty() ? "" : record("linkpath", link)))
              .getBytes(StandardCharsets.UTF_8);
      header('x', "pax".getBytes(StandardCharsets.UTF_8), new byte[0], 0644, 0, records.length);
      padded(records);
    }
    header(type, name, linked, mode, ownerId, content.length);
    padded(content);
  }

  /** A record says its own length, its digits included. */
  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
    int length = bytes + Integer.toString(bytes).length();
    if (bytes + Integer.toString(length).length() != length) {
      length++;
    }
    return length + rest;
  }

  private void header(char type, byte[] name, byte[] link, int mode, int ownerId, int size)
      throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    System.arraycopy(name, 0, block, 0, Math.min(NAME_BYTES, name.length));
    octal(block, MODE_AT, 7, mode);
    octal(block, USER_AT, 7, ownerId);
    octal(block, GROUP_AT, 7, ownerId);
    octal(block, SIZE_AT, 11, size);
    octal(block, TIME_AT, 11, 0);
    Arrays.fill(block, SUM_AT, SUM_AT + 8, (byte) ' ');
    block[TYPE_AT] = (byte) type;
    System.arraycopy(link, 0, block, LINK_AT, Math.min(NAME_BYTES, link.length));
    byte[] magic = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, block, MAGIC_AT, magic.length);
    int sum = 0;
    for (byte octet : block) {
      sum += octet & 0xff;
    }
    octal(block, SUM_AT, 6, sum);
    block[SUM_AT + 6] = 0;
    target.write(block);
  }

  private static void octal(byte[] block, int at, int digits, int value) {
    String text = Integer.toOctalString(value);
    String padded = "0".repeat(digits - text.length()) + text;
    System.arraycopy(padded.getBytes(StandardCharsets.US_ASCII), 0, block, at, digits);
  }

  private void padded(byte[] content) throws IOException {
    target.write(content);
    target.write(new byte[(BLOCK_BYTES - content.length % BLOCK_BYTES) % BLOCK_BYTES]);
  }

  /** Ends the archive; the stream stays open. */
  void finish() throws IOException {
    target.write(new byte[2 * BLOCK_BYTES]);
    target.flush();
  }
}
