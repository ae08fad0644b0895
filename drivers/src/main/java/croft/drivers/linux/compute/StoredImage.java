package croft.drivers.linux.compute;

import croft.drivers.compute.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept about an image, beside its root: {@code image.json}.
 *
 * @param base the image this one is a layer over; null: it stands for itself
 */
record StoredImage(
    String id, boolean systemd, long sizeBytes, String createdAt, @Nullable String base) {
  private static final String FILE = "image.json";

  Image image() {
    Image.Kind kind = base == null ? Image.Kind.TAR : Image.Kind.INSTANCE;
    return new Image(id, kind, systemd, sizeBytes, Instant.parse(createdAt));
  }

  Optional<String> baseId() {
    return Optional.ofNullable(base);
  }

  static StoredImage read(Path folder) throws IOException {
    return JsonMapper.shared()
        .readValue(Files.readAllBytes(folder.resolve(FILE)), StoredImage.class);
  }

  void write(Path folder) throws IOException {
    Files.write(folder.resolve(FILE), JsonMapper.shared().writeValueAsBytes(this));
  }
}
