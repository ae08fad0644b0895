package croft.drivers.linux.compute;

import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.linux.compute.FileTree.Access;
import croft.drivers.linux.compute.LayerPlan.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small layer over images that boot systemd: units that have no place in an instance are masked,
 * nothing is mounted, and the user data runs once.
 */
public final class SystemdSeed {
  private static final List<String> MASKED =
      List.of(
          "apt-daily.timer",
          "apt-daily-upgrade.timer",
          "console-getty.service",
          "dev-hugepages.mount",
          "docker.socket",
          "dpkg-db-backup.timer",
          "e2scrub_all.timer",
          "e2scrub_reap.service",
          "fstrim.timer",
          "getty.target",
          "kmod-static-nodes.service",
          "man-db.timer",
          "modprobe@.service",
          "sys-fs-fuse-connections.mount",
          "sys-kernel-config.mount",
          "sys-kernel-debug.mount",
          "sys-kernel-tracing.mount",
          "systemd-firstboot.service",
          "systemd-hwdb-update.service",
          "systemd-journal-flush.service",
          "systemd-logind.service",
          "systemd-machine-id-commit.service",
          "systemd-modules-load.service",
          "systemd-pstore.service",
          "systemd-remount-fs.service",
          "systemd-timesyncd.service",
          "systemd-tmpfiles-setup-dev.service",
          "systemd-udev-trigger.service",
          "systemd-udevd-control.socket",
          "systemd-udevd-kernel.socket",
          "systemd-udevd.service",
          "systemd-update-utmp.service",
          "systemd-update-utmp-runlevel.service");

  private static final String BOOT_NAME = "croft-boot.service";

  private static final String BOOT_UNIT =
      """
      [Unit]
      Description=The instance's boot program
      After=network.target
      ConditionFileIsExecutable=BOOT_PROGRAM

      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStart=BOOT_PROGRAM
      # The console is a file, which systemd's own words for a console do not expect.
      StandardOutput=append:/dev/console
      StandardError=inherit
      TimeoutStartSec=infinity
      KillMode=process

      [Install]
      WantedBy=multi-user.target
      """
          .replace("BOOT_PROGRAM", InstanceSpec.BOOT_PROGRAM);

  private static final String DISKS_NAME = "croft-disks.service";

  /** Where /sys is read-only, systemd passes over the devices in fstab: this does not. */
  private static final String DISKS_UNIT =
      """
      [Unit]
      Description=The file systems that fstab has on disks
      DefaultDependencies=no
      After=local-fs-pre.target
      Before=local-fs.target shutdown.target
      Conflicts=shutdown.target
      ConditionPathExists=/run/croft/disks

      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStart=/bin/mount -a
      TimeoutStartSec=90
      """;

  private static final String ENDING_NAME = "croft-ending.service";

  /**
   * Says how the instance ends, for to its host all ends look alike. systemd stops before it
   * starts: what is started by a shutdown would find the folder unmounted.
   */
  private static final String ENDING_UNIT =
      """
      [Unit]
      Description=The word to the host of a shutdown or reboot
      DefaultDependencies=no
      RequiresMountsFor=REQUESTS
      Before=shutdown.target
      Conflicts=shutdown.target
      ConditionPathIsDirectory=REQUESTS

      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStop=/bin/sh -c 'case "$(systemctl list-jobs)" in \
        *reboot.target*|*kexec.target*) echo reboot;; *) echo poweroff;; esac > REQUESTS/ENDING'
      """
          .replace("REQUESTS", CrunConfig.REQUESTS)
          .replace("ENDING", Ending.FILE);

  private SystemdSeed() {}

  /** The files of the layer, for who has no overlays. */
  public static List<InstanceFile> files() {
    List<InstanceFile> files = new ArrayList<>();
    plan()
        .entries()
        .forEach((path, entry) -> {
          if (entry instanceof Entry.Text(String content, Access access)) {
            files.add(InstanceFile.ofRoot("/" + path, Content.text(content), access.mode()));
          }
        });
    return files;
  }

  /** The symbolic links of the layer: what each path, without a slash in front, leads to. */
  public static Map<String, String> links() {
    Map<String, String> links = new TreeMap<>();
    plan()
        .entries()
        .forEach((path, entry) -> {
          if (entry instanceof Entry.Link(String target)) {
            links.put(path, target);
          }
        });
    return links;
  }

  static LayerPlan plan() {
    LayerPlan plan = new LayerPlan();
    Entry.Folder folder = new Entry.Folder(new Access(0, 0, 0755), false);
    Path units = Path.of("etc/systemd/system");
    Path wants = units.resolve("multi-user.target.wants");
    for (Path path : List.of(Path.of("etc"), Path.of("etc/systemd"), units, wants)) {
      plan.put(path, folder);
    }
    for (String unit : MASKED) {
      plan.put(units.resolve(unit), new Entry.Link("/dev/null"));
    }
    Access access = new Access(0, 0, 0644);
    plan.put(units.resolve(BOOT_NAME), new Entry.Text(BOOT_UNIT, access));
    plan.put(wants.resolve(BOOT_NAME), new Entry.Link("/etc/systemd/system/" + BOOT_NAME));
    Path localFileSystems = units.resolve("local-fs.target.wants");
    plan.put(localFileSystems, folder);
    plan.put(units.resolve(DISKS_NAME), new Entry.Text(DISKS_UNIT, access));
    plan.put(localFileSystems.resolve(DISKS_NAME), new Entry.Link("../" + DISKS_NAME));
    Path early = units.resolve("sysinit.target.wants");
    plan.put(early, folder);
    plan.put(units.resolve(ENDING_NAME), new Entry.Text(ENDING_UNIT, access));
    plan.put(early.resolve(ENDING_NAME), new Entry.Link("../" + ENDING_NAME));
    plan.put(Path.of("etc/fstab"), new Entry.Text("", access));
    return plan;
  }
}
