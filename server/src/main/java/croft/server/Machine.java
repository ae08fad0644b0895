package croft.server;

import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.NoBalancerDriver;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ImageDriver;
import croft.drivers.docker.compute.DockerComputeDriver;
import croft.drivers.docker.compute.DockerComputeOptions;
import croft.drivers.docker.compute.DockerImageDriver;
import croft.drivers.docker.compute.DockerMachine;
import croft.drivers.docker.network.RefusingNetworkDriver;
import croft.drivers.linux.balancer.LinuxBalancerDriver;
import croft.drivers.linux.compute.LinuxComputeDriver;
import croft.drivers.linux.compute.LinuxComputeOptions;
import croft.drivers.linux.compute.LinuxImageDriver;
import croft.drivers.linux.network.LinuxNetworkConfig;
import croft.drivers.linux.network.LinuxNetworkDriver;
import croft.drivers.linux.volume.LinuxVolumeDriver;
import croft.drivers.memory.compute.MemoryComputeDriver;
import croft.drivers.memory.compute.MemoryImageDriver;
import croft.drivers.memory.network.MemoryNetworkDriver;
import croft.drivers.memory.volume.MemoryVolumeDriver;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkDriver;
import croft.drivers.volume.VolumeDriver;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The drivers of one server. */
record Machine(
    ComputeDriver compute,
    ImageDriver images,
    NetworkDriver network,
    VolumeDriver volumes,
    BalancerDriver balancers)
    implements AutoCloseable {

  static Machine open(Config config, InstantSource time, RandomGenerator random) {
    return switch (config.drivers()) {
      case LINUX -> linux(config, time, random);
      case DOCKER -> docker(config, time, random);
      case MEMORY -> memory(time);
    };
  }

  private static Machine linux(Config config, InstantSource time, RandomGenerator random) {
    Path data = config.data();
    LinuxImageDriver images = new LinuxImageDriver(data, time);
    boolean mounts = config.diskMounts() == Config.DiskMounts.ON;
    LinuxComputeDriver compute =
        new LinuxComputeDriver(LinuxComputeOptions.of(data).withMountsDisks(mounts), images);
    return new Machine(
        compute,
        images,
        linuxNetwork(config, random),
        new LinuxVolumeDriver(data),
        balancers(config));
  }

  private static BalancerDriver balancers(Config config) {
    return new LinuxBalancerDriver(config.data().resolve("balancers"));
  }

  private static NetworkDriver linuxNetwork(Config config, RandomGenerator random) {
    LinuxNetworkConfig usual = LinuxNetworkConfig.in(config.data().resolve("networks"));
    return new LinuxNetworkDriver(
        new LinuxNetworkConfig(
            usual.directory(),
            usual.linkPool(),
            Ipv4Cidr.parse(config.publicAddresses()),
            usual.mtuBytes(),
            true,
            Optional.empty()),
        random);
  }

  /** Networks are this machine's: an engine's own know no security groups. */
  private static Machine docker(Config config, InstantSource time, RandomGenerator random) {
    DockerComputeOptions options =
        new DockerComputeOptions(config.data(), config.docker().socket(), config.docker().image());
    DockerMachine machine = new DockerMachine(options, random);
    DockerImageDriver images = new DockerImageDriver(machine, time);
    DockerComputeDriver compute = new DockerComputeDriver(machine, images);
    NetworkDriver network =
        RefusingNetworkDriver.isNeededHere()
            ? new RefusingNetworkDriver()
            : linuxNetwork(config, random);
    BalancerDriver balancers =
        RefusingNetworkDriver.isNeededHere() ? new NoBalancerDriver() : balancers(config);
    return new Machine(compute, images, network, new LinuxVolumeDriver(config.data()), balancers);
  }

  private static Machine memory(InstantSource time) {
    MemoryImageDriver images = new MemoryImageDriver(time);
    return new Machine(
        new MemoryComputeDriver(images, time),
        images,
        new MemoryNetworkDriver(),
        new MemoryVolumeDriver(),
        new NoBalancerDriver());
  }

  /** Ends every instance and takes every network away: nothing of Croft runs afterwards. */
  void removeAll() {
    balancers.removeAll();
    compute.destroyAll();
    volumes.removeAll();
    network.removeAll();
  }

  @Override
  public void close() {
    compute.close();
    network.close();
  }
}
