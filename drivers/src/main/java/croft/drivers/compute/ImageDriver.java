package croft.drivers.compute;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keeps images. Every call is idempotent; failures are {@link ComputeException}. */
public interface ImageDriver {
  /** The image that is always there: {@link Image.Kind#HOST_ROOT}. */
  Image hostRoot();

  /** Every image, the host's root first, then by id. */
  List<Image> list();

  /** NOT_FOUND if there is none. */
  default Image get(String id) {
    return list().stream()
        .filter(image -> image.id().equals(id))
        .findFirst()
        .orElseThrow(() -> ComputeException.notFound("image", id));
  }

  /**
   * Imports a root file system from a tar archive, plain or compressed by gzip, xz or zstd. An
   * entry that leads out of the archive is INVALID and nothing is kept; device nodes are left out;
   * owners, permissions and links are kept. If the image is there already, it stays as it is.
   *
   * @param id letters, digits, dot, dash and underscore, at most 64
   * @param archive read to its end, not closed
   */
  Image importTar(String id, InputStream archive);

  /**
   * What its files say it is, as os-release(5) has it: {@code ID-VERSION_ID}, such as {@code
   * debian-12}; empty where they say nothing.
   */
  default Optional<String> distribution(String id) {
    return Optional.empty();
  }

  /**
   * Makes an image of an instance's root as it is at one moment; a running instance stands still
   * until it is read. Owners are as the instance sees them; permissions, links, extended attributes
   * and what was deleted are kept. What tells one machine from another stays behind: its machine
   * id, its SSH host keys, what its first boot has left. If the image is there already, it stays as
   * it is. NOT_FOUND for an unknown instance.
   *
   * @param imageId as for {@link #importTar}
   */
  default Image capture(String instanceId, String imageId) {
    return capture(instanceId, imageId, () -> {});
  }

  /**
   * The same, and more work of that same moment: {@code meanwhile} runs once while the instance
   * stands still, and not at all if the image is there already. What it throws is thrown, and no
   * image is made.
   */
  Image capture(String instanceId, String imageId, Runnable meanwhile);

  /**
   * Imports the file system on a disk as a root, with owners, permissions, links and file
   * capabilities; what {@link #importTar} leaves out is left out. INVALID if there is no file
   * system that this machine knows, or nothing in it; UNSUPPORTED where disks cannot be read. If
   * the image is there already, it stays as it is.
   *
   * @param id as for {@link #importTar}
   * @param blockDevice used by nobody else meanwhile; its journal may be played back
   */
  Image importDisk(String id, Path blockDevice);

  /**
   * Writes an image's whole root as a plain tar archive that {@link #importTar} takes; of the
   * host's root, what instances see of it.
   *
   * @param target not closed
   */
  void export(String imageId, OutputStream target);

  /**
   * Removes an image; IN_USE while an instance or another image is made of it. The host's root
   * stays: INVALID.
   */
  void delete(String id);
}
