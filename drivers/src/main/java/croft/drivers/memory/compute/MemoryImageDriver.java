package croft.drivers.memory.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Image;
import croft.drivers.compute.ImageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Images by name only: an archive is read to its end and counted, its files are not kept. */
public final class MemoryImageDriver implements ImageDriver {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final InstantSource clock;
  private final Image hostRoot;
  private final TreeMap<String, Image> imported = new TreeMap<>();
  private final Map<String, Integer> uses = new HashMap<>();

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
    if (!ID.matcher(id).matches() || id.equals(Image.HOST_ROOT_ID)) {
      throw new ComputeException(ComputeException.Reason.INVALID, "Not an image id: " + id);
    }
    long size = sizeOf(archive);
    synchronized (this) {
      return imported.computeIfAbsent(
          id, name -> new Image(name, Image.Kind.TAR, false, size, clock.instant()));
    }
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
    imported.remove(id);
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
