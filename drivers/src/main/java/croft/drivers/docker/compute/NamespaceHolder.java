package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.docker.engine.Engine;
import croft.drivers.docker.engine.EngineException;
import croft.drivers.linux.compute.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container that stands in a network namespace Croft made, so that the instance can stand in it
 * too: an engine takes no namespace by its path, but {@code container:NAME} it does. Inside is
 * nothing but a program of some 200 bytes that enters the namespace and waits; what an instance's
 * user brought along never runs with the right to do so.
 *
 * <p>Works only where the engine's containers run under this machine's kernel.
 */
final class NamespaceHolder {
  private static final Duration ENTER_TIMEOUT = Duration.ofSeconds(10);
  private static final int NOT_FOUND = 404;
  private static final String IMAGE_TAG = "1";
  private static final String MOUNTED_AT = "/netns";

  private final DockerMachine machine;
  private final String instanceId;
  private final Path namespace;
  private final Containers containers;

  NamespaceHolder(DockerMachine machine, String instanceId, Path namespace) {
    this.machine = machine;
    this.instanceId = instanceId;
    this.namespace = namespace;
    this.containers = machine.containers();
  }

  static String nameFor(DockerMachine machine, String instanceId) {
    return machine.home().containerName(instanceId) + ".net";
  }

  String name() {
    return nameFor(machine, instanceId);
  }

  /** Makes it, not running. The instance's host name is the holder's. */
  void create(String hostname) throws IOException {
    requireThisKernel();
    ensureImage(program());
    ObjectNode document = Engine.document();
    document.put("Image", imageName()).put("Hostname", hostname).put("User", "0");
    document.putArray("Entrypoint").add("/hold");
    document.putArray("Cmd");
    new ContainerDefinition.Labels(machine.home().id(), instanceId).addTo(document);
    ObjectNode host = document.putObject("HostConfig");
    host.put("NetworkMode", "none").put("ReadonlyRootfs", true);
    host.putArray("CapDrop").add("ALL");
    host.putArray("CapAdd").add("SYS_ADMIN");
    host.putArray("Binds").add(namespace + ":" + MOUNTED_AT + ":ro");
    containers.create(name(), document);
  }

  private void requireThisKernel() throws IOException {
    if (!EngineCheck.sharesKernel(machine.engine())) {
      throw new ComputeException(
          Reason.UNSUPPORTED,
          "The engine's containers run under another kernel, in a virtual machine: the networks"
              + " made here, which enforce security groups, do not reach them. Run Croft where"
              + " the engine runs");
    }
  }

  private HolderProgram program() throws IOException {
    String architecture = machine.engine().version().path("Arch").asString("");
    return HolderProgram.of(architecture)
        .orElseThrow(() ->
            new ComputeException(
                Reason.UNSUPPORTED,
                "Instances in Docker with a network need an engine on x86-64 or AArch64, not "
                    + architecture));
  }

  private String imageName() {
    return holderRepository() + ":" + IMAGE_TAG;
  }

  private String holderRepository() {
    return machine.home().repository() + "-holder";
  }

  private void ensureImage(HolderProgram program) throws IOException {
    Engine engine = machine.engine();
    try {
      engine.get("/images/" + imageName() + "/json");
    } catch (EngineException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      DockerImageDriver.importArchive(
          machine,
          holderRepository(),
          IMAGE_TAG,
          target -> {
            TarWriter tar = new TarWriter(target);
            tar.file("hold", program.file(), 0755, 0);
            tar.file(MOUNTED_AT.substring(1), new byte[0], 0444, 0);
            tar.finish();
          });
    }
  }

  /** Starts it anew, so that it stands in the namespace that is at the path now. */
  void start() throws IOException {
    containers.kill(name());
    containers.start(name());
    if (!Waiting.until(ENTER_TIMEOUT, this::hasEntered)) {
      containers.kill(name());
      throw new ComputeException(
          Reason.FAILED, "The container " + name() + " does not get into " + namespace);
    }
  }

  private boolean hasEntered() {
    try {
      JsonNode state = containers.inspect(name()).orElseThrow().path("State");
      Path process = Path.of("/proc", state.path("Pid").asString(), "ns/net");
      return Files.readSymbolicLink(process)
          .toString()
          .equals("net:[" + Files.getAttribute(namespace, "unix:ino") + "]");
    } catch (IOException e) {
      return false;
    }
  }
}
