package croft.drivers.linux.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.linux.volume.LoopDevices;
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
import java.util.Optional;

/**
 * The disk of a root that has a size: a sparse file, or a block device of somebody else's, with an
 * ext4 file system that holds what the instance writes. It is written and repaired here while
 * nothing has it mounted; mke2fs(8) fills it without a mount.
 */
record RootDisk(Path file, boolean device) {
  /** e2fsck(8) ends with 1 where it has mended something. */
  private static final int REPAIRED = 1;

  // struct ext4_super_block, at 1024.
  private static final int SUPERBLOCK_AT = 1024;
  private static final int SUPERBLOCK_BYTES = 1024;
  private static final int BLOCKS_LOW = 4;
  private static final int LOG_BLOCK = 24;
  private static final int BLOCKS_HIGH = 0x150;

  /**
   * The disk of an instance's root, if it has one.
   *
   * @throws ComputeException FAILED if it is on a device that is not open now
   */
  static Optional<RootDisk> of(InstanceFolder folder) throws IOException {
    if (Files.exists(folder.device())) {
      return Optional.of(new RootDisk(RootDevice.read(folder.device()).path(), true));
    }
    return Files.exists(folder.disk())
        ? Optional.of(new RootDisk(folder.disk(), false))
        : Optional.empty();
  }

  /** Makes one of that size of what an instance without has as its own. */
  static void make(InstanceFolder folder, long bytes) throws IOException {
    gather(folder);
    PrivateFiles.write(folder.disk(), "");
    write(folder.disk(), folder.content(), bytes, List.of());
    FileTree.delete(folder.content());
  }

  /** Has an instance's root on a device from now on; what an interrupted call began is ended. */
  static void move(InstanceFolder folder, Path device) throws IOException {
    if (Files.exists(folder.disk())) {
      throw new ComputeException(Reason.INVALID, "The root has a disk of its own: " + device);
    }
    if (!Files.exists(folder.device())) {
      gather(folder);
      format(device, folder.content(), List.of());
    }
    RootDevice.of(device).write(folder.device());
    FileTree.delete(folder.content());
  }

  private static void gather(InstanceFolder folder) throws IOException {
    Files.createDirectories(folder.content());
    for (Path part : List.of(folder.upper(), folder.work())) {
      if (Files.exists(part)) {
        Files.move(part, folder.content().resolve(part.getFileName()));
      }
    }
  }

  /** A file system of that size in an empty file, holding what a folder holds. */
  static void write(Path file, Path content, long bytes, List<String> options) throws IOException {
    setLength(file, bytes);
    format(file, content, options);
  }

  private static void format(Path disk, Path content, List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of("mke2fs", "-q", "-F", "-t", "ext4", "-m", "0"));
    // Holes are zeros: tables of inodes need not be written, now or later.
    command.addAll(List.of("-E", "lazy_itable_init=1,lazy_journal_init=1,nodiscard"));
    command.addAll(options);
    command.addAll(List.of("-d", content.toString(), disk.toString()));
    Processes.run(command);
  }

  private static void setLength(Path file, long bytes) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(bytes);
    }
  }

  long sizeBytes() throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
      return opened.length(); // Files.size tells nothing of devices.
    }
  }

  /** Opens its block device, which is there until nobody uses it any more, or as its owner says. */
  LoopDevices.Opened open() throws IOException {
    return device
        ? new LoopDevices.Opened(file, Syscalls.open(file, Flags.O_RDWR))
        : LoopDevices.openWhileUsed(file);
  }

  /** The block device over it, if something has it mounted. */
  Optional<Path> mounted() throws IOException {
    if (!device) {
      return Optional.ofNullable(LoopDevices.over(file).get(file));
    }
    try {
      Syscalls.close(Syscalls.open(file, Flags.O_RDONLY | Flags.O_EXCL));
      return Optional.empty();
    } catch (SyscallException e) {
      if (e.errno() == Errno.EBUSY) {
        return Optional.of(file);
      }
      throw e;
    }
  }

  /** Makes the file larger, but not yet the file system in it. A device must be large enough. */
  void lengthen(long bytes) throws IOException {
    if (device ? bytes > sizeBytes() : bytes < sizeBytes()) {
      throw new ComputeException(
          Reason.INVALID, device ? "The device is too small" : "A root cannot become smaller");
    }
    if (!device) {
      setLength(file, bytes);
    }
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
