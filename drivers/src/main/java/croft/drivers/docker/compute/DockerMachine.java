package croft.drivers.docker.compute;

import croft.drivers.docker.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** What the Docker drivers of one installation share. */
public final class DockerMachine {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final DockerComputeOptions options;
  private final Engine engine;
  private final DockerHome home;
  private final String bootId;

  /** Opens the records in the data directory; the engine is not asked yet. */
  public DockerMachine(DockerComputeOptions options, RandomGenerator random) {
    this.options = options;
    this.engine = new Engine(options.socket());
    this.home = DockerHome.open(options.data(), random);
    this.bootId = readBootId();
  }

  private static String readBootId() {
    try {
      return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }

  DockerComputeOptions options() {
    return options;
  }

  Engine engine() {
    return engine;
  }

  Containers containers() {
    return new Containers(engine);
  }

  DockerHome home() {
    return home;
  }

  /** Tells one boot of this machine from the next; empty where there is no such thing. */
  String bootId() {
    return bootId;
  }
}
