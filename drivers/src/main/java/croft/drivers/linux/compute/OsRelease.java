package croft.drivers.linux.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a root says of its distribution, in os-release(5). */
final class OsRelease {
  /** The second is mostly a link to the first. */
  private static final List<Path> PLACES =
      List.of(Path.of("usr/lib/os-release"), Path.of("etc/os-release"));

  private static final int LARGEST_BYTES = 64 << 10;

  private OsRelease() {}

  /** {@code debian-12}; links are not followed, they may lead out of the image. */
  static Optional<String> of(Layers layers) throws IOException {
    for (Path place : PLACES) {
      Optional<Path> found = layers.find(place);
      if (found.isPresent()
          && Files.isRegularFile(found.get(), LinkOption.NOFOLLOW_LINKS)
          && Files.size(found.get()) <= LARGEST_BYTES) {
        return parse(Files.readString(found.get()));
      }
    }
    return Optional.empty();
  }

  static Optional<String> parse(String text) {
    Map<String, String> facts =
        text.lines()
            .filter(line -> line.contains("="))
            .map(line -> line.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0].strip(), pair -> unquoted(pair[1].strip()), (a, b) -> b));
    String id = facts.getOrDefault("ID", "");
    String version = facts.getOrDefault("VERSION_ID", "");
    return id.isEmpty() || version.isEmpty() ? Optional.empty() : Optional.of(id + "-" + version);
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** When the machine's own distribution was last brought up to date. */
  static Instant age(Path root) {
    return PLACES.stream()
        .map(root::resolve)
        .filter(Files::exists)
        .map(OsRelease::modified)
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH; // It went meanwhile.
    }
  }
}
