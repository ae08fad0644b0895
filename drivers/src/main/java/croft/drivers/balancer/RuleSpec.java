package croft.drivers.balancer;

import java.util.List;

/**
 * What is done with some requests.
 *
 * @param priority its number, greater than 0 and that of all before it
 * @param conditions all must hold
 */
public record RuleSpec(int priority, List<Condition> conditions, RuleAction action) {
  public RuleSpec {
    conditions = List.copyOf(conditions);
  }

  /** Something about a request; one of its values must fit. */
  public sealed interface Condition {
    /** Host names; {@code *} and {@code ?} stand for letters. */
    record Host(List<String> patterns) implements Condition {
      public Host {
        patterns = List.copyOf(patterns);
      }
    }

    /** Paths, case-sensitive, with wildcards. */
    record PathPattern(List<String> patterns) implements Condition {
      public PathPattern {
        patterns = List.copyOf(patterns);
      }
    }

    /** The values of a header field, with wildcards. */
    record Header(String name, List<String> patterns) implements Condition {
      public Header {
        patterns = List.copyOf(patterns);
      }
    }

    /** Methods, as they are written. */
    record Method(List<String> methods) implements Condition {
      public Method {
        methods = List.copyOf(methods);
      }
    }

    /** Pairs of the query, with wildcards. */
    record Query(List<Pair> pairs) implements Condition {
      public Query {
        pairs = List.copyOf(pairs);
      }
    }

    /** Blocks of clients' addresses. */
    record Source(List<String> blocks) implements Condition {
      public Source {
        blocks = List.copyOf(blocks);
      }
    }
  }

  /** A key, empty for any, and a value of a query. */
  public record Pair(String key, String value) {}
}
