package croft.drivers.docker.compute;

import croft.drivers.compute.Capability;
import croft.drivers.docker.engine.Engine;
import croft.drivers.docker.engine.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an engine offers and lacks. The remedy stands after the last colon of a detail. */
public final class EngineCheck {
  private EngineCheck() {}

  public static List<Capability> capabilities(DockerMachine machine) {
    Engine engine = machine.engine();
    List<Capability> found = new ArrayList<>();
    try {
      JsonNode version = engine.version();
      JsonNode info = engine.get("/info");
      found.add(
          new Capability(
              "engine",
              true,
              true,
              "%s at %s, API %s"
                  .formatted(
                      version.path("Version").asString("unknown"),
                      engine.socket(),
                      version.path("ApiVersion").asString("unknown"))));
      found.add(defaultImage(machine));
      found.add(userNamespaces(info));
      found.add(kernel(engine));
    } catch (IOException e) {
      found.add(
          new Capability(
              "engine",
              false,
              true,
              e.getMessage()
                  + ": start Docker or Podman, or name the socket with --docker-socket"));
    }
    found.add(
        new Capability(
            "disks in Docker",
            false,
            false,
            "volumes cannot be attached to containers: use --drivers linux for EBS"));
    return found;
  }

  private static Capability defaultImage(DockerMachine machine) throws IOException {
    String image = machine.options().defaultImage();
    try {
      machine.engine().get("/images/" + image + "/json");
      return new Capability("default image", true, false, image);
    } catch (EngineException e) {
      return new Capability(
          "default image", false, false, "the engine has no " + image + ": docker pull " + image);
    }
  }

  private static Capability userNamespaces(JsonNode info) {
    String options = info.path("SecurityOptions").toString();
    boolean there = options.contains("name=userns") || options.contains("name=rootless");
    return there
        ? new Capability("user namespaces", true, false, "the engine maps root to nobody")
        : new Capability(
            "user namespaces",
            false,
            false,
            "root in an instance is the engine's root with fewer rights, and with systemd in it"
                + " nearly all: run only software that you trust");
  }

  private static Capability kernel(Engine engine) throws IOException {
    return sharesKernel(engine)
        ? new Capability("networks in Docker", true, false, "containers under this kernel")
        : new Capability(
            "networks in Docker",
            false,
            false,
            "containers under another kernel, out of reach of security groups: run Croft where"
                + " the engine runs");
  }

  /** Whether containers run under the kernel that this process runs under. */
  static boolean sharesKernel(Engine engine) throws IOException {
    JsonNode info = engine.get("/info");
    return System.getProperty("os.name", "").equals("Linux")
        && info.path("KernelVersion").asString("").equals(System.getProperty("os.version"));
  }
}
