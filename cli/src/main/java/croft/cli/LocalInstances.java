package croft.cli;

import croft.drivers.compute.Capability;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Shell;
import croft.drivers.docker.compute.DockerComputeDriver;
import croft.drivers.docker.compute.DockerComputeOptions;
import croft.drivers.docker.compute.DockerImageDriver;
import croft.drivers.docker.compute.DockerMachine;
import croft.drivers.linux.compute.LinuxComputeDriver;
import croft.drivers.linux.compute.LinuxComputeOptions;
import croft.drivers.linux.compute.LinuxImageDriver;
import croft.drivers.linux.compute.MachineCheck;
import croft.drivers.linux.network.LinuxNetworkConfig;
import croft.drivers.linux.network.LinuxNetworkDriver;
import croft.drivers.linux.volume.VolumeCheck;
import croft.drivers.network.NetworkCapability;
import croft.server.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The instances of this host, entered through the driver itself: whoever may run it is root here,
 * and a way through the server would only add one more thing that can be down.
 *
 * @param data the data directory of the server
 * @param docker the engine whose containers they are; empty where they run under crun
 */
record LocalInstances(Path data, Optional<Config.Docker> docker) implements Environment.Instances {

  /** Those under crun. */
  LocalInstances(Path data) {
    this(data, Optional.empty());
  }

  @Override
  public Shell shell(String instanceId) {
    if (docker.isPresent() && Files.isDirectory(data.resolve("docker"))) {
      return inDocker(docker.get()).shell(instanceId);
    }
    if (!Files.isDirectory(data.resolve("instances"))) {
      // Opening the driver would make the directory.
      throw ComputeException.notFound("instance", instanceId);
    }
    LinuxImageDriver images = new LinuxImageDriver(data, InstantSource.system());
    return new LinuxComputeDriver(LinuxComputeOptions.of(data), images).shell(instanceId);
  }

  @Override
  public List<Finding> capabilities() {
    List<Finding> findings = new ArrayList<>();
    docker.ifPresent(
        engine -> inDocker(engine).capabilities().forEach(found -> findings.add(finding(found))));
    MachineCheck.capabilities(data).forEach(found -> findings.add(finding(found)));
    VolumeCheck.capabilities(data).forEach(found -> findings.add(finding(found)));
    networkCapabilities().forEach(found -> findings.add(finding(found)));
    return findings;
  }

  private DockerComputeDriver inDocker(Config.Docker engine) {
    DockerComputeOptions options = new DockerComputeOptions(data, engine.socket(), engine.image());
    DockerMachine machine = new DockerMachine(options, RandomGenerator.getDefault());
    return new DockerComputeDriver(machine, new DockerImageDriver(machine, InstantSource.system()));
  }

  private static Finding finding(Capability found) {
    if (found.present()) {
      return Finding.present(found.name(), found.detail());
    }
    // The detail of a driver's capability ends with the remedy, after the last colon.
    int colon = found.detail().lastIndexOf(": ");
    String detail = colon < 0 ? found.detail() : found.detail().substring(0, colon);
    String remedy = colon < 0 ? found.detail() : found.detail().substring(colon + 2);
    return found.required()
        ? Finding.missing(found.name(), detail, "no instance starts", remedy)
        : Finding.limited(found.name(), detail, "some of what instances use does not work", remedy);
  }

  private static Finding finding(NetworkCapability found) {
    return found.available()
        ? Finding.present(found.name(), found.detail())
        : Finding.limited(found.name(), found.detail(), found.cost(), found.remedy());
  }

  /** Asks a network driver over a directory that is removed again: it only tries and tells. */
  private static List<NetworkCapability> networkCapabilities() {
    try {
      Path scratch = Files.createTempDirectory("croft-doctor");
      try (LinuxNetworkDriver network =
          new LinuxNetworkDriver(
              LinuxNetworkConfig.in(scratch).withEnableForwarding(true),
              RandomGenerator.getDefault())) {
        return network.capabilities();
      } finally {
        removeTree(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot try the network: " + e.getMessage(), e);
    }
  }

  private static void removeTree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
