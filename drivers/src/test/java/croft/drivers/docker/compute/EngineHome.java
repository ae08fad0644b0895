package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeDriverContract.Size;
import croft.drivers.compute.Image;
import croft.drivers.linux.compute.SmallRoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/** A data directory over a test's engine, with one small image in it. */
final class EngineHome implements AutoCloseable {
  static final String SMALL = "small";

  private final Path data;
  private final DockerMachine machine;
  private final DockerImageDriver images;
  private final DockerComputeDriver driver;

  EngineHome(TestEngine engine) {
    try {
      data = Files.createTempDirectory("croft-docker-");
      machine = machine(engine.socket());
      images = new DockerImageDriver(machine, InstantSource.system());
      driver = new DockerComputeDriver(machine, images);
      Path root = SmallRoot.make(data.resolve("root"));
      Path archive = SmallRoot.pack(root, data.resolve("small.tar"));
      try (InputStream stream = Files.newInputStream(archive)) {
        images.importTar(SMALL, stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DockerMachine machine(Path socket) {
    return new DockerMachine(
        new DockerComputeOptions(data, socket, DockerComputeOptions.DEFAULT_IMAGE), new Random());
  }

  DockerMachine machine() {
    return machine;
  }

  DockerImageDriver images() {
    return images;
  }

  DockerComputeDriver driver() {
    return driver;
  }

  /** A driver as a server would have it that starts now. */
  DockerComputeDriver openAnew() {
    DockerMachine again = machine(machine.engine().socket());
    return new DockerComputeDriver(again, new DockerImageDriver(again, InstantSource.system()));
  }

  Path data() {
    return data;
  }

  /** As the kernel has it, in the control groups of process 1. */
  Size limits(String id) {
    try {
      String name = machine.home().containerName(id);
      String pid =
          machine.containers().inspect(name).orElseThrow().path("State").path("Pid").asString();
      long quota = -1;
      long period = 1;
      long memory = -1;
      for (String line : Files.readAllLines(Path.of("/proc", pid, "cgroup"))) {
        String[] parts = line.split(":", 3);
        Path group = Path.of("/sys/fs/cgroup", parts[1].isEmpty() ? "" : parts[1]);
        group = group.resolve(parts[2].substring(1));
        if (parts[1].equals("cpu") || parts[1].startsWith("cpu,")) {
          quota = number(group.resolve("cpu.cfs_quota_us"));
          period = number(group.resolve("cpu.cfs_period_us"));
        } else if (parts[1].equals("memory")) {
          memory = number(group.resolve("memory.limit_in_bytes"));
        } else if (parts[1].isEmpty() && Files.exists(group.resolve("memory.max"))) {
          String[] cpu = Files.readString(group.resolve("cpu.max")).strip().split(" ", 2);
          quota = Long.parseLong(cpu[0]);
          period = Long.parseLong(cpu[1]);
          memory = number(group.resolve("memory.max"));
        }
      }
      return new Size((int) (quota / period), memory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  /** Those made of others first. */
  private void removeImages() {
    for (Image image : images.list().reversed()) {
      if (image.kind() == Image.Kind.INSTANCE) {
        images.delete(image.id());
      }
    }
    images.delete(SMALL);
  }

  @Override
  public void close() {
    try {
      driver.destroyAll();
      removeImages();
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
