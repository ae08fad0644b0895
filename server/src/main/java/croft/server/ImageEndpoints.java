package croft.server;

import croft.base.ServiceError;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Image;
import croft.drivers.compute.ImageDriver;
import croft.services.ec2.image.Distribution;
import croft.services.ec2.image.Images;
import croft.services.ec2.image.PublishedImages;
import croft.services.ec2.image.StandIn;
import croft.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The catalogue of images, below {@code /_croft/images}. {@code POST ?name=NAME&file=PATH} imports
 * a root file system that lies on this host, {@code &as=DISTRIBUTION} says what it stands for, and
 * the answer is its id; {@code GET} lists what is there, {@code DELETE ?name=NAME} removes one.
 *
 * @param driver where imported images go
 * @param images the table of images, made true to the driver after a change
 */
record ImageEndpoints(Store store, ImageDriver driver, Images images) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** What the request comes to, in plain text. */
  String answer(String method, Map<String, String> parameters) throws IOException {
    return switch (method) {
      case "GET" -> list();
      case "POST" -> importImage(parameters);
      case "DELETE" -> remove(parameters.getOrDefault("name", ""));
      default -> throw refused(405, "Images are listed, imported and removed.");
    };
  }

  /** Lines of id, name, what it stands for, bytes on disk and time of making, parted by tabs. */
  private String list() {
    StringBuilder lines = new StringBuilder();
    for (Image image : driver.list()) {
      if (!image.id().startsWith(Images.MADE)) {
        lines.append(
            String.join(
                "\t",
                Images.id(image.id()),
                image.id(),
                standsFor(image.id()),
                Long.toString(image.sizeBytes()),
                image.createdAt().toString()));
        lines.append('\n');
      }
    }
    return lines.toString();
  }

  private String standsFor(String name) {
    return store.read(tx ->
        tx.get(Images.TABLE, croft.services.ec2.image.Image.CATALOGUE, Images.id(name))
            .map(image -> Objects.requireNonNullElse(image.distribution(), "-"))
            .orElse("-"));
  }

  private String importImage(Map<String, String> parameters) throws IOException {
    String name = parameters.getOrDefault("name", "");
    Path file = Path.of(parameters.getOrDefault("file", ""));
    if (!NAME.matcher(name).matches() || name.startsWith(Images.MADE)) {
      throw refused(
          400,
          "The name of an image is 1 to 64 letters, digits, dots, dashes and underscores, and does"
              + " not begin with "
              + Images.MADE
              + ".");
    }
    Optional<String> distribution = distribution(parameters.getOrDefault("as", ""));
    if (driver.list().stream().anyMatch(image -> image.id().equals(name))) {
      throw refused(409, "There is an image " + name + " already.");
    }
    if (!file.isAbsolute() || !Files.isRegularFile(file)) {
      throw refused(400, "There is no file " + file + " on this host.");
    }
    try (InputStream archive = Files.newInputStream(file)) {
      driver.importTar(name, archive);
    } catch (ComputeException e) {
      throw refused(400, String.valueOf(e.getMessage()));
    }
    distribution.ifPresent(said ->
        store.write(tx -> {
          tx.put(StandIn.TABLE, new StandIn(name, said));
          return said;
        }));
    images.reconcile();
    return Images.id(name);
  }

  private static Optional<String> distribution(String given) {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.startsWith(PublishedImages.PATH)) {
      return Optional.of(given);
    }
    return Optional.of(
        Distribution.named(given)
            .map(Distribution::key)
            .orElseThrow(() ->
                refused(
                    400,
                    "Nothing is known as "
                        + given
                        + ". Known are "
                        + Distribution.names()
                        + ", and the whole name of a parameter below "
                        + PublishedImages.PATH)));
  }

  private String remove(String name) {
    if (driver.list().stream().noneMatch(image -> image.id().equals(name))
        || name.startsWith(Images.MADE)) {
      throw refused(404, "There is no image " + name + " in the catalogue.");
    }
    try {
      driver.delete(name);
    } catch (ComputeException e) {
      throw refused(409, String.valueOf(e.getMessage()));
    }
    images.reconcile();
    return Images.id(name);
  }

  private static ServiceError refused(int status, String why) {
    return new ServiceError("Refused", status, why);
  }
}
