package croft.drivers.memory.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Image;
import croft.drivers.compute.ImageDriver;
import croft.drivers.compute.InstanceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Images in memory. An archive is read to its end and counted, its files are not kept, nor a
 * disk's; an image of an instance has the files that were written by the driver.
 */
public final class MemoryImageDriver implements ImageDriver {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final InstantSource clock;
  private final Image hostRoot;
  private final TreeMap<String, Image> imported = new TreeMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private final Map<String, String> bases = new HashMap<>();
  private final Map<String, Map<String, InstanceFile>> files = new HashMap<>();
  private Function<String, MemoryInstance> instances =
      id -> {
        throw ComputeException.notFound("instance", id);
      };

  public MemoryImageDriver(InstantSource clock) {
    this.clock = clock;
    this.hostRoot = new Image(Image.HOST_ROOT_ID, Image.Kind.HOST_ROOT, true, 0, clock.instant());
  }

  @Override
  public Image hostRoot() {
    return hostRoot;
  }

  @Override
  public synchronized List<Image> list() {
    List<Image> images = new ArrayList<>();
    images.add(hostRoot);
    images.addAll(imported.values());
    return List.copyOf(images);
  }

  @Override
  public Image importTar(String id, InputStream archive) {
    requireId(id);
    long size = sizeOf(archive);
    synchronized (this) {
      return imported.computeIfAbsent(
          id, name -> new Image(name, Image.Kind.TAR, false, size, clock.instant()));
    }
  }

  private static void requireId(String id) {
    if (!ID.matcher(id).matches() || id.equals(Image.HOST_ROOT_ID)) {
      throw new ComputeException(ComputeException.Reason.INVALID, "Not an image id: " + id);
    }
  }

  /** Where {@link #capture} finds instances. */
  synchronized void captureFrom(Function<String, MemoryInstance> finder) {
    instances = finder;
  }

  @Override
  public synchronized Image importDisk(String id, Path blockDevice) {
    requireId(id);
    return imported.computeIfAbsent(
        id, name -> new Image(name, Image.Kind.TAR, false, 1, clock.instant()));
  }

  @Override
  public synchronized Image capture(String instanceId, String imageId, Runnable meanwhile) {
    requireId(imageId);
    Image known = imported.get(imageId);
    if (known != null) {
      return known;
    }
    MemoryInstance instance = instances.apply(instanceId);
    meanwhile.run();
    String base = instance.spec().imageId();
    Map<String, InstanceFile> captured = new TreeMap<>(instance.files());
    captured
        .keySet()
        .removeIf(path -> path.equals("/etc/machine-id") || path.startsWith("/etc/ssh/ssh_host_"));
    long size = captured.values().stream().mapToLong(file -> file.content().size()).sum();
    Image image =
        new Image(imageId, Image.Kind.INSTANCE, get(base).systemd(), size, clock.instant());
    imported.put(imageId, image);
    bases.put(imageId, base);
    files.put(imageId, captured);
    return image;
  }

  /** Not an archive: a line for each file, and its content. */
  @Override
  public void export(String imageId, OutputStream target) {
    get(imageId);
    try {
      for (InstanceFile file : files(imageId).values()) {
        target.write((file.path() + "\n" + file.content().text() + "\n").getBytes(UTF_8));
      }
      target.write('\n');
    } catch (IOException e) {
      throw new ComputeException(ComputeException.Reason.FAILED, "Exporting " + imageId, e);
    }
  }

  /** What an instance of the image has from the start. */
  synchronized Map<String, InstanceFile> files(String imageId) {
    return Map.copyOf(files.getOrDefault(imageId, Map.of()));
  }

  @Override
  public synchronized void delete(String id) {
    if (id.equals(Image.HOST_ROOT_ID)) {
      throw new ComputeException(ComputeException.Reason.INVALID, "The host's root stays");
    }
    if (uses.getOrDefault(id, 0) > 0) {
      throw new ComputeException(
          ComputeException.Reason.IN_USE, "Image " + id + " has instances made of it");
    }
    if (bases.containsValue(id)) {
      throw new ComputeException(
          ComputeException.Reason.IN_USE, "Image " + id + " has an image made of it");
    }
    imported.remove(id);
    bases.remove(id);
    files.remove(id);
  }

  /** Notes an instance made of the image; NOT_FOUND if there is no such image. */
  synchronized void use(String id) {
    get(id);
    uses.merge(id, 1, Integer::sum);
  }

  synchronized void release(String id) {
    uses.merge(id, -1, Integer::sum);
  }

  private static long sizeOf(InputStream archive) {
    try {
      long size = archive.transferTo(OutputStream.nullOutputStream());
      if (size == 0) {
        throw new ComputeException(ComputeException.Reason.INVALID, "The archive is empty");
      }
      return size;
    } catch (IOException e) {
      throw new ComputeException(ComputeException.Reason.FAILED, "Reading the archive", e);
    }
  }
}
