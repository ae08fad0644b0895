package croft.drivers.linux.network;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One nftables table of family {@code inet} as it should be, and the scripts that bring it about:
 * whole, or from another state by the differences alone. Only elements are ever added to one that
 * is made; nft(8) has the language.
 */
record Ruleset(
    String table, SortedMap<String, Elements> elements, SortedMap<String, Chain> chains) {

  /**
   * A set or map.
   *
   * @param type for example {@code ipv4_addr}, or {@code ifname : verdict} for a map
   * @param interval whether the elements are blocks; they must not overlap
   * @param values what each key leads to; empty texts for a set
   */
  record Elements(String type, boolean interval, SortedMap<String, String> values) {

    boolean isMap() {
      return type.contains(" : ");
    }

    private String kind() {
      return isMap() ? "map" : "set";
    }

    private boolean sameKind(Elements other) {
      return type.equals(other.type) && interval == other.interval;
    }
  }

  /**
   * A chain.
   *
   * @param hook type, hook, priority and policy of a base chain; empty for one that is jumped to
   */
  record Chain(String hook, List<String> rules) {
    Chain {
      rules = List.copyOf(rules);
    }
  }

  /** Collects a ruleset. */
  static final class Builder {
    private final String table;
    private final SortedMap<String, Elements> elements = new TreeMap<>();
    private final SortedMap<String, Chain> chains = new TreeMap<>();

    Builder(String table) {
      this.table = table;
    }

    Builder set(String name, String type, Collection<String> values) {
      SortedMap<String, String> keys = new TreeMap<>();
      values.forEach(value -> keys.put(value, ""));
      elements.put(name, new Elements(type, false, keys));
      return this;
    }

    Builder blocks(String name, Collection<String> values) {
      SortedMap<String, String> keys = new TreeMap<>();
      values.forEach(value -> keys.put(value, ""));
      elements.put(name, new Elements("ipv4_addr", true, keys));
      return this;
    }

    Builder map(String name, String type, Map<String, String> values) {
      return elements(name, type, values);
    }

    /** A set or map; empty texts for a set. */
    Builder elements(String name, String type, Map<String, String> values) {
      elements.put(name, new Elements(type, false, new TreeMap<>(values)));
      return this;
    }

    /** A map whose keys are ranges without overlap. */
    Builder ranges(String name, String type, Map<String, String> values) {
      elements.put(name, new Elements(type, true, new TreeMap<>(values)));
      return this;
    }

    Builder chain(String name, List<String> rules) {
      chains.put(name, new Chain("", rules));
      return this;
    }

    Builder baseChain(String name, String hook, String... rules) {
      chains.put(name, new Chain(hook, List.of(rules)));
      return this;
    }

    Ruleset build() {
      return new Ruleset(table, elements, chains);
    }
  }

  /** Replaces the table by this one, whatever is in it. */
  String whole() {
    return removal() + "add table inet " + table + "\n" + changesFrom(new Builder(table).build());
  }

  /** Removes the table, also when there is none. */
  String removal() {
    return "add table inet " + table + "\ndelete table inet " + table + "\n";
  }

  /**
   * Turns a table that is as {@code before} into this one; empty when nothing differs. What is
   * referred to comes before what refers to it, and goes after it.
   */
  String changesFrom(Ruleset before) {
    StringBuilder script = new StringBuilder();
    declare(before, script);
    refill(before, script);
    changeElements(before, script);
    drop(before, script);
    return script.toString();
  }

  /** Whether a base chain or the type of a set differs: such a change needs the whole table. */
  boolean needsWhole(Ruleset before) {
    for (Map.Entry<String, Elements> entry : elements.entrySet()) {
      Elements old = before.elements.get(entry.getKey());
      if (old != null && !old.sameKind(entry.getValue())) {
        return true;
      }
    }
    for (Map.Entry<String, Chain> entry : chains.entrySet()) {
      Chain old = before.chains.get(entry.getKey());
      if (old != null && !old.hook().equals(entry.getValue().hook())) {
        return true;
      }
    }
    return false;
  }

  /** Whether there are sets for all of these elements, none of which has another value there. */
  boolean takes(Map<String, Map<String, String>> more) {
    return more.entrySet().stream()
        .allMatch(entry -> {
          Elements set = elements.get(entry.getKey());
          return set != null
              && !set.interval()
              && entry.getValue().entrySet().stream()
                  .allMatch(e ->
                      set.values().getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()));
        });
  }

  /** The script that adds these elements, but for those that are there. */
  String additions(Map<String, Map<String, String>> more) {
    StringBuilder script = new StringBuilder();
    new TreeMap<>(more)
        .forEach((name, added) -> {
          SortedMap<String, String> had = requireNonNull(elements.get(name)).values();
          change(script, "add element", name, leftOut(new TreeMap<>(added), had, true));
        });
    return script.toString();
  }

  /** Has these elements from now on. */
  void add(Map<String, Map<String, String>> more) {
    more.forEach((name, added) -> requireNonNull(elements.get(name)).values().putAll(added));
  }

  private void declare(Ruleset before, StringBuilder script) {
    elements.forEach((name, set) -> {
      if (!before.elements.containsKey(name)) {
        String flags = set.interval() ? " flags interval;" : "";
        line(script, "add " + set.kind(), name, "{ type " + set.type() + ";" + flags + " }");
      }
    });
    chains.forEach((name, chain) -> {
      if (!before.chains.containsKey(name)) {
        String hook = chain.hook().isEmpty() ? "" : "{ " + chain.hook() + " }";
        line(script, "add chain", name, hook);
      }
    });
  }

  private void refill(Ruleset before, StringBuilder script) {
    chains.forEach((name, chain) -> {
      Chain old = before.chains.get(name);
      if (old != null && old.rules().equals(chain.rules())) {
        return;
      }
      if (old != null) {
        line(script, "flush chain", name, "");
      }
      chain.rules().forEach(rule -> line(script, "add rule", name, rule));
    });
  }

  private void changeElements(Ruleset before, StringBuilder script) {
    elements.forEach((name, set) -> {
      Elements old = before.elements.get(name);
      SortedMap<String, String> had = old == null ? new TreeMap<>() : old.values();
      if (set.interval() && !had.isEmpty() && !had.equals(set.values())) {
        line(script, "flush " + set.kind(), name, "");
        had = new TreeMap<>();
      }
      change(script, "delete element", name, leftOut(had, set.values(), false));
      change(script, "add element", name, leftOut(set.values(), had, true));
    });
  }

  /** The entries of one map that the other does not have just so. */
  private static List<String> leftOut(
      SortedMap<String, String> of, SortedMap<String, String> in, boolean withValues) {
    List<String> found = new ArrayList<>();
    of.forEach((key, value) -> {
      if (!value.equals(in.get(key))) {
        found.add(withValues && !value.isEmpty() ? key + " : " + value : key);
      }
    });
    return found;
  }

  private void change(StringBuilder script, String command, String name, List<String> changed) {
    if (!changed.isEmpty()) {
      line(script, command, name, "{ " + String.join(", ", changed) + " }");
    }
  }

  private void drop(Ruleset before, StringBuilder script) {
    // Maps first: their verdicts hold chains. Chains hold each other by their rules.
    TreeSet<String> chainsGone = new TreeSet<>(before.chains.keySet());
    chainsGone.removeAll(chains.keySet());
    before.elements.forEach((name, set) -> {
      if (!elements.containsKey(name) && set.isMap()) {
        line(script, "delete map", name, "");
      }
    });
    chainsGone.forEach(name -> line(script, "flush chain", name, ""));
    chainsGone.forEach(name -> line(script, "delete chain", name, ""));
    before.elements.forEach((name, set) -> {
      if (!elements.containsKey(name) && !set.isMap()) {
        line(script, "delete set", name, "");
      }
    });
  }

  private void line(StringBuilder script, String command, String name, String rest) {
    script.append(command).append(" inet ").append(table).append(' ').append(name);
    if (!rest.isEmpty()) {
      script.append(' ').append(rest);
    }
    script.append('\n');
  }
}
