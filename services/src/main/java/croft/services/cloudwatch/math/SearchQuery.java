package croft.services.cloudwatch.math;

import croft.services.cloudwatch.metric.MetricKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a search expression looks for, such as {@code {AWS/EC2,InstanceId} CPUUtilization}. Source:
 * the page "CloudWatch search expression syntax".
 */
public final class SearchQuery {
  private static final Pattern SCHEMA = Pattern.compile("\\s*\\{([^}]*)\\}");
  private static final Pattern WORD = Pattern.compile("\\s*(\"[^\"]*\"|[()=]|[^\\s()=\"]+)");
  private static final Pattern PARTS =
      Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])");

  private final List<String> words = new ArrayList<>();
  private final Predicate<MetricKey> matches;
  private int at;

  /**
   * Understands a query.
   *
   * @throws MathException when it cannot be understood
   */
  public SearchQuery(String text) {
    Predicate<MetricKey> schema = metric -> true;
    int begin = 0;
    Matcher head = SCHEMA.matcher(text);
    if (head.lookingAt()) {
      schema = schema(head.group(1));
      begin = head.end();
    }
    Matcher matcher = WORD.matcher(text.strip().isEmpty() ? "" : text);
    int end = text.stripTrailing().length();
    while (begin < end) {
      matcher.region(begin, end);
      if (!matcher.lookingAt()) {
        throw new MathException("SEARCH: unexpected character at position " + begin);
      }
      words.add(matcher.group(1));
      begin = matcher.end();
    }
    matches = words.isEmpty() ? schema : schema.and(any(null));
    if (at < words.size()) {
      throw new MathException("SEARCH: unexpected '" + words.get(at) + "'");
    }
  }

  /** Whether it finds a metric. */
  public boolean matches(MetricKey metric) {
    return matches.test(metric);
  }

  private static Predicate<MetricKey> schema(String list) {
    List<String> names =
        Arrays.stream(list.split(",", -1)).map(name -> unquoted(name.strip())).toList();
    String namespace = names.getFirst();
    Set<String> dimensions = new HashSet<>(names.subList(1, names.size()));
    return metric ->
        metric.namespace().equals(namespace) && metric.dimensions().keySet().equals(dimensions);
  }

  private static String unquoted(String word) {
    return word.length() >= 2 && word.startsWith("\"")
        ? word.substring(1, word.length() - 1)
        : word;
  }

  private @Nullable String peek() {
    return at < words.size() ? words.get(at) : null;
  }

  private boolean take(String word) {
    if (word.equals(peek())) {
      at++;
      return true;
    }
    return false;
  }

  /** Terms joined by OR. */
  private Predicate<MetricKey> any(@Nullable String property) {
    Predicate<MetricKey> left = all(property);
    while (take("OR")) {
      left = left.or(all(property));
    }
    return left;
  }

  /** Terms joined by AND, or by nothing. */
  private Predicate<MetricKey> all(@Nullable String property) {
    Predicate<MetricKey> left = term(property);
    while (peek() != null && !")".equals(peek()) && !"OR".equals(peek())) {
      take("AND");
      left = left.and(term(property));
    }
    return left;
  }

  private Predicate<MetricKey> term(@Nullable String property) {
    if (take("NOT")) {
      return term(property).negate();
    }
    if (take("(")) {
      Predicate<MetricKey> inner = any(property);
      if (!take(")")) {
        throw new MathException("SEARCH: ')' is missing");
      }
      return inner;
    }
    String word = peek();
    if (word == null || word.equals(")") || word.equals("=")) {
      throw new MathException("SEARCH: a term is missing");
    }
    at++;
    return property == null && take("=") ? term(unquoted(word)) : value(property, word);
  }

  private static Predicate<MetricKey> value(@Nullable String property, String word) {
    Predicate<String> test =
        word.startsWith("\"")
            ? text -> text.equals(unquoted(word))
            : text -> contains(parts(text), parts(word));
    return metric -> texts(metric, property).stream().anyMatch(test);
  }

  private static List<String> texts(MetricKey metric, @Nullable String property) {
    if (property == null) {
      List<String> all = new ArrayList<>(List.of(metric.namespace(), metric.name()));
      metric
          .dimensions()
          .forEach((name, value) -> {
            all.add(name);
            all.add(value);
          });
      return all;
    }
    return switch (property) {
      case "Namespace" -> List.of(metric.namespace());
      case "MetricName" -> List.of(metric.name());
      default -> {
        String value = metric.dimensions().get(property);
        yield value == null ? List.of() : List.of(value);
      }
    };
  }

  private static List<String> parts(String text) {
    return Arrays.stream(PARTS.split(text))
        .filter(part -> !part.isEmpty())
        .map(part -> part.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static boolean contains(List<String> text, List<String> wanted) {
    // A word written as one, such as cpuutilization, finds CPUUtilization too.
    return java.util.Collections.indexOfSubList(text, wanted) >= 0
        || String.join("", text).equals(String.join("", wanted));
  }
}
