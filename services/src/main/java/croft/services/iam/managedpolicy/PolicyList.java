package croft.services.iam.managedpolicy;

import croft.services.iam.policy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Reads a list of policies in the short form that {@code policies.txt} explains at its head. */
final class PolicyList {
  private static final JsonMapper JSON = new JsonMapper();

  private PolicyList() {}

  /** A statement while its lines are read. */
  private record Statement(
      String effect,
      String actionElement,
      List<String> actions,
      List<String> resources,
      Map<String, Map<String, List<String>>> conditions) {

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("Effect", effect);
      json.put(actionElement, actions);
      json.put("Resource", resources.isEmpty() ? "*" : resources);
      if (!conditions.isEmpty()) {
        json.put("Condition", conditions);
      }
      return json;
    }
  }

  /** Documents by path and name. */
  static Map<String, String> read(String resource) {
    Map<String, List<Statement>> policies = new LinkedHashMap<>();
    List<Statement> current = new ArrayList<>();
    for (String line : lines(resource)) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      List<String> words = List.of(text.split(" +"));
      List<String> rest = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "policy" -> {
          current = new ArrayList<>();
          policies.put(rest.getFirst(), current);
        }
        case "allow" -> current.add(statement("Allow", "Action", rest));
        case "deny" -> current.add(statement("Deny", "Action", rest));
        case "allow-except" -> current.add(statement("Allow", "NotAction", rest));
        case "on" -> current.getLast().resources().addAll(rest);
        case "when" ->
            current
                .getLast()
                .conditions()
                .computeIfAbsent(rest.getFirst(), operator -> new LinkedHashMap<>())
                .put(rest.get(1), rest.subList(2, rest.size()));
        default -> current.getLast().actions().addAll(words);
      }
    }
    Map<String, String> documents = new LinkedHashMap<>();
    policies.forEach((name, statements) -> documents.put(name, document(statements)));
    return documents;
  }

  private static Statement statement(String effect, String element, List<String> actions) {
    return new Statement(
        effect, element, new ArrayList<>(actions), new ArrayList<>(), new LinkedHashMap<>());
  }

  private static String document(List<Statement> statements) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", Policy.VERSION_2012);
    document.put("Statement", statements.stream().map(Statement::json).toList());
    return JSON.writeValueAsString(document);
  }

  private static List<String> lines(String resource) {
    try (InputStream in = PolicyList.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing beside " + PolicyList.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
