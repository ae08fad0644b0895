package croft.drivers.docker.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where an engine listens. */
public final class EngineSocket {
  /** The variable that Docker's and Podman's own clients read. */
  public static final String VARIABLE = "DOCKER_HOST";

  private static final Path USUAL = Path.of("/var/run/docker.sock");
  private static final String UNIX = "unix://";

  private EngineSocket() {}

  /**
   * The socket to use: what Croft was told, else what {@code DOCKER_HOST} says, else the first that
   * is there of Docker's usual one, Docker Desktop's and Podman's, else Docker's usual one.
   *
   * @param option a path or a unix:// URL; empty when nothing was said
   * @param variable the value of {@link #VARIABLE}; empty when it is not set
   * @throws IllegalArgumentException for anything but a unix socket: an engine over TCP hands the
   *     machine to whoever reaches the port
   */
  public static Path choose(String option, String variable, Path userHome) {
    String told = option.isBlank() ? variable : option;
    if (!told.isBlank()) {
      return parse(told.strip());
    }
    return Stream.of(
            USUAL, userHome.resolve(".docker/run/docker.sock"), Path.of("/run/podman/podman.sock"))
        .filter(Files::exists)
        .findFirst()
        .orElse(USUAL);
  }

  private static Path parse(String text) {
    String path = text.startsWith(UNIX) ? text.substring(UNIX.length()) : text;
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a unix socket such as unix:///var/run/docker.sock; engines over TCP or"
              + " SSH are not used: forward one to a socket, as with ssh -L");
    }
    return Path.of(path);
  }
}
