package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Copies what an instance has written, so that it can be a layer of an image: with owners as the
 * instance sees them, which the kernel shifts back (file capabilities too), and without what makes
 * it this instance and no other.
 */
public final class InstanceCapture {
  /** Made anew for every instance, by its creation or its first boot. */
  private static final List<String> LEFT_BEHIND =
      List.of(
          "etc/hostname",
          "etc/machine-id",
          "var/lib/cloud/instance",
          "var/lib/croft",
          "var/lib/dbus/machine-id",
          "var/lib/systemd/credential.secret",
          "var/lib/systemd/random-seed");

  private static final Path SSH = Path.of("etc/ssh");
  private static final Pattern HOST_KEY = Pattern.compile("etc/ssh/ssh_host_[^/]*_key(\\.pub)?");
  private static final String HOST_KEYS = "ssh_host_*_key{,.pub}";

  private final OwnLayer own;
  private final long firstId;
  private final Stage stage;

  /** {@code firstId} is the host's id of the instance's root. */
  InstanceCapture(OwnLayer own, long firstId, Stage stage) {
    this.own = own;
    this.firstId = firstId;
    this.stage = stage;
  }

  /** Whether a path of a root, without a slash in front, is left behind. */
  public static boolean isLeftBehind(String path) {
    return LEFT_BEHIND.stream().anyMatch(name -> path.equals(name) || path.startsWith(name + "/"))
        || HOST_KEY.matcher(path).matches();
  }

  /** Copies to {@code layer}, an empty folder. Where the file system can, bytes are shared. */
  void copyTo(Path layer) {
    try {
      stage.with(
          "capture",
          () -> {
            own.mount();
            return Processes.run(
                List.of(
                    "cp",
                    "--recursive",
                    "--no-dereference",
                    "--one-file-system",
                    "--preserve=mode,ownership,timestamps,links,xattr",
                    "--reflink=auto",
                    "--sparse=auto",
                    "--",
                    own.unmapped(firstId) + "/.",
                    layer.toString()));
          });
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("reading an instance's root", e);
    } catch (ComputeException e) {
      throw e;
    } catch (Exception e) {
      throw new ComputeException(Reason.FAILED, "Reading an instance's root: " + e.getMessage(), e);
    }
  }

  /** Takes out of a copy what is not for others. What is no link of the instance's is not left. */
  static void removeIdentity(Path layer) throws IOException {
    for (String name : LEFT_BEHIND) {
      Path path = Path.of(name);
      if (isReached(layer, path)) {
        FileTree.delete(layer.resolve(path));
      }
    }
    if (isReached(layer, SSH.resolve("any"))) {
      try (DirectoryStream<Path> keys = Files.newDirectoryStream(layer.resolve(SSH), HOST_KEYS)) {
        for (Path key : keys) {
          FileTree.delete(key);
        }
      }
    }
  }

  /** Whether only folders lead to a path: the instance may have put links there, leading out. */
  private static boolean isReached(Path layer, Path path) {
    for (Path at = path.getParent(); at != null; at = at.getParent()) {
      if (!Files.isDirectory(layer.resolve(at), LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }
}
