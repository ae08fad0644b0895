package croft.drivers.docker.compute;

import croft.drivers.docker.engine.BodyWriter;
import croft.drivers.docker.engine.Engine;
import croft.drivers.docker.engine.EngineException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The engine's containers, by name. */
final class Containers {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private final Engine engine;

  Containers(Engine engine) {
    this.engine = engine;
  }

  Engine engine() {
    return engine;
  }

  /** Empty when there is none. */
  Optional<JsonNode> inspect(String name) throws IOException {
    try {
      return Optional.of(engine.get("/containers/" + name + "/json"));
    } catch (EngineException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void create(String name, JsonNode definition) throws IOException {
    engine.post("/containers/create?name=" + name, definition, LONG);
  }

  void start(String name) throws IOException {
    engine.post("/containers/" + name + "/start", null);
  }

  /** Asks it to end by its own stop signal, and ends it after {@code timeout}. */
  void stop(String name, Duration timeout) throws IOException {
    long seconds = Math.max(1, timeout.plusMillis(999).toSeconds());
    engine.post(
        "/containers/" + name + "/stop?t=" + seconds,
        null,
        Duration.ofSeconds(seconds).plus(MARGIN));
  }

  /** Returns when it has ended; nothing happens when it does not run. */
  void kill(String name) throws IOException {
    try {
      engine.post("/containers/" + name + "/kill?signal=SIGKILL", null);
      engine.post("/containers/" + name + "/wait?condition=not-running", null, MARGIN);
    } catch (EngineException e) {
      if (e.status() != NOT_FOUND && e.status() != CONFLICT) {
        throw e;
      }
    }
  }

  void remove(String name) throws IOException {
    try {
      engine.delete("/containers/" + name + "?force=true&v=true");
    } catch (EngineException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
    }
  }

  void pause(String name) throws IOException {
    engine.post("/containers/" + name + "/pause", null);
  }

  void unpause(String name) throws IOException {
    engine.post("/containers/" + name + "/unpause", null);
  }

  void update(String name, JsonNode limits) throws IOException {
    engine.post("/containers/" + name + "/update", limits);
  }

  /** Unpacks an archive over a container's root. */
  void put(String name, BodyWriter archive) throws IOException {
    engine.send("PUT", "/containers/" + name + "/archive?path=%2F", archive);
  }

  /** The names of all containers with the label, running or not. */
  List<String> named(String label, String value) throws IOException {
    ObjectNode filters = Engine.document();
    filters.putArray("label").add(label + "=" + value);
    List<String> names = new ArrayList<>();
    String query = "?all=true&filters=" + Engine.encode(filters.toString());
    for (JsonNode container : engine.get("/containers/json" + query)) {
      String name = container.path("Names").path(0).asString("");
      names.add(name.startsWith("/") ? name.substring(1) : name);
    }
    return names;
  }
}
