package croft.services.resource;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.resource.ResourceRequest.Owner;
import croft.wire.schema.Invoker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leads a resource type through its life as the engine does: made, made again as after a crash,
 * looked at, changed, removed.
 */
public final class ResourceTrial {
  public static final Owner OWNER =
      new Owner(
          "123456789012",
          "us-west-2",
          "shop",
          "arn:aws:cloudformation:us-west-2:123456789012:stack/shop/0b6f1d2e",
          "Thing");
  private static final int MOST_LOOKS = 200;

  private final ResourceType type;
  private final Invoker calls;
  private final Runnable between;
  private final List<String> events = new ArrayList<>();
  private ObjectNode properties = object("{}");
  private ObjectNode remembered = object("{}");
  private ObjectNode policies = object("{}");
  private Map<String, String> stackTags = Map.of();
  private String physicalId = "";

  /**
   * A trial over these calls.
   *
   * @param between lets the world move, such as reconcilers; run between two looks
   */
  public ResourceTrial(ResourceType type, Invoker calls, Runnable between) {
    this.type = type;
    this.calls = calls;
    this.between = between;
  }

  /** JSON as a template has it; apostrophes for quotes. */
  public static ObjectNode object(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
  }

  public ResourceTrial stackTags(Map<String, String> tags) {
    stackTags = tags;
    return this;
  }

  /** CreationPolicy and UpdatePolicy. */
  public ResourceTrial policies(String json) {
    policies = object(json);
    return this;
  }

  /** Makes it, and once more as after a crash: there must be one. Gives its physical id. */
  public String create(String json) {
    properties = object(json);
    check();
    int before = type.list(request("", false, object("{}"))).size();
    type.create(request("", false, object("{}")));
    Made made = type.create(request("", true, object("{}")));
    physicalId = made.physicalId();
    remembered = made.remembered();
    stabilize(object("{}"));
    assertThat(type.list(request(physicalId, false, object("{}"))))
        .as("made once")
        .contains(physicalId)
        .hasSize(before + 1);
    return physicalId;
  }

  /** The same for what takes the place of something that was there. */
  public String createdInPlaceOfAnother(String json) {
    properties = object(json);
    check();
    type.create(request("", false, object("{}")));
    physicalId = type.create(request("", true, object("{}"))).physicalId();
    assertThat(type.list(request(physicalId, false, object("{}")))).contains(physicalId);
    return physicalId;
  }

  /** Changes it in place. */
  public void update(String json) {
    ObjectNode before = properties;
    properties = object(json);
    check();
    assertThat(type.replacedBy(before, properties)).as("replaced by").isEmpty();
    ResourceRequest request = request(physicalId, false, before);
    updateUntilDone(request);
    updateUntilDone(request(physicalId, true, before));
    stabilize(before);
  }

  private void updateUntilDone(ResourceRequest request) {
    for (int look = 0; look < MOST_LOOKS; look++) {
      try {
        type.update(request);
        return;
      } catch (NotYetException e) {
        between.run();
      }
    }
    throw new AssertionError(physicalId + " never changed");
  }

  /** The properties whose change needs a new one. */
  public Set<String> replacedBy(String json) {
    return type.replacedBy(properties, object(json));
  }

  /** What it is now; every attribute of the schema has a value, and nothing else is told. */
  public ObjectNode read() {
    ResourceRequest request = request(physicalId, false, object("{}"));
    ObjectNode live = type.read(request).orElseThrow();
    for (String name : live.propertyNames()) {
      assertThat(
              type.schema().properties().containsKey(name)
                  || type.schema().attributes().stream()
                      .anyMatch(a -> a.equals(name) || a.startsWith(name + ".")))
          .as("%s is a property or attribute", name)
          .isTrue();
    }
    return live;
  }

  public JsonNode attribute(String name) {
    assertThat(type.schema().attributes()).contains(name);
    return type.attribute(request(physicalId, false, object("{}")), name);
  }

  /** The lines for the stack's events so far. */
  public List<String> events() {
    return events;
  }

  /** Keeps what is in it, and once more as after a crash. */
  public void snapshot() {
    for (int look = 0; look < MOST_LOOKS; look++) {
      if (type.snapshot(request(physicalId, look > 0, object("{}"))) instanceof Progress.Done) {
        return;
      }
      between.run();
    }
    throw new AssertionError(physicalId + " was never kept");
  }

  /** Removes it, and once more as after a crash. */
  public void delete() {
    for (int look = 0; look < MOST_LOOKS; look++) {
      try {
        if (type.delete(request(physicalId, look > 0, object("{}"))) instanceof Progress.Done) {
          assertThat(type.delete(request(physicalId, true, object("{}"))))
              .isEqualTo(Progress.done());
          assertThat(type.read(request(physicalId, false, object("{}")))).isEmpty();
          return;
        }
      } catch (NotYetException e) {
        // the world moves on below
      }
      between.run();
    }
    throw new AssertionError(physicalId + " is still there");
  }

  private void stabilize(ObjectNode before) {
    for (int look = 0; look < MOST_LOOKS; look++) {
      try {
        switch (type.stabilize(request(physicalId, look > 0, before))) {
          case Progress.Done done -> {
            return;
          }
          case Progress.Pending pending -> {
            remembered = pending.remembered() == null ? remembered : pending.remembered();
            events.addAll(pending.events());
          }
        }
      } catch (NotYetException e) {
        // the world moves on below
      }
      between.run();
    }
    throw new AssertionError(physicalId + " never got ready");
  }

  private void check() {
    for (String name : properties.propertyNames()) {
      assertThat(type.schema().properties()).containsKey(name);
    }
  }

  private ResourceRequest request(String id, boolean repeated, ObjectNode before) {
    return new ResourceRequest(
        calls,
        OWNER,
        "0123456789abcdef0123456789abcdef",
        repeated,
        properties,
        before,
        id,
        Set.of(),
        remembered,
        stackTags,
        stackTags,
        policies);
  }
}
