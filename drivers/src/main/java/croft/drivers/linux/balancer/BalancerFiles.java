package croft.drivers.linux.balancer;

import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.ListenerSpec.CertificateSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The directory of one balancer, for nobody else's eyes: it holds keys. */
record BalancerFiles(Path directory) {
  private static final String CONFIGURATION = "haproxy.cfg";

  Path configuration() {
    return directory.resolve(CONFIGURATION);
  }

  Path master() {
    return directory.resolve("master.sock");
  }

  Path admin() {
    return directory.resolve(Configuration.ADMIN_SOCKET);
  }

  Path pid() {
    return directory.resolve("pid");
  }

  Path log() {
    return directory.resolve("log");
  }

  void prepare() throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (int status : List.of(502, 503, 504)) {
      write(status + ".html", AnswerPages.body(status));
      write(status + ".http", AnswerPages.message(status));
    }
  }

  /** Writes what listeners need for TLS; true when any of it differs from before. */
  boolean writeCertificates(BalancerSpec spec) throws IOException {
    boolean changed = false;
    Set<String> used = new HashSet<>();
    for (ListenerSpec listener : spec.listeners()) {
      StringBuilder lines = new StringBuilder();
      for (CertificateSpec certificate : listener.certificates()) {
        String name = certificate.name() + ".pem";
        used.add(name);
        changed |= write(name, certificate.pem());
        lines.append(name).append('\n');
      }
      if (listener.protocol().secure()) {
        changed |= write(listener.id() + ".list", lines.toString());
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pem")).toList()) {
        if (!used.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
    return changed;
  }

  String read(String name) throws IOException {
    try {
      return Files.readString(directory.resolve(name));
    } catch (NoSuchFileException none) {
      return "";
    }
  }

  /** Writes a file whole, mode 0600; false when it was so already. */
  boolean write(String name, String text) throws IOException {
    if (read(name).equals(text) && Files.exists(directory.resolve(name))) {
      return false;
    }
    Path draft = directory.resolve(name + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, text.getBytes(StandardCharsets.UTF_8));
    Files.move(
        draft,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  void delete() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
