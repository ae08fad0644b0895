package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Image;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.SyscallException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a root from a disk: mounted read-only where nobody else sees it, and packed by tar(1) for
 * {@link TarImport}, which keeps of it what it keeps of any archive. The kernel reads a file system
 * that others have written, as it does for every volume an instance mounts (decision 0131).
 */
final class DiskImport {
  private static final long FLAGS =
      Flags.MS_RDONLY | Flags.MS_NOSUID | Flags.MS_NODEV | Flags.MS_NOEXEC;

  private final Stage stage;
  private final TarImport target;

  DiskImport(Stage stage, TarImport target) {
    this.stage = stage;
    this.target = target;
  }

  /** Imports the disk to {@code folder}, whose name is the image's id. */
  Image importTo(Path folder, Path blockDevice) throws IOException {
    DiskSignature signature =
        DiskSignature.read(blockDevice)
            .orElseThrow(() ->
                new ComputeException(
                    Reason.INVALID,
                    "The disk holds no ext4 or XFS file system (one with partitions is not read)"));
    try {
      return stage.with(
          "import",
          () -> {
            mount(signature, blockDevice);
            try {
              return copy(folder);
            } finally {
              Mounts.unmount(stage.image(), 0);
            }
          });
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("importing a disk", e);
    } catch (ComputeException e) {
      throw e;
    } catch (Exception e) {
      throw new ComputeException(Reason.FAILED, "Importing a disk: " + e.getMessage(), e);
    }
  }

  /** What a damaged one asks the kernel to do, which may be to panic, is overridden. */
  private void mount(DiskSignature signature, Path blockDevice) {
    try {
      switch (signature.type()) {
        case EXT ->
            Mounts.mount(blockDevice.toString(), stage.image(), "ext4", FLAGS, "errors=remount-ro");
        case XFS -> Mounts.mount(blockDevice.toString(), stage.image(), "xfs", FLAGS, "nouuid");
      }
    } catch (SyscallException e) {
      throw new ComputeException(
          Reason.INVALID, "The disk's file system cannot be mounted: " + e.getMessage(), e);
    }
  }

  private Image copy(Path folder) throws IOException {
    List<String> command =
        List.of(
            "tar",
            "--create",
            "--file=-",
            "--directory=" + stage.image(),
            "--one-file-system",
            "--exclude=./lost+found",
            "--numeric-owner",
            "--xattrs",
            "--xattrs-include=security.capability",
            ".");
    Process tar = Processes.builder(command).start();
    tar.getOutputStream().close();
    StreamCollector messages = new StreamCollector(tar.getErrorStream());
    try (InputStream archive = new WholeArchive(tar, messages)) {
      return target.importTo(folder, archive);
    } finally {
      tar.destroy();
      Processes.waitFor(tar, "tar");
    }
  }

  /** Ends well only if its writer did: half a root is none. */
  private static final class WholeArchive extends FilterInputStream {
    private final Process tar;
    private final StreamCollector messages;

    WholeArchive(Process tar, StreamCollector messages) {
      super(tar.getInputStream());
      this.tar = tar;
      this.messages = messages;
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return checked(super.read(buffer, offset, length));
    }

    private int checked(int result) throws IOException {
      if (result < 0 && Processes.waitFor(tar, "tar") != 0) {
        throw new IOException("reading the disk: " + messages.content().text().strip());
      }
      return result;
    }
  }
}
