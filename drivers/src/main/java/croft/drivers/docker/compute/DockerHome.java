package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one installation keeps beside the engine: who it is, and a record per instance and image.
 *
 * @param folder {@code docker} in the data directory
 * @param id twelve hex digits, in the names and labels of all that is this installation's
 */
record DockerHome(Path folder, String id) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SUFFIX = ".json";

  static DockerHome open(Path data, RandomGenerator random) {
    Path folder = data.resolve("docker");
    Path file = folder.resolve("installation");
    try {
      for (String name : List.of("instances", "images")) {
        Files.createDirectories(folder.resolve(name));
      }
      if (!Files.exists(file)) {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        replace(file, HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
      }
      return new DockerHome(folder, Files.readString(file).strip());
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Opening " + folder + ": " + e.getMessage(), e);
    }
  }

  Path instances() {
    return folder.resolve("instances");
  }

  Path images() {
    return folder.resolve("images");
  }

  /** The container of an instance. */
  String containerName(String instanceId) {
    return "croft-" + id + "-" + instanceId;
  }

  /** The engine's name of an imported image. */
  String imageName(String imageId) {
    return repository() + ":" + imageId;
  }

  String repository() {
    return "croft-" + id;
  }

  /** The ids there is a record of, in order. */
  static List<String> ids(Path records) throws IOException {
    try (Stream<Path> files = Files.list(records)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  static <T> Optional<T> read(Path records, String recordId, Class<T> type) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file(records, recordId)), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw new IOException("Unreadable: " + file(records, recordId), e);
    }
  }

  static void write(Path records, String recordId, Object content) throws IOException {
    replace(file(records, recordId), JSON.writeValueAsBytes(content));
  }

  static void remove(Path records, String recordId) throws IOException {
    Files.deleteIfExists(file(records, recordId));
  }

  private static Path file(Path records, String recordId) {
    return records.resolve(recordId + SUFFIX);
  }

  /** In one step. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
