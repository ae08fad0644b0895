package croft.drivers.linux.compute;

import croft.drivers.linux.compute.FileTree.Access;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.UserNamespace;
import java.io.IOException;
import java.nio.file.Path;

/** Puts an instance's root together on the stage. */
final class RootMount {
  private final Stage stage;
  private final InstanceFolder folder;
  private final long firstId;

  RootMount(Stage stage, InstanceFolder folder, long firstId) {
    this.stage = stage;
    this.folder = folder;
    this.firstId = firstId;
  }

  /** The image with its owners shifted to the instance's ids; on disk nothing changes. */
  Path mapped(Path image) {
    try (UserNamespace namespace = UserNamespace.mapping(firstId, IdRanges.SIZE)) {
      Mounts.bindMapped(image, stage.image(), namespace.descriptor());
    }
    return stage.image();
  }

  /**
   * The overlay: the instance's own layer over ours over the image. The first two need no shift,
   * they are written with the instance's ids.
   */
  void mount(LayerPlan ours, Path image) throws IOException {
    ours.write(stage.ours(), firstId);
    FileTree.apply(stage.ours(), new Access(0, 0, 0755).shifted(firstId));
    Mounts.mount("overlay", stage.root(), "overlay", Flags.MS_NODEV, options(image));
  }

  private String options(Path image) {
    return "lowerdir="
        + stage.ours()
        + ":"
        + image
        + ",upperdir="
        + folder.upper()
        + ",workdir="
        + folder.work()
        + ",index=off,metacopy=off,redirect_dir=off";
  }
}
