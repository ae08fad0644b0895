package croft.drivers.linux.compute;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * What the file system on a disk says of itself, read from its first block. Whoever formatted it
 * chose all of this.
 *
 * @param uuid in lower case, with dashes
 * @param label empty for none, and for one that would not do as the name of a file
 * @param blockBytes its block size
 * @param mostInodesPercent XFS's limit, to be kept when it grows
 */
record DiskSignature(Type type, String uuid, String label, int blockBytes, int mostInodesPercent) {
  private static final int READ_BYTES = 4096;

  // struct ext4_super_block, at 1024.
  private static final int EXT_AT = 1024;
  private static final short EXT_MAGIC = (short) 0xEF53;

  // struct xfs_dsb, at 0, big-endian.
  private static final int XFS_MAGIC = 0x58465342;

  /** The kinds of file systems that are told apart. */
  enum Type {
    EXT,
    XFS
  }

  /** Empty if nothing is known there. */
  static Optional<DiskSignature> read(Path device) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(READ_BYTES);
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      while (block.hasRemaining() && channel.read(block) > 0) {
        // Devices give less than asked for only at their end.
      }
    }
    return block.hasRemaining() ? Optional.empty() : of(block);
  }

  private static Optional<DiskSignature> of(ByteBuffer block) {
    if (block.order(ByteOrder.BIG_ENDIAN).getInt(0) == XFS_MAGIC) {
      return Optional.of(
          new DiskSignature(
              Type.XFS, uuid(block, 32), label(block, 108, 12), block.getInt(4), block.get(127)));
    }
    block.order(ByteOrder.LITTLE_ENDIAN);
    int logBlock = block.getInt(EXT_AT + 24);
    if (block.getShort(EXT_AT + 56) != EXT_MAGIC || logBlock < 0 || logBlock > 6) {
      return Optional.empty();
    }
    return Optional.of(
        new DiskSignature(
            Type.EXT,
            uuid(block, EXT_AT + 104),
            label(block, EXT_AT + 120, 16),
            1024 << logBlock,
            0));
  }

  private static String uuid(ByteBuffer block, int at) {
    ByteBuffer bytes = block.slice(at, 16).order(ByteOrder.BIG_ENDIAN);
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  private static String label(ByteBuffer block, int at, int length) {
    byte[] bytes = new byte[length];
    block.get(at, bytes);
    String text = new String(bytes, US_ASCII);
    String label = text.contains("\0") ? text.substring(0, text.indexOf('\0')) : text;
    return label.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]*") ? label : "";
  }
}
