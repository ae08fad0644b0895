package croft.drivers.compute;

import java.io.InputStream;
import java.util.List;

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

  /** Removes an image; IN_USE while an instance is made of it. The host's root stays: INVALID. */
  void delete(String id);
}
