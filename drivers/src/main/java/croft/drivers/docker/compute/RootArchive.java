package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Passes the tar archive of a root file system on, entry by entry and octet for octet, so that
 * owners, times, links and extended attributes stay what they are. Device nodes are left out, and
 * whatever the caller does not want; an entry that leads out of the archive is INVALID.
 *
 * <p>Reads the POSIX (pax) and the GNU form.
 */
final class RootArchive {
  private static final int BLOCK = TarWriter.BLOCK_BYTES;
  private static final int LONGEST_EXTENSION_BYTES = 1 << 20;
  private static final int SPARSE_MORE_AT = 482;
  private static final int SPARSE_NEXT_MORE_AT = 504;

  private final InputStream source;
  private final Predicate<String> wanted;
  private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
  private String path = "";
  private String linkPath = "";
  private long size = -1;
  private boolean systemd;
  private long entries;

  /**
   * Reads from {@code source}, which is not compressed and not closed.
   *
   * @param wanted by path without a slash in front or at the end; the root itself is empty
   */
  RootArchive(InputStream source, Predicate<String> wanted) {
    this.source = source;
    this.wanted = wanted;
  }

  /** Whether a systemd went by. */
  boolean systemd() {
    return systemd;
  }

  /** Copies the archive to its end, and finishes it. */
  void copyTo(OutputStream target) throws IOException {
    byte[] header = new byte[BLOCK];
    while (fill(header) && !isZero(header)) {
      requireChecksum(header);
      char type = (char) header[156];
      if (isExtension(type)) {
        readExtension(header, type);
      } else {
        copyEntry(header, type, target);
        extensions.reset();
        path = "";
        linkPath = "";
        size = -1;
      }
    }
    if (entries == 0) {
      throw invalid("it is empty");
    }
    target.write(new byte[2 * BLOCK]);
    target.flush();
    drain(header);
  }

  /** Archives are padded; whoever writes one wants to come to its end. */
  private void drain(byte[] block) {
    int count = read(block, block.length);
    while (count > 0) {
      count = read(block, block.length);
    }
  }

  private static boolean isExtension(char type) {
    return type == 'x' || type == 'g' || type == 'L' || type == 'K';
  }

  private void readExtension(byte[] header, char type) {
    long length = number(header, 124, 12);
    if (length > LONGEST_EXTENSION_BYTES) {
      throw invalid("a header of " + length + " bytes");
    }
    byte[] content = new byte[(int) padded(length)];
    require(content);
    extensions.writeBytes(header);
    extensions.writeBytes(content);
    String text = new String(content, 0, (int) length, StandardCharsets.UTF_8);
    switch (type) {
      case 'L' -> path = untilZero(text);
      case 'K' -> linkPath = untilZero(text);
      case 'x' -> readRecords(text);
      default -> {
        // Global records name no path of one entry.
      }
    }
  }

  private void readRecords(String text) {
    int at = 0;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      int length =
          Math.toIntExact(decimal(new String(bytes, at, space - at, StandardCharsets.UTF_8)));
      if (length < 5 || at + length > bytes.length) {
        throw invalid("a malformed pax header");
      }
      String[] record =
          new String(bytes, space + 1, at + length - space - 2, StandardCharsets.UTF_8)
              .split("=", 2);
      switch (record[0]) {
        case "path" -> path = record[record.length - 1];
        case "linkpath" -> linkPath = record[record.length - 1];
        case "size" -> size = decimal(record[record.length - 1]);
        default -> {
          // Passed on as it is.
        }
      }
      at += length;
    }
  }

  private static long decimal(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ComputeException(Reason.INVALID, "The archive has a malformed pax header", e);
    }
  }

  private void copyEntry(byte[] header, char type, OutputStream target) throws IOException {
    String name = inside(path.isEmpty() ? headerName(header) : path);
    if (type == '1') {
      inside(linkPath.isEmpty() ? text(header, 157, 100) : linkPath);
    }
    boolean device = type == '3' || type == '4';
    boolean keep = !device && wanted.test(name);
    if (keep) {
      entries++;
      systemd |= name.equals("usr/lib/systemd/systemd") || name.equals("lib/systemd/systemd");
      target.write(extensions.toByteArray());
      target.write(header);
    }
    copySparseMap(header, type, keep, target);
    boolean hasContent = type == '0' || type == 0 || type == '7' || type == 'S';
    if (hasContent) {
      copyContent(padded(size >= 0 ? size : number(header, 124, 12)), keep, target);
    }
  }

  private void copySparseMap(byte[] header, char type, boolean keep, OutputStream target)
      throws IOException {
    boolean more = type == 'S' && header[SPARSE_MORE_AT] == 1;
    byte[] block = new byte[BLOCK];
    while (more) {
      require(block);
      if (keep) {
        target.write(block);
      }
      more = block[SPARSE_NEXT_MORE_AT] == 1;
    }
  }

  private void copyContent(long length, boolean keep, OutputStream target) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long left = length;
    while (left > 0) {
      int count = (int) Math.min(left, buffer.length);
      requireFirst(buffer, count);
      if (keep) {
        target.write(buffer, 0, count);
      }
      left -= count;
    }
  }

  private static String headerName(byte[] header) {
    String name = text(header, 0, 100);
    boolean posix = text(header, 257, 6).equals("ustar") && header[262] == 0;
    String prefix = posix ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The plain path of an entry. */
  private static String inside(String name) {
    StringBuilder plain = new StringBuilder();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw invalid("an entry that leads out of it: " + name);
      }
      if (!part.isEmpty() && !part.equals(".")) {
        plain.append(plain.isEmpty() ? "" : "/").append(part);
      }
    }
    return plain.toString();
  }

  private static String text(byte[] block, int at, int length) {
    return untilZero(new String(block, at, length, StandardCharsets.UTF_8));
  }

  private static String untilZero(String text) {
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /** Octal, or binary as GNU tar has it for what octal cannot hold. */
  private static long number(byte[] block, int at, int length) {
    if ((block[at] & 0x80) != 0) {
      long value = block[at] & 0x7f;
      for (int i = at + 1; i < at + length; i++) {
        value = (value << 8) | (block[i] & 0xff);
      }
      return value;
    }
    String digits = text(block, at, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new ComputeException(Reason.INVALID, "This is no tar archive", e);
    }
  }

  private static void requireChecksum(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (number(header, 148, 8) != sum) {
      throw new ComputeException(Reason.INVALID, "This is no tar archive");
    }
  }

  private static boolean isZero(byte[] block) {
    return Arrays.equals(block, new byte[BLOCK]);
  }

  private static long padded(long length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  private void require(byte[] block) {
    requireFirst(block, block.length);
  }

  private void requireFirst(byte[] block, int count) {
    if (read(block, count) < count) {
      throw invalid("an early end");
    }
  }

  private boolean fill(byte[] block) {
    int count = read(block, block.length);
    if (count > 0 && count < block.length) {
      throw invalid("an early end");
    }
    return count > 0;
  }

  /** What cannot be read is the archive's fault, not the engine's. */
  private int read(byte[] block, int count) {
    try {
      return source.readNBytes(block, 0, count);
    } catch (IOException e) {
      throw new ComputeException(
          Reason.INVALID, "The archive cannot be read: " + e.getMessage(), e);
    }
  }

  private static ComputeException invalid(String what) {
    return new ComputeException(Reason.INVALID, "The archive has " + what);
  }
}
