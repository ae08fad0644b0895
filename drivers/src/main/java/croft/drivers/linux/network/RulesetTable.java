package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * One table of a kernel: remembers what it last made of it, so that the next change is only the
 * difference. Calls are the owner's to order.
 */
final class RulesetTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Nftables nftables;
  private final String name;
  private @Nullable Ruleset stated;

  /** Whether the kernel is known to be as stated. */
  private boolean certain;

  RulesetTable(Nftables nftables, String name) {
    this.nftables = nftables;
    this.name = name;
  }

  /** Makes the table so, in one transaction. */
  void apply(Ruleset wanted) {
    Ruleset before = stated;
    stated = wanted;
    if (before == null || !certain || wanted.needsWhole(before)) {
      replace(wanted);
      return;
    }
    String changes = wanted.changesFrom(before);
    if (changes.isEmpty()) {
      return;
    }
    try {
      nftables.run(changes);
    } catch (NftablesException e) {
      // Other hands were at it: start from nothing.
      replace(wanted);
    }
  }

  /**
   * Adds elements to sets and maps, whatever their size; false when that cannot be done (also when
   * other hands were at the table), and it has to be applied whole.
   *
   * @param joining from what was stated last to the elements by set, or empty when elements alone
   *     do not do
   */
  boolean join(Function<Ruleset, Optional<Map<String, Map<String, String>>>> joining) {
    Ruleset before = stated;
    if (before == null || !certain) {
      return false;
    }
    Optional<Map<String, Map<String, String>>> more = joining.apply(before);
    if (more.isEmpty() || !before.takes(more.get())) {
      return false;
    }
    String script = before.additions(more.get());
    if (!script.isEmpty()) {
      // Uncertain until it is done: then the next change is whole.
      certain = false;
      try {
        nftables.run(script);
      } catch (NftablesException e) {
        return false;
      }
      before.add(more.get());
      certain = true;
    }
    return true;
  }

  private void replace(Ruleset wanted) {
    certain = false;
    nftables.run(wanted.whole());
    certain = true;
  }

  /** Whether the kernel has a table of this name, whatever is in it. */
  boolean exists() {
    try {
      nftables.run("list table inet " + name);
      return true;
    } catch (NftablesException e) {
      return false;
    }
  }

  /** Removes the table. */
  void remove() {
    stated = null;
    certain = false;
    nftables.run(new Ruleset.Builder(name).build().removal());
  }

  /**
   * Where the kernel differs from what was stated; empty when nothing was stated yet. The kernel is
   * compared with a fresh copy of the table in a namespace made for it, so that both are in the
   * kernel's own words. After a difference the next {@link #apply} replaces the table.
   */
  List<String> differences() throws Exception {
    Ruleset wanted = stated;
    if (wanted == null) {
      return List.of();
    }
    Map<String, Object> right = NamespaceThread.call("croft-verify", () -> parts(fresh(wanted)));
    Map<String, Object> found;
    try {
      found = parts(list(nftables));
    } catch (NftablesException e) {
      certain = false;
      return List.of("table " + name + " is gone");
    }
    List<String> differences = new ArrayList<>();
    right.forEach((part, value) -> {
      if (!found.containsKey(part)) {
        differences.add("table " + name + ": " + part + " is gone");
      } else if (!value.equals(found.get(part))) {
        differences.add("table " + name + ": " + part + " was changed");
      }
    });
    for (String part : found.keySet()) {
      if (!right.containsKey(part)) {
        differences.add("table " + name + ": " + part + " was added");
      }
    }
    certain &= differences.isEmpty();
    return differences;
  }

  private String fresh(Ruleset wanted) {
    Syscalls.unshare(Flags.CLONE_NEWNET);
    try (Nftables empty = new Nftables()) {
      empty.run(wanted.whole());
      return list(empty);
    }
  }

  private String list(Nftables from) {
    return from.run("list table inet " + name);
  }

  /** Sets, maps and chains by name; the order of elements means nothing, that of rules does. */
  private static Map<String, Object> parts(String listing) {
    Map<String, Object> parts = new HashMap<>();
    for (JsonNode entry : JSON.readTree(listing).path("nftables")) {
      entry
          .properties()
          .forEach(property -> {
            JsonNode value = property.getValue();
            switch (property.getKey()) {
              case "set", "map" ->
                  parts.put("set " + value.path("name").asString(), elements(value));
              case "chain" ->
                  parts.putIfAbsent("chain " + value.path("name").asString(), rules(value));
              case "rule" -> addRule(parts, value);
              default -> {}
            }
          });
    }
    return parts;
  }

  private static Set<String> elements(JsonNode set) {
    Set<String> elements = new HashSet<>();
    elements.add("type " + set.path("type") + " " + set.path("map"));
    set.path("elem").forEach(element -> elements.add(element.toString()));
    return elements;
  }

  /** A chain's list of rules begins with its hook. */
  private static List<String> rules(JsonNode chain) {
    List<String> rules = new ArrayList<>();
    rules.add(
        String.join(
            " ",
            chain.path("type").toString(),
            chain.path("hook").toString(),
            chain.path("prio").toString(),
            chain.path("policy").toString()));
    return rules;
  }

  private static void addRule(Map<String, Object> parts, JsonNode rule) {
    String chain = "chain " + rule.path("chain").asString();
    if (parts.get(chain) instanceof List<?> before) {
      List<Object> rules = new ArrayList<>(before);
      rules.add(rule.path("expr").toString());
      parts.put(chain, rules);
    }
  }
}
