package croft.drivers.linux.compute;

import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The helpers that mount(8) runs by itself for file systems of disks, put into every instance: the
 * kernel mounts no block device for a user namespace, so they ask the host (decision 0106). So do
 * those that stand before the programs which grow a mounted file system, for the same reason.
 */
final class MountHelper {
  private static final String ASK = "/var/lib/croft/ask-disks";
  private static final List<String> TYPES = List.of("ext2", "ext3", "ext4", "xfs", "btrfs");

  private static final String ASK_SCRIPT =
      """
      #!/bin/sh
      # Asks the host for what it alone may do with a disk of this instance.
      # ask-disks SOURCE TARGET TYPE OPTIONS
      room=REQUESTS
      [ -d "$room" ] || { echo "$2: $room is missing: who mounts disks here?" >&2; exit 32; }
      printf '%s\n' "$1" "$2" "$3" "$4" > "$room/.$$" || exit 32
      rm -f "$room/$$.answer"
      mv "$room/.$$" "$room/$$.request" || exit 32
      tries=0
      while [ ! -f "$room/$$.answer" ]; do
        tries=$((tries + 1))
        if [ $tries -gt 600 ]; then
          rm -f "$room/$$.request"
          echo "$2: the host does not answer: is Croft up?" >&2
          exit 32
        fi
        sleep 0.05 2>/dev/null || sleep 1
      done
      read -r status message < "$room/$$.answer"
      rm -f "$room/$$.answer"
      [ "$status" = 0 ] && exit 0
      echo "$2: $message" >&2
      exit "$status"
      """
          .replace("REQUESTS", CrunConfig.REQUESTS);

  private static final String MOUNT_SCRIPT =
      """
      #!/bin/sh
      # mount(8) runs this by itself: the kernel lets no instance mount a disk, so it asks the host.
      # mount.TYPE SOURCE TARGET [-sfnv] [-N NAMESPACE] [-o OPTIONS] [-t TYPE]
      type=${0##*mount.}
      source=$1
      target=$2
      options=
      [ $# -ge 2 ] || { echo "usage: $0 SOURCE TARGET [-o OPTIONS]" >&2; exit 1; }
      shift 2
      while [ $# -gt 0 ]; do
        case $1 in
          -o) options=$2; shift ;;
          -t) type=$2; shift ;;
          -N) shift ;;
          -*f*) exit 0 ;;
        esac
        shift
      done
      case ",$options," in
        *,remount,*) exec mount -i -o "remount,bind,$options" "$target" ;;
      esac
      exec ASK "$source" "$target" "$type" "$options"
      """
          .replace("ASK", ASK);

  private static final String RESIZE_SCRIPT =
      """
      #!/bin/sh
      # A mounted file system is grown by the host, for the kernel lets no instance do it.
      last=
      for word in "$@"; do last=$word; done
      [ ! -b "$last" ] || last=$(readlink -f "$last")
      while read -r device point type rest; do
        if [ "$device" = "$last" ]; then
          ASK "$device" "$point" grow "" && echo "$device, mounted on $point, is as large as its disk"
          exit
        fi
      done < /proc/self/mounts
      for real in /usr/sbin/NAME /sbin/NAME /usr/bin/NAME; do
        [ -x "$real" ] && exec "$real" "$@"
      done
      echo "NAME: not found" >&2
      exit 127
      """
          .replace("ASK", ASK);

  private static final String GROW_SCRIPT =
      RESIZE_SCRIPT.replace(
          "[ \"$device\" = \"$last\" ]",
          "[ \"$type\" = xfs ] && { [ \"$device\" = \"$last\" ] || [ \"$point\" = \"${last%/}\" ]; }");

  private MountHelper() {}

  /** The helpers, where mount(8) looks for them and where a search finds them first. */
  static List<InstanceFile> files() {
    List<InstanceFile> files = new ArrayList<>();
    files.add(program(ASK, ASK_SCRIPT));
    TYPES.forEach(type -> files.add(program("/sbin/mount." + type, MOUNT_SCRIPT)));
    files.add(program("/usr/local/sbin/resize2fs", RESIZE_SCRIPT.replace("NAME", "resize2fs")));
    files.add(program("/usr/local/sbin/xfs_growfs", GROW_SCRIPT.replace("NAME", "xfs_growfs")));
    return files;
  }

  private static InstanceFile program(String path, String script) {
    return InstanceFile.ofRoot(path, Content.text(script), 0755);
  }

  /** {@link #files} and others. */
  static List<InstanceFile> with(List<InstanceFile> files) {
    return Stream.concat(files().stream(), files.stream()).toList();
  }
}
