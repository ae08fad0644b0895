package croft.services.ec2.image;

import croft.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which images the names lead to that AWS and others publish as public parameters. A name leads to
 * an image only where one may honestly stand for it: one that was imported as that distribution or
 * says so itself, the newest first, else the host's root where the host is that distribution.
 */
public record PublishedImages(Store store) {
  /** Names of public parameters begin so. */
  public static final String PATH = "/aws/service/";

  /** A name and its image. */
  public record Published(String name, String imageId, Instant at) {}

  /** Every name that leads somewhere, sorted. */
  public List<Published> all() {
    List<Image> catalogue = store.read(tx -> tx.list(Images.TABLE, Image.CATALOGUE));
    List<Published> all = new ArrayList<>();
    for (Distribution distribution : Distribution.all()) {
      newest(catalogue, distribution.key())
          .ifPresent(image ->
              distribution.parameterNames().forEach(name -> all.add(published(name, image))));
    }
    catalogue.stream()
        .map(Image::distribution)
        .filter(said -> said != null && said.startsWith(PATH))
        .distinct()
        .forEach(
            name -> newest(catalogue, name).ifPresent(image -> all.add(published(name, image))));
    all.sort(Comparator.comparing(Published::name));
    return all;
  }

  /** What to do for a name that an image here could stand for, but none does. */
  public static Optional<String> advice(String name) {
    return Distribution.all().stream()
        .filter(distribution -> distribution.parameterNames().contains(name))
        .findFirst()
        .map(distribution ->
            "No image here stands for "
                + distribution.alias()
                + ": import one with croft image import FILE --name NAME --as "
                + distribution.alias());
  }

  private static Published published(String name, Image image) {
    return new Published(name, image.id(), image.createdAt());
  }

  private static Optional<Image> newest(List<Image> catalogue, String distribution) {
    return catalogue.stream()
        .filter(image -> distribution.equals(image.distribution()))
        .max(
            Comparator.comparing((Image image) -> !isHostRoot(image))
                .thenComparing(Image::createdAt)
                .thenComparing(Image::id));
  }

  private static boolean isHostRoot(Image image) {
    return image.driverName().equals(croft.drivers.compute.Image.HOST_ROOT_ID);
  }
}
