package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Image;
import croft.drivers.compute.ImageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images as folders: {@code images/ID/root}, each beside its {@code image.json}. */
public final class LinuxImageDriver implements ImageDriver {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Path HOST_ROOT = Path.of("/");
  private static final Duration COVER_AGE = Duration.ofSeconds(30);

  private final Path home;
  private final InstantSource clock;
  private final Path images;
  private final Map<String, Integer> uses = new HashMap<>();
  private final LayerPlan systemdSeed = SystemdSeed.plan();
  private @Nullable LayerPlan cover;
  private Instant coverPlanned = Instant.EPOCH;

  /** Opens or founds the images below the data directory {@code home}, an absolute path. */
  public LinuxImageDriver(Path home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
    this.images = home.resolve("images");
    try {
      setPrivate(Files.createDirectories(images));
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Opening the images in " + home, e);
    }
  }

  static void setPrivate(Path folder) throws IOException {
    Files.setPosixFilePermissions(
        folder,
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE));
  }

  @Override
  public Image hostRoot() {
    return new Image(
        Image.HOST_ROOT_ID, Image.Kind.HOST_ROOT, hasSystemd(HOST_ROOT), 0, Instant.EPOCH);
  }

  @Override
  public List<Image> list() {
    List<Image> found = new ArrayList<>();
    found.add(hostRoot());
    try (Stream<Path> folders = Files.list(images)) {
      for (Path folder : folders.sorted().toList()) {
        if (ID.matcher(String.valueOf(folder.getFileName())).matches()) {
          found.add(StoredImage.read(folder).image());
        }
      }
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Listing the images", e);
    }
    return List.copyOf(found);
  }

  @Override
  public Image get(String id) {
    if (id.equals(Image.HOST_ROOT_ID)) {
      return hostRoot();
    }
    if (!ID.matcher(id).matches() || !Files.exists(images.resolve(id))) {
      throw ComputeException.notFound("image", id);
    }
    try {
      return StoredImage.read(images.resolve(id)).image();
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Reading image " + id, e);
    }
  }

  @Override
  public Image importTar(String id, InputStream archive) {
    if (!ID.matcher(id).matches() || id.equals(Image.HOST_ROOT_ID)) {
      throw new ComputeException(Reason.INVALID, "Not an image id: " + id);
    }
    Path folder = images.resolve(id);
    if (Files.exists(folder)) {
      return get(id);
    }
    return new TarImport(images, clock).importTo(folder, archive);
  }

  @Override
  public synchronized void delete(String id) {
    if (id.equals(Image.HOST_ROOT_ID)) {
      throw new ComputeException(Reason.INVALID, "The host's root stays");
    }
    if (uses.getOrDefault(id, 0) > 0) {
      throw new ComputeException(Reason.IN_USE, "Image " + id + " has instances made of it");
    }
    if (!ID.matcher(id).matches()) {
      return;
    }
    try {
      FileTree.delete(images.resolve(id));
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Deleting image " + id, e);
    }
  }

  /** Notes an instance made of the image; NOT_FOUND if there is no such image. */
  synchronized Image use(String id) {
    Image image = get(id);
    uses.merge(id, 1, Integer::sum);
    return image;
  }

  synchronized void release(String id) {
    uses.merge(id, -1, Integer::sum);
  }

  /** Where the image's files are, and what is laid over them. */
  record Layers(LayerPlan ours, Path image) {}

  /** The layers of an image for an instance that starts now. */
  Layers layers(String id, boolean systemd) throws IOException {
    LayerPlan seed = systemd ? systemdSeed : new LayerPlan();
    return id.equals(Image.HOST_ROOT_ID)
        ? new Layers(cover().with(seed), HOST_ROOT)
        : new Layers(seed, images.resolve(id).resolve("root"));
  }

  /** The host changes: what is planned is looked over when it has become old. */
  private synchronized LayerPlan cover() throws IOException {
    Instant now = clock.instant();
    LayerPlan known = cover;
    if (known != null && now.isBefore(coverPlanned.plus(COVER_AGE))) {
      return known;
    }
    LayerPlan planned = HostRootCover.plan(HOST_ROOT, List.of(home.toRealPath()));
    cover = planned;
    coverPlanned = now;
    return planned;
  }

  private static boolean hasSystemd(Path root) {
    return InitProgram.SYSTEMD_PATHS.stream()
        .anyMatch(path -> Files.isRegularFile(root.resolve(path)));
  }
}
