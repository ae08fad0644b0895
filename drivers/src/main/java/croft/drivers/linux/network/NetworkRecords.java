package croft.drivers.linux.network;

import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.PeeringSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What the driver must still know after a restart, as small JSON files: the installation's tag and
 * address blocks, each network with its link number, each peering, each interface. A file is
 * written whole or not at all, and before what it tells of is made.
 */
final class NetworkRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  /**
   * What is the installation's own.
   *
   * @param tag part of the names of its devices and tables on the host
   * @param linkBlock empty until the first internet gateway, as are the other two
   * @param enabledForwarding whether this driver turned forwarding on, and so turns it off
   */
  record Installation(String tag, String linkBlock, String publicBlock, boolean enabledForwarding) {
    boolean hasBlocks() {
      return !linkBlock.isEmpty();
    }
  }

  /** A network and the number of its link to the host, which names device and address. */
  record Network(NetworkSpec spec, int linkNumber) {}

  NetworkRecords(Path directory) throws IOException {
    this.directory = directory;
    for (String folder : List.of("networks", "interfaces", "peerings", "namespaces")) {
      Files.createDirectories(
          directory.resolve(folder),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  Path namespaces() {
    return directory.resolve("namespaces");
  }

  Optional<Installation> installation() throws IOException {
    Path file = directory.resolve("installation.json");
    return Files.exists(file) ? Optional.of(installation(read(file))) : Optional.empty();
  }

  private static Installation installation(JsonNode stored) {
    return new Installation(
        stored.path("tag").asString(),
        stored.path("linkBlock").asString(),
        stored.path("publicBlock").asString(),
        stored.path("enabledForwarding").asBoolean());
  }

  void put(Installation installation) throws IOException {
    write(directory.resolve("installation.json"), installation);
  }

  void removeInstallation() throws IOException {
    Files.deleteIfExists(directory.resolve("installation.json"));
  }

  List<Network> networks() throws IOException {
    List<Network> networks = new ArrayList<>();
    for (Path file : files("networks")) {
      JsonNode stored = read(file);
      networks.add(new Network(StoredNetworks.network(stored), stored.path("linkNumber").asInt()));
    }
    return networks;
  }

  void put(Network network) throws IOException {
    write(
        file("networks", network.spec().id()),
        StoredNetworks.of(network.spec(), network.linkNumber()));
  }

  void removeNetwork(String networkId) throws IOException {
    Files.deleteIfExists(file("networks", networkId));
  }

  List<InterfaceSpec> interfaces() throws IOException {
    List<InterfaceSpec> interfaces = new ArrayList<>();
    for (Path file : files("interfaces")) {
      interfaces.add(StoredNetworks.networkInterface(read(file)));
    }
    return interfaces;
  }

  void put(InterfaceSpec spec) throws IOException {
    write(file("interfaces", spec.id()), StoredNetworks.of(spec));
  }

  void removeInterface(String interfaceId) throws IOException {
    Files.deleteIfExists(file("interfaces", interfaceId));
  }

  List<PeeringSpec> peerings() throws IOException {
    List<PeeringSpec> peerings = new ArrayList<>();
    for (Path file : files("peerings")) {
      JsonNode stored = read(file);
      peerings.add(
          new PeeringSpec(
              stored.path("id").asString(),
              stored.path("requesterNetworkId").asString(),
              stored.path("accepterNetworkId").asString()));
    }
    return peerings;
  }

  void put(PeeringSpec spec) throws IOException {
    write(file("peerings", spec.id()), spec);
  }

  void removePeering(String peeringId) throws IOException {
    Files.deleteIfExists(file("peerings", peeringId));
  }

  private Path file(String folder, String id) {
    return directory.resolve(folder).resolve(id + ".json");
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** As a tree, field by field: records by reflection cost every start what a request takes. */
  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  private static void write(Path file, Object content) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(half, JSON.writeValueAsString(content));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
