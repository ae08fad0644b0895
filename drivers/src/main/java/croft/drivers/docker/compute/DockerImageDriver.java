package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Image;
import croft.drivers.compute.ImageDriver;
import croft.drivers.docker.engine.BodyWriter;
import croft.drivers.docker.engine.Engine;
import croft.drivers.docker.engine.EngineException;
import croft.drivers.linux.compute.InstanceCapture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Images as the engine's own, each with one layer. There is no host to lend its root: in the place
 * of {@link Image#HOST_ROOT_ID} stands an image that the engine has already, named by configuration
 * and never pulled unasked.
 */
public final class DockerImageDriver implements ImageDriver {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern ENGINE_ID = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final List<String> SYSTEMD =
      List.of("/usr/lib/systemd/systemd", "/lib/systemd/systemd");

  private final DockerMachine machine;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, Boolean> systemdByEngineId = new ConcurrentHashMap<>();
  private volatile Function<String, DockerInstance> instances =
      id -> {
        throw ComputeException.notFound("instance", id);
      };

  public DockerImageDriver(DockerMachine machine, InstantSource clock) {
    this.machine = machine;
    this.clock = clock;
  }

  /** Where {@link #capture} finds instances. */
  void captureFrom(Function<String, DockerInstance> finder) {
    instances = finder;
  }

  private Path records() {
    return machine.home().images();
  }

  @Override
  public Image hostRoot() {
    boolean systemd;
    try {
      systemd = inEngine(Image.HOST_ROOT_ID).map(this::hasSystemd).orElse(false);
    } catch (IOException e) {
      throw failed("Looking at the image " + machine.options().defaultImage(), e);
    }
    return new Image(Image.HOST_ROOT_ID, Image.Kind.HOST_ROOT, systemd, 0, Instant.EPOCH);
  }

  /** Looked up in a container made for it, which never runs. */
  private boolean hasSystemd(JsonNode image) {
    return systemdByEngineId.computeIfAbsent(
        image.path("Id").asString(),
        engineId -> {
          try {
            return lookForSystemd(engineId);
          } catch (IOException e) {
            throw failed("Looking into the image " + engineId, e);
          }
        });
  }

  private boolean lookForSystemd(String engineId) throws IOException {
    AtomicBoolean found = new AtomicBoolean();
    inContainerOf(
        engineId,
        name -> {
          for (String path : SYSTEMD) {
            try {
              String query = "/archive?path=" + Engine.encode(path);
              machine.engine().receive("/containers/" + name + query, body -> found.set(true));
            } catch (EngineException e) {
              if (e.status() != NOT_FOUND) {
                throw e;
              }
            }
          }
        });
    return found.get();
  }

  private void inContainerOf(String image, ContainerUse use) throws IOException {
    String name = machine.home().containerName("." + Long.toHexString(System.nanoTime()));
    ObjectNode definition = Engine.document().put("Image", image);
    definition.putArray("Cmd").add("/bin/sh");
    definition.putObject("HostConfig").put("NetworkMode", "none");
    new ContainerDefinition.Labels(machine.home().id(), "").addTo(definition);
    Containers containers = machine.containers();
    try {
      containers.create(name, definition);
      use.of(name);
    } finally {
      containers.remove(name);
    }
  }

  @Override
  public List<Image> list() {
    List<Image> found = new ArrayList<>(List.of(hostRoot()));
    try {
      for (String id : DockerHome.ids(records())) {
        stored(id).ifPresent(image -> found.add(image.image()));
      }
    } catch (IOException e) {
      throw failed("Listing the images", e);
    }
    return List.copyOf(found);
  }

  @Override
  public Image get(String id) {
    if (id.equals(Image.HOST_ROOT_ID)) {
      return hostRoot();
    }
    try {
      return (ID.matcher(id).matches() ? stored(id) : Optional.<StoredEngineImage>empty())
          .orElseThrow(() -> ComputeException.notFound("image", id))
          .image();
    } catch (IOException e) {
      throw failed("Reading image " + id, e);
    }
  }

  /** Its record, if the engine still has it: others may remove what they take for unused. */
  private Optional<StoredEngineImage> stored(String id) throws IOException {
    Optional<StoredEngineImage> record = DockerHome.read(records(), id, StoredEngineImage.class);
    return record.isPresent() && inEngine(id).isPresent() ? record : Optional.empty();
  }

  private String engineName(String id) {
    return id.equals(Image.HOST_ROOT_ID)
        ? machine.options().defaultImage()
        : machine.home().imageName(id);
  }

  private Optional<JsonNode> inEngine(String id) throws IOException {
    try {
      return Optional.of(machine.engine().get("/images/" + engineName(id) + "/json"));
    } catch (EngineException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The engine's name of an image that is there, or UNSUPPORTED with what to do. */
  String requireInEngine(String id) throws IOException {
    String name = engineName(id);
    if (inEngine(id).isEmpty()) {
      throw new ComputeException(
          Reason.UNSUPPORTED,
          "The engine has no image "
              + name
              + ": docker pull it, or name another with --docker-image");
    }
    return name;
  }

  @Override
  public Image importTar(String id, InputStream archive) {
    requireId(id);
    try (Compression compression = Compression.of(archive)) {
      Optional<StoredEngineImage> known = stored(id);
      if (known.isPresent()) {
        return known.get().image();
      }
      RootArchive root = new RootArchive(compression.plain(), DockerImageDriver::isOfRoot);
      importRoot(id, root::copyTo);
      return remember(id, Image.Kind.TAR, root.systemd(), "");
    } catch (IOException e) {
      throw failed("Importing image " + id, e);
    }
  }

  /** The archive of an engine has what the engine mounts; a machine's has what the kernel does. */
  private static boolean isOfRoot(String path) {
    return !path.equals(".dockerenv")
        && !path.startsWith("proc/")
        && !path.startsWith("sys/")
        && !path.startsWith("dev/");
  }

  private void importRoot(String id, BodyWriter archive) throws IOException {
    importArchive(machine, machine.home().repository(), id, archive);
  }

  /** Makes the engine's image {@code repository:tag} of an archive. */
  static void importArchive(
      DockerMachine machine, String repository, String tag, BodyWriter archive) throws IOException {
    String home = machine.home().id();
    String label = Engine.encode("LABEL " + ContainerDefinition.Labels.HOME + "=" + home);
    String said =
        machine.engine().send("POST", "/images/create?fromSrc=-&changes=" + label, archive);
    // The answer is 200 before the work is done; a failure is a document among others.
    Matcher engineId = ENGINE_ID.matcher(said);
    if (said.contains("\"errorDetail\"") || !engineId.find()) {
      throw new ComputeException(Reason.INVALID, "The engine does not take the archive: " + said);
    }
    // Podman names what it imports only afterwards.
    String query = "?repo=" + repository + "&tag=" + tag;
    machine.engine().post("/images/" + engineId.group() + "/tag" + query, null);
  }

  private Image remember(String id, Image.Kind kind, boolean systemd, String baseId)
      throws IOException {
    long size = inEngine(id).orElseThrow().path("Size").asLong(0);
    StoredEngineImage record =
        new StoredEngineImage(id, kind, systemd, size, clock.instant().toString(), baseId);
    DockerHome.write(records(), id, record);
    return record.image();
  }

  /** A whole root each time: layers of an engine would keep below what is taken away above. */
  @Override
  public Image importDisk(String id, Path blockDevice) {
    throw new ComputeException(
        ComputeException.Reason.UNSUPPORTED, "Docker's images are not made of disks");
  }

  @Override
  public Image capture(String instanceId, String imageId, Runnable meanwhile) {
    requireId(imageId);
    try {
      Optional<StoredEngineImage> known = stored(imageId);
      if (known.isPresent()) {
        return known.get().image();
      }
      DockerInstance instance = instances.apply(instanceId);
      String base = instance.stored().map(StoredContainer::imageId).orElse("");
      AtomicBoolean systemd = new AtomicBoolean();
      importRoot(
          imageId,
          target ->
              instance.readRoot(body -> {
                meanwhile.run();
                RootArchive root = new RootArchive(body, DockerImageDriver::isOfImage);
                root.copyTo(target);
                systemd.set(root.systemd());
              }));
      return remember(imageId, Image.Kind.INSTANCE, systemd.get(), base);
    } catch (IOException e) {
      throw failed("Capturing instance " + instanceId, e);
    }
  }

  private static boolean isOfImage(String path) {
    return isOfRoot(path) && !InstanceCapture.isLeftBehind(path);
  }

  @Override
  public void export(String imageId, OutputStream target) {
    get(imageId);
    try {
      inContainerOf(
          requireInEngine(imageId),
          name ->
              machine
                  .engine()
                  .receive(
                      "/containers/" + name + "/export",
                      body -> new RootArchive(body, DockerImageDriver::isOfRoot).copyTo(target)));
    } catch (IOException e) {
      throw failed("Exporting image " + imageId, e);
    }
  }

  @Override
  public synchronized void delete(String id) {
    if (id.equals(Image.HOST_ROOT_ID)) {
      throw new ComputeException(Reason.INVALID, "The default image stays");
    }
    if (!ID.matcher(id).matches()) {
      return;
    }
    try {
      requireUnused(id);
      if (DockerHome.read(records(), id, StoredEngineImage.class).isPresent()) {
        removeFromEngine(id);
        DockerHome.remove(records(), id);
      }
    } catch (IOException e) {
      throw failed("Deleting image " + id, e);
    }
  }

  private void requireUnused(String id) throws IOException {
    Path instanceRecords = machine.home().instances();
    for (String instance : DockerHome.ids(instanceRecords)) {
      boolean uses =
          DockerHome.read(instanceRecords, instance, StoredContainer.class)
              .filter(record -> record.imageId().equals(id))
              .isPresent();
      if (uses) {
        throw new ComputeException(
            Reason.IN_USE, "Image " + id + " has instance " + instance + " made of it");
      }
    }
    for (String other : DockerHome.ids(records())) {
      boolean uses =
          DockerHome.read(records(), other, StoredEngineImage.class)
              .filter(record -> record.baseId().equals(id))
              .isPresent();
      if (uses) {
        throw new ComputeException(
            Reason.IN_USE, "Image " + id + " has image " + other + " made of it");
      }
    }
  }

  private void removeFromEngine(String id) throws IOException {
    try {
      machine.engine().delete("/images/" + engineName(id));
    } catch (EngineException e) {
      if (e.status() == CONFLICT) {
        throw new ComputeException(Reason.IN_USE, "Image " + id + ": " + e.getMessage(), e);
      }
      if (e.status() != NOT_FOUND) {
        throw e;
      }
    }
  }

  private static void requireId(String id) {
    if (!ID.matcher(id).matches() || id.equals(Image.HOST_ROOT_ID)) {
      throw new ComputeException(Reason.INVALID, "Not an image id: " + id);
    }
  }

  private static ComputeException failed(String doing, IOException cause) {
    return new ComputeException(Reason.FAILED, doing + ": " + cause.getMessage(), cause);
  }

  /** Something done with a container. */
  @FunctionalInterface
  private interface ContainerUse {
    void of(String name) throws IOException;
  }
}
