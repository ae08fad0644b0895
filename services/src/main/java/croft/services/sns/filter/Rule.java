package croft.services.sns.filter;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A part of a filter policy. */
sealed interface Rule {
  /** Whether it holds for a message, whose values are found by their path. */
  boolean holds(Function<List<String>, List<JsonNode>> values);

  /** All of these, as the keys of an object. */
  record All(List<Rule> rules) implements Rule {
    @Override
    public boolean holds(Function<List<String>, List<JsonNode>> values) {
      return rules.stream().allMatch(rule -> rule.holds(values));
    }
  }

  /** One of these, as the elements of {@code $or}. */
  record Any(List<All> choices) implements Rule {
    @Override
    public boolean holds(Function<List<String>, List<JsonNode>> values) {
      return choices.stream().anyMatch(choice -> choice.holds(values));
    }
  }

  /** One of these tests of the values at a path. */
  record Field(List<String> path, List<Match> tests) implements Rule {
    @Override
    public boolean holds(Function<List<String>, List<JsonNode>> values) {
      List<JsonNode> found = values.apply(path);
      return tests.stream().anyMatch(test -> test.passes(found));
    }
  }
}
