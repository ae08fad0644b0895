package croft.drivers.linux.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The disk of a root that has a size: a sparse file with an ext4 file system, which holds what the
 * instance writes. It is written and repaired here while nothing has it mounted; mke2fs(8) fills it
 * without a mount.
 */
record RootDisk(Path file) {
  /** e2fsck(8) ends with 1 where it has mended something. */
  private static final int REPAIRED = 1;

  // struct ext4_super_block, at 1024.
  private static final int SUPERBLOCK_AT = 1024;
  private static final int SUPERBLOCK_BYTES = 1024;
  private static final int BLOCKS_LOW = 4;
  private static final int LOG_BLOCK = 24;
  private static final int BLOCKS_HIGH = 0x150;

  static RootDisk of(InstanceFolder folder) {
    return new RootDisk(folder.disk());
  }

  /** Whether the root has a size. */
  boolean exists() {
    return Files.exists(file);
  }

  long sizeBytes() throws IOException {
    return Files.size(file);
  }

  /** Makes it of that size, holding what a folder of the host holds. */
  void make(Path content, long bytes) throws IOException {
    PrivateFiles.write(file, "");
    write(file, content, bytes, List.of());
  }

  /** A file system of that size in an empty file, holding what a folder holds. */
  static void write(Path file, Path content, long bytes, List<String> options) throws IOException {
    setLength(file, bytes);
    List<String> command = new ArrayList<>(List.of("mke2fs", "-q", "-F", "-t", "ext4", "-m", "0"));
    // Holes are zeros: tables of inodes need not be written, now or later.
    command.addAll(List.of("-E", "lazy_itable_init=1,lazy_journal_init=1,nodiscard"));
    command.addAll(options);
    command.addAll(List.of("-d", content.toString(), file.toString()));
    Processes.run(command);
  }

  private static void setLength(Path file, long bytes) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(bytes);
    }
  }

  /** Makes the file larger, but not yet the file system in it. */
  void lengthen(long bytes) throws IOException {
    if (bytes < sizeBytes()) {
      throw new ComputeException(Reason.INVALID, "A root cannot become smaller");
    }
    setLength(file, bytes);
  }

  /** Mends what a crash of the machine left, and lets the file system fill its file. */
  void settle() throws IOException {
    boolean grows = fileSystemBytes() < sizeBytes();
    List<String> check = new ArrayList<>(List.of("e2fsck", "-p"));
    if (grows) {
      check.add("-f"); // resize2fs(8) asks for it.
    }
    check.add(file.toString());
    run(check, REPAIRED);
    if (grows) {
      run(List.of("resize2fs", file.toString()), 0);
    }
  }

  private static void run(List<String> command, int most) throws IOException {
    Process process = Processes.builder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = Processes.waitFor(process, command.getFirst());
    if (status > most) {
      throw new IOException(command.getFirst() + " ended with " + status + ": " + output.strip());
    }
  }

  /** How much of the file the file system takes. */
  long fileSystemBytes() throws IOException {
    ByteBuffer block = ByteBuffer.allocate(SUPERBLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(SUPERBLOCK_AT);
      while (block.hasRemaining() && channel.read(block) > 0) {
        // A file gives less than asked for only at its end.
      }
    }
    long blocks =
        Integer.toUnsignedLong(block.getInt(BLOCKS_LOW))
            | Integer.toUnsignedLong(block.getInt(BLOCKS_HIGH)) << 32;
    return blocks << (10 + block.getInt(LOG_BLOCK));
  }
}
