package croft.services.ec2.monitoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the CloudWatch agent's configuration says of metrics. Source: the section "metrics" of the
 * page "Manually create or edit the CloudWatch agent configuration file". The file is its owner's
 * word: what is no such configuration asks for nothing.
 *
 * @param appended names of the instance's own facts that become dimensions
 * @param omitsHost whether points without those lack the host's name too
 * @param aggregated sets of dimensions under which points are published besides
 */
record AgentMetrics(
    String namespace,
    Set<String> appended,
    boolean omitsHost,
    List<Set<String>> aggregated,
    Map<String, Plugin> plugins) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String NAMESPACE = "CWAgent";
  private static final int LONGEST_NAME = 255;
  private static final int INTERVAL_SECONDS = 60;
  private static final int MOST = 100;

  /** What CloudWatch takes for a unit, each also {@code /Second} but for times and none. */
  private static final Set<String> UNITS =
      Stream.of(
              Stream.of("Seconds", "Microseconds", "Milliseconds", "Percent", "None"),
              Stream.of("", "Kilo", "Mega", "Giga", "Tera")
                  .flatMap(size -> Stream.of("bytes", "bits").map(one -> capital(size + one))),
              Stream.of("Count"))
          .flatMap(names -> names)
          .flatMap(name ->
              name.matches(".*([Bb]ytes|[Bb]its|Count)")
                  ? Stream.of(name, name + "/Second")
                  : Stream.of(name))
          .collect(Collectors.toUnmodifiableSet());

  static final AgentMetrics NONE =
      new AgentMetrics(NAMESPACE, Set.of(), false, List.of(), Map.of());

  /**
   * A kind of numbers.
   *
   * @param measurements what is asked for, by its name with the plugin's before it
   * @param appended dimensions that are the same for each of its points
   * @param resources file systems or interfaces; empty where the configuration names none
   */
  record Plugin(
      int intervalSeconds,
      Map<String, Measurement> measurements,
      Map<String, String> appended,
      Set<String> resources,
      Set<String> ignoredTypes,
      boolean dropsDevice) {

    /** Whether a resource is asked for, where naming none asks for all, or for the usual ones. */
    boolean wants(String resource, boolean usual) {
      return resources.isEmpty() ? usual : resources.contains("*") || resources.contains(resource);
    }
  }

  /** How a number is published. */
  record Measurement(String name, Optional<String> unit) {}

  static AgentMetrics parse(String text) {
    JsonNode whole;
    try {
      whole = MAPPER.readTree(text);
    } catch (JacksonException e) {
      return NONE;
    }
    JsonNode metrics = whole.path("metrics");
    String namespace = metrics.path("namespace").asString(NAMESPACE);
    // Nobody gets into AWS's own namespaces by a file.
    if (namespace.startsWith("AWS/") || !isName(namespace)) {
      return NONE;
    }
    JsonNode agent = whole.path("agent");
    int interval = interval(agent, INTERVAL_SECONDS);
    Map<String, Plugin> plugins = new HashMap<>();
    metrics
        .path("metrics_collected")
        .properties()
        .forEach(one -> plugins.put(one.getKey(), plugin(one.getKey(), one.getValue(), interval)));
    List<Set<String>> aggregated = new ArrayList<>();
    for (JsonNode set : metrics.path("aggregation_dimensions")) {
      aggregated.add(words(set));
    }
    return new AgentMetrics(
        namespace,
        Set.copyOf(metrics.path("append_dimensions").propertyNames()),
        agent.path("omit_hostname").asBoolean(false),
        aggregated.stream().distinct().limit(MOST).toList(),
        plugins);
  }

  private static int interval(JsonNode node, int usual) {
    return Math.max(1, node.path("metrics_collection_interval").asInt(usual));
  }

  private static Plugin plugin(String name, JsonNode settings, int interval) {
    Map<String, Measurement> measurements = new HashMap<>();
    for (JsonNode one : settings.path("measurement")) {
      String asked = one.isObject() ? one.path("name").asString("") : one.asString("");
      String full = asked.startsWith(name + "_") ? asked : name + "_" + asked;
      String renamed = one.path("rename").asString(full);
      String unit = one.path("unit").asString("");
      if (isName(renamed)) {
        measurements.put(
            full,
            new Measurement(renamed, UNITS.contains(unit) ? Optional.of(unit) : Optional.empty()));
      }
    }
    Map<String, String> appended = new HashMap<>();
    settings
        .path("append_dimensions")
        .properties()
        .forEach(one -> {
          if (isName(one.getKey()) && isName(one.getValue().asString(""))) {
            appended.put(one.getKey(), one.getValue().asString(""));
          }
        });
    return new Plugin(
        interval(settings, interval),
        measurements,
        appended,
        words(settings.path("resources")),
        words(settings.path("ignore_file_system_types")),
        settings.path("drop_device").asBoolean(false));
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static Set<String> words(JsonNode list) {
    Set<String> words = new HashSet<>();
    list.forEach(word -> words.add(word.asString("")));
    return words;
  }

  private static boolean isName(String name) {
    return !name.isBlank() && name.length() <= LONGEST_NAME;
  }
}
