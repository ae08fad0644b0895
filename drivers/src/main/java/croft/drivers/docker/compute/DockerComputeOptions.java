package croft.drivers.docker.compute;

import java.nio.file.Path;

/**
 * How the Docker drivers work.
 *
 * @param data the data directory, for records
 * @param socket the engine's
 * @param defaultImage the engine's name of the image that instances without another are made of,
 *     such as {@code debian:stable}; it must be there already
 */
public record DockerComputeOptions(Path data, Path socket, String defaultImage) {
  /** What is taken unless told otherwise. */
  public static final String DEFAULT_IMAGE = "debian:stable";
}
