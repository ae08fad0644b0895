package croft.drivers.linux.compute;

import croft.drivers.compute.Isolation;
import croft.drivers.linux.compute.FileTree.Access;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.UserNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a root together on the stage: an image's layers, and perhaps an instance's own on top. */
final class RootMount {
  private static final String OPTIONS = ",index=off,metacopy=off,redirect_dir=off";

  private final Stage stage;
  private final Layers layers;
  private final long firstId;

  /** {@code firstId} is the host's id of what is root inside; 0 shifts nothing. */
  RootMount(Stage stage, Layers layers, long firstId) {
    this.stage = stage;
    this.layers = layers;
    this.firstId = firstId;
  }

  /** The root of an instance, which writes to its own layer. */
  void mount(OwnLayer own, Isolation isolation) throws IOException {
    List<Path> lower =
        switch (isolation) {
          case Isolation.USER_NAMESPACE -> mapped();
          case Isolation.PRIVILEGED -> plain(layers.image());
        };
    overlay(
        stage.root(), lower, ",upperdir=" + own.upper() + ",workdir=" + own.work(), Flags.MS_NODEV);
  }

  /** The image's root as such, with the owners it has on disk. */
  void mountReadOnly() throws IOException {
    overlay(stage.root(), plain(layers.image()), "", Flags.MS_NODEV | Flags.MS_RDONLY);
  }

  private List<Path> plain(Path image) throws IOException {
    List<Path> lower = new ArrayList<>(layers.captured());
    lower.addAll(lowest(image));
    return lower;
  }

  /** The layers with their owners shifted to the instance's ids; on disk nothing changes. */
  private List<Path> mapped() throws IOException {
    List<Path> lower = new ArrayList<>();
    try (UserNamespace namespace = UserNamespace.mapping(firstId, IdRanges.SIZE)) {
      for (Path captured : layers.captured()) {
        Path target = Files.createDirectory(stage.captured(lower.size()));
        Mounts.bindMapped(captured, target, namespace.descriptor());
        lower.add(target);
      }
      Mounts.bindMapped(layers.image(), stage.image(), namespace.descriptor());
    }
    lower.addAll(lowest(stage.image()));
    return lower;
  }

  /**
   * Our layer, written with the instance's ids, over the image. A folder below another layer cannot
   * be a layer of the same overlay, and everything is below the host's root: under captured layers
   * the two become an overlay of their own.
   */
  private List<Path> lowest(Path image) throws IOException {
    layers.ours().write(stage.ours(), firstId);
    FileTree.apply(stage.ours(), new Access(0, 0, 0755).shifted(firstId));
    List<Path> both = List.of(stage.ours(), image);
    boolean below = layers.captured().stream().anyMatch(path -> path.startsWith(layers.image()));
    if (!below) {
      return both;
    }
    overlay(stage.base(), both, "", Flags.MS_NODEV | Flags.MS_RDONLY);
    return List.of(stage.base());
  }

  private static void overlay(Path target, List<Path> lower, String own, long flags) {
    String joined = lower.stream().map(Path::toString).collect(Collectors.joining(":"));
    Mounts.mount("overlay", target, "overlay", flags, "lowerdir=" + joined + own + OPTIONS);
  }
}
