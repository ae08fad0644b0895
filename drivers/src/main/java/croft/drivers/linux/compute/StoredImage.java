package croft.drivers.linux.compute;

import croft.drivers.compute.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/** What is kept about an imported image, beside its root: {@code image.json}. */
record StoredImage(String id, boolean systemd, long sizeBytes, String createdAt) {
  private static final String FILE = "image.json";

  Image image() {
    return new Image(id, Image.Kind.TAR, systemd, sizeBytes, Instant.parse(createdAt));
  }

  static StoredImage read(Path folder) throws IOException {
    return JsonMapper.shared()
        .readValue(Files.readAllBytes(folder.resolve(FILE)), StoredImage.class);
  }

  void write(Path folder) throws IOException {
    Files.write(folder.resolve(FILE), JsonMapper.shared().writeValueAsBytes(this));
  }
}
