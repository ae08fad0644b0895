package croft.codegen;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A digest of everything the generated files depend on. */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Adds a file by content, or a folder with all its files. */
  Fingerprint content(Path path) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(path)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      digest.update(
          path.relativize(file).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return this;
  }

  /** Adds a resource by its address, which holds the version of the jar it is in. */
  Fingerprint address(URL resource) {
    digest.update(resource.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return this;
  }

  /** Adds the classes of the generator itself. */
  Fingerprint generator() throws IOException {
    try {
      return content(
          Path.of(Fingerprint.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
