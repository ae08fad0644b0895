package croft.server;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ImageDriver;
import croft.drivers.linux.compute.LinuxComputeDriver;
import croft.drivers.linux.compute.LinuxComputeOptions;
import croft.drivers.linux.compute.LinuxImageDriver;
import croft.drivers.linux.network.LinuxNetworkConfig;
import croft.drivers.linux.network.LinuxNetworkDriver;
import croft.drivers.memory.compute.MemoryComputeDriver;
import croft.drivers.memory.compute.MemoryImageDriver;
import croft.drivers.memory.network.MemoryNetworkDriver;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkDriver;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The drivers of one server. */
record Machine(ComputeDriver compute, ImageDriver images, NetworkDriver network)
    implements AutoCloseable {

  static Machine open(Config config, InstantSource time, RandomGenerator random) {
    return switch (config.drivers()) {
      case LINUX -> linux(config, time, random);
      case MEMORY -> memory(time);
    };
  }

  private static Machine linux(Config config, InstantSource time, RandomGenerator random) {
    Path data = config.data();
    LinuxImageDriver images = new LinuxImageDriver(data, time);
    LinuxComputeDriver compute = new LinuxComputeDriver(LinuxComputeOptions.of(data), images);
    LinuxNetworkConfig usual = LinuxNetworkConfig.in(data.resolve("networks"));
    LinuxNetworkDriver network =
        new LinuxNetworkDriver(
            new LinuxNetworkConfig(
                usual.directory(),
                usual.linkPool(),
                Ipv4Cidr.parse(config.publicAddresses()),
                usual.mtuBytes(),
                true,
                Optional.empty()),
            random);
    return new Machine(compute, images, network);
  }

  private static Machine memory(InstantSource time) {
    MemoryImageDriver images = new MemoryImageDriver(time);
    return new Machine(new MemoryComputeDriver(images, time), images, new MemoryNetworkDriver());
  }

  /** Ends every instance and takes every network away: nothing of Croft runs afterwards. */
  void removeAll() {
    compute.destroyAll();
    network.removeAll();
  }

  @Override
  public void close() {
    compute.close();
    network.close();
  }
}
