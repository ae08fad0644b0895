package croft.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.docker.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Docker engine of the test's own, in one folder, without bridge or firewall rules, and with one
 * image: BusyBox.
 */
final class DockerEngine implements AutoCloseable {
  static final String IMAGE = "croft-conformance:busybox";

  private final Path folder;
  private final Process process;

  private DockerEngine(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Skips the test where there is none to start. */
  static DockerEngine start() {
    Machine.requireInstances();
    Machine.require("dockerd", "it runs the instances: install the package docker.io");
    Machine.require("busybox", "instances are made of it: install the package busybox");
    try {
      Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "croft-docker-");
      ProcessBuilder builder =
          new ProcessBuilder(
              "dockerd",
              "--host=unix://" + folder.resolve("engine.sock"),
              "--data-root=" + folder.resolve("data"),
              "--exec-root=" + folder.resolve("exec"),
              "--pidfile=" + folder.resolve("engine.pid"),
              "--bridge=none",
              "--iptables=false",
              "--ip6tables=false",
              "--ip-forward=false",
              "--ip-masq=false",
              "--userland-proxy=false");
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      DockerEngine engine = new DockerEngine(folder, builder.start());
      Await.until(Duration.ofSeconds(60), engine::answersOrEnded, over -> over);
      if (!engine.process.isAlive()) {
        String log = Files.readString(folder.resolve("log"));
        engine.close();
        assumeTrue(false, "dockerd does not start here: " + log);
      }
      engine.importBusyBox();
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answersOrEnded() {
    try {
      new Engine(socket()).version();
      return true;
    } catch (IOException e) {
      return !process.isAlive();
    }
  }

  Path socket() {
    return folder.resolve("engine.sock");
  }

  private void importBusyBox() throws IOException {
    Path archive = folder.resolve("busybox.tar");
    String script =
        """
        set -e
        mkdir -p root/bin root/etc root/root root/tmp root/proc root/sys root/dev root/run root/var
        cp -L "$(command -v busybox)" root/bin/busybox
        for library in $(ldd root/bin/busybox 2>/dev/null | grep -o '/[^ ]*'); do
          case $library in root/*|*/busybox:) continue;; esac
          mkdir -p "root$(dirname "$library")"
          cp -L "$library" "root$library"
        done
        for name in $(busybox --list); do
          [ "$name" = busybox ] || ln -sf busybox "root/bin/$name"
        done
        echo root:x:0:0:root:/root:/bin/sh > root/etc/passwd
        echo root:x:0: > root/etc/group
        tar -C root --owner=0 --group=0 -cf busybox.tar .
        rm -rf root
        """;
    Map<String, String> path = Map.of("PATH", System.getenv("PATH"));
    new Program(List.of("sh", "-c", script), path, folder).run().succeeded();
    String[] name = IMAGE.split(":", 2);
    String query = "?fromSrc=-&repo=" + name[0] + "&tag=" + name[1];
    new Engine(socket())
        .send("POST", "/images/create" + query, target -> Files.copy(archive, target));
  }

  /** The names of all its containers. */
  List<String> containers() {
    try {
      List<String> names = new ArrayList<>();
      new Engine(socket())
          .get("/containers/json?all=true")
          .forEach(container -> names.add(container.path("Names").path(0).asString("")));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      List<String> mounts =
          Files.readString(Path.of("/proc/self/mounts"))
              .lines()
              .map(line -> line.split(" ", -1)[1])
              .filter(path -> path.startsWith(folder + "/"))
              .toList();
      for (String mount : mounts.reversed()) {
        new Program(List.of("umount", "--lazy", mount), Map.of(), Path.of("/")).run();
      }
      RunningCroft.delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
