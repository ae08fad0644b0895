package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Image;
import croft.drivers.compute.ImageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images as folders: {@code images/ID/root}, each beside its {@code image.json}. */
public final class LinuxImageDriver implements ImageDriver {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Path HOST_ROOT = Path.of("/");
  private static final Duration COVER_AGE = Duration.ofSeconds(30);

  /** What begins so is not an image yet, or no more. */
  private static final String NEXT = ".next-";

  private static final String ROOT = "root";
  private static final int LAYER_LIMIT = 64;

  private final Path home;
  private final InstantSource clock;
  private final Path images;
  private final Map<String, Integer> uses = new HashMap<>();
  private final LayerPlan systemdSeed = SystemdSeed.plan();
  private volatile Function<String, LinuxInstance> instances =
      id -> {
        throw ComputeException.notFound("instance", id);
      };
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
        Image.HOST_ROOT_ID,
        Image.Kind.HOST_ROOT,
        hasSystemd(HOST_ROOT),
        0,
        OsRelease.age(HOST_ROOT));
  }

  @Override
  public List<Image> list() {
    List<Image> found = new ArrayList<>();
    found.add(hostRoot());
    try {
      for (Path folder : folders()) {
        found.add(StoredImage.read(folder).image());
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
    requireId(id);
    Path folder = images.resolve(id);
    if (Files.exists(folder)) {
      return get(id);
    }
    return new TarImport(images, clock).importTo(folder, archive);
  }

  @Override
  public Optional<String> distribution(String id) {
    try {
      return OsRelease.of(files(id));
    } catch (IOException e) {
      return Optional.empty(); // It says nothing that can be read.
    }
  }

  /** Where {@link #capture} finds instances. */
  void captureFrom(Function<String, LinuxInstance> finder) {
    instances = finder;
  }

  @Override
  public Image importDisk(String id, Path blockDevice) {
    requireId(id);
    Path folder = images.resolve(id);
    if (Files.exists(folder)) {
      return get(id);
    }
    try {
      TarImport target = new TarImport(images, clock);
      return new DiskImport(Stage.choose(home.toRealPath()), target).importTo(folder, blockDevice);
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Importing a disk: " + e.getMessage(), e);
    }
  }

  @Override
  public Image capture(String instanceId, String imageId, Runnable meanwhile) {
    requireId(imageId);
    Path folder = images.resolve(imageId);
    if (Files.exists(folder)) {
      return get(imageId);
    }
    LinuxInstance instance = instances.apply(instanceId);
    String base = instance.stored().imageId();
    use(base); // The instance may go before the image is there.
    try {
      Path next = Files.createTempDirectory(images, NEXT);
      try {
        Path layer = Files.createDirectory(next.resolve(ROOT));
        requireRoom(files(base));
        instance.captureTo(layer, meanwhile);
        InstanceCapture.removeIdentity(layer);
        stored(imageId, base, layer).write(next);
        Files.move(next, folder);
      } finally {
        FileTree.delete(next);
      }
      return get(imageId);
    } catch (IOException e) {
      throw new ComputeException(
          Reason.FAILED, "Capturing instance " + instanceId + ": " + e.getMessage(), e);
    } finally {
      release(base);
    }
  }

  /** All of them must fit into the options of one mount. */
  private static void requireRoom(Layers layers) {
    if (layers.captured().size() >= LAYER_LIMIT) {
      throw new ComputeException(
          Reason.INVALID,
          "An image of an image of an image: "
              + LAYER_LIMIT
              + " layers are the most; export it and import it again as one");
    }
  }

  private StoredImage stored(String id, String base, Path layer) throws IOException {
    boolean systemd = get(base).systemd() || hasSystemd(layer);
    return new StoredImage(
        id, systemd, FileTree.sizeBytes(layer), clock.instant().toString(), base);
  }

  @Override
  public void export(String imageId, OutputStream target) {
    use(imageId);
    try {
      new ImageExport(Stage.choose(home.toRealPath()), layers(imageId, false)).writeTo(target);
    } catch (IOException e) {
      throw new ComputeException(
          Reason.FAILED, "Exporting image " + imageId + ": " + e.getMessage(), e);
    } finally {
      release(imageId);
    }
  }

  private static void requireId(String id) {
    if (!ID.matcher(id).matches() || id.equals(Image.HOST_ROOT_ID)) {
      throw new ComputeException(Reason.INVALID, "Not an image id: " + id);
    }
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
      requireNoImageOver(id);
      // First it is no image any more, then it goes: a crash leaves no half.
      Path folder = images.resolve(id);
      if (Files.exists(folder)) {
        Path next = Files.createTempDirectory(images, NEXT);
        Files.move(folder, next.resolve(ROOT));
        FileTree.delete(next);
      }
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Deleting image " + id, e);
    }
  }

  private void requireNoImageOver(String id) throws IOException {
    for (Path folder : folders()) {
      if (StoredImage.read(folder).baseId().equals(Optional.of(id))) {
        throw new ComputeException(
            Reason.IN_USE, "Image " + id + " has image " + folder.getFileName() + " made of it");
      }
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(images)) {
      return all.filter(folder -> ID.matcher(String.valueOf(folder.getFileName())).matches())
          .sorted()
          .toList();
    }
  }

  /** Removes what an interrupted call left behind; nothing may be on its way. */
  void clearUnfinished() throws IOException {
    try (DirectoryStream<Path> remains = Files.newDirectoryStream(images, NEXT + "*")) {
      for (Path folder : remains) {
        FileTree.delete(folder);
      }
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

  /** The layers of an image for an instance that starts now. */
  Layers layers(String id, boolean systemd) throws IOException {
    LayerPlan seed = systemd ? systemdSeed : new LayerPlan();
    Layers files = files(id);
    boolean host = files.image().equals(HOST_ROOT);
    return new Layers(files.captured(), host ? cover().with(seed) : seed, files.image());
  }

  /** The same without ours: what costs nothing to find. */
  private Layers files(String id) throws IOException {
    List<Path> captured = new ArrayList<>();
    String at = id;
    while (!at.equals(Image.HOST_ROOT_ID)) {
      Path folder = images.resolve(at);
      Optional<String> base = StoredImage.read(folder).baseId();
      if (base.isEmpty()) {
        return new Layers(captured, new LayerPlan(), folder.resolve(ROOT));
      }
      captured.add(folder.resolve(ROOT));
      at = base.get();
    }
    return new Layers(captured, new LayerPlan(), HOST_ROOT);
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
