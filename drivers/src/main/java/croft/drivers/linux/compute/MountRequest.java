package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.linux.syscall.DetachedMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an instance asks for: one line each for the source, the target, the type and the options, as
 * mount(8) hands them to its helpers.
 *
 * @param type one of those whose parsers in the kernel are meant to meet damaged disks, or {@code
 *     grow}
 */
record MountRequest(String source, String target, String type, List<String> options) {
  /**
   * Not btrfs: it knows devices by the id written on them, so that an instance could name another's
   * (decision 0106).
   */
  private static final Set<String> TYPES = Set.of("ext2", "ext3", "ext4", "xfs");

  /** Said to mount(8) itself, or to whoever reads fstab. */
  private static final Set<String> OF_NO_EFFECT =
      Set.of(
          "rw",
          "ro",
          "defaults",
          "auto",
          "noauto",
          "nofail",
          "fail",
          "_netdev",
          "user",
          "nouser",
          "users",
          "owner",
          "group",
          "suid",
          "nosuid",
          "dev",
          "nodev",
          "exec",
          "noexec",
          "async",
          "relatime",
          "norelatime",
          "atime",
          "noatime",
          "diratime",
          "nodiratime",
          "nostrictatime",
          "loud",
          "silent",
          "nouuid");

  /** For the file system; those with a value may have any of these letters in it. */
  private static final Set<String> OF_FILE_SYSTEM =
      Set.of(
          "discard",
          "nodiscard",
          "barrier",
          "nobarrier",
          "errors",
          "data",
          "commit",
          "user_xattr",
          "acl",
          "noacl",
          "inode64",
          "largeio",
          "logbufs",
          "logbsize",
          "noquota",
          "lazytime",
          "journal_checksum",
          "delalloc",
          "nodelalloc",
          "dioread_lock",
          "dioread_nolock",
          "noload",
          "norecovery",
          "stripe",
          "sunit",
          "swidth",
          "allocsize",
          "swalloc");

  static MountRequest of(List<String> lines) {
    if (lines.size() != 4) {
      throw refused("A request for a mount has four lines");
    }
    MountRequest request =
        new MountRequest(
            lines.get(0), lines.get(1), lines.get(2), List.of(lines.get(3).split(",", -1)));
    request.check();
    return request;
  }

  private void check() {
    if (!target.startsWith("/")) {
      throw refused("mount point " + target + " is not an absolute path");
    }
    if (isGrowth()) {
      return;
    }
    if (!TYPES.contains(type)) {
      throw refused("file systems of type " + type + " are not mounted here, only " + shown());
    }
    for (String option : options) {
      String name = option.split("=", 2)[0];
      boolean known =
          option.isEmpty()
              || OF_NO_EFFECT.contains(option)
              || option.startsWith("x-")
              || option.startsWith("comment=")
              || (OF_FILE_SYSTEM.contains(name) && option.matches("[a-z0-9_=-]+"));
      if (!known) {
        throw refused("the mount option " + option + " is not honoured here");
      }
    }
  }

  /** Whether a mounted file system shall take all of its disk, which has grown. */
  boolean isGrowth() {
    return type.equals("grow");
  }

  private static String shown() {
    return String.join(", ", TYPES.stream().sorted().toList());
  }

  private static ComputeException refused(String message) {
    return new ComputeException(Reason.INVALID, message);
  }

  private boolean has(String option) {
    return options.contains(option);
  }

  /** Attributes of the mount. Set-user-id programs and device nodes never count. */
  int attributes(boolean readOnlyDisk) {
    int attributes = DetachedMount.NO_SET_USER_ID | DetachedMount.NO_DEVICES;
    attributes |= readOnlyDisk || has("ro") ? DetachedMount.READ_ONLY : 0;
    attributes |= has("noexec") ? DetachedMount.NO_EXECUTION : 0;
    attributes |= has("noatime") ? DetachedMount.NO_ACCESS_TIME : 0;
    attributes |= has("nodiratime") ? DetachedMount.NO_DIRECTORY_ACCESS_TIME : 0;
    return attributes;
  }

  /** Options of the file system itself, by name; a flag's value is empty. */
  Map<String, String> fileSystemOptions(boolean readOnlyDisk) {
    Map<String, String> found = new TreeMap<>();
    if (readOnlyDisk || has("ro")) {
      found.put("ro", "");
    }
    if (type.equals("xfs")) {
      // A volume made from a snapshot has the id of its origin, maybe mounted in another instance.
      found.put("nouuid", "");
    } else {
      // A damaged file system must never end the host's kernel.
      found.put("errors", "remount-ro");
    }
    List<String> own = new ArrayList<>(options);
    own.removeIf(option -> OF_NO_EFFECT.contains(option) || option.isEmpty());
    for (String option : own) {
      String[] parts = option.split("=", 2);
      boolean panic = option.equals("errors=panic");
      if (OF_FILE_SYSTEM.contains(parts[0]) && !panic) {
        found.put(parts[0], parts.length > 1 ? parts[1] : "");
      }
    }
    return found;
  }
}
