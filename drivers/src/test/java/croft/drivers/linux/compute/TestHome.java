package croft.drivers.linux.compute;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A data directory for one test, below the module's target folder: on a real file system. */
final class TestHome {
  private final Path path;
  private @Nullable LinuxImageDriver images;
  private @Nullable LinuxComputeDriver driver;

  TestHome() {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      path = Files.createTempDirectory(target, "home-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assumeInstancesRun() {
    assumeTrue("root".equals(System.getProperty("user.name")), "instances need root");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/crun")), "crun is not installed");
  }

  /** Opens it as a server would that starts now. */
  void open(InstantSource clock) {
    images = new LinuxImageDriver(path, clock);
    driver = new LinuxComputeDriver(LinuxComputeOptions.of(path), images);
  }

  Path path() {
    return path;
  }

  LinuxImageDriver images() {
    if (images == null) {
      throw new IllegalStateException("not open");
    }
    return images;
  }

  LinuxComputeDriver driver() {
    if (driver == null) {
      throw new IllegalStateException("not open");
    }
    return driver;
  }

  /** Destroys what is in it and removes it. */
  void close() {
    if (driver != null) {
      driver.destroyAll();
    }
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
