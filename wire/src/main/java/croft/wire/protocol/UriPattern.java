package croft.wire.protocol;

import croft.wire.codec.QueryString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A REST binding's URI such as {@code /{Bucket}/{Key+}?uploads}: literal segments, labels, at most
 * one greedy label, and query parameters that must be there.
 *
 * <p>Source: <a href="https://smithy.io/2.0/spec/http-bindings.html#http-trait">http trait</a>.
 */
final class UriPattern {
  /** A parameter by which some clients name the operation; most send none. */
  private static final String NAME_ONLY = "x-id=";

  private enum Kind {
    LITERAL,
    LABEL,
    GREEDY
  }

  private record Segment(Kind kind, String text) {}

  private final List<Segment> segments = new ArrayList<>();
  private final Map<String, @Nullable String> queryLiterals = new LinkedHashMap<>();

  private UriPattern() {}

  static UriPattern parse(String uri) {
    UriPattern pattern = new UriPattern();
    int question = uri.indexOf('?');
    String path = question < 0 ? uri : uri.substring(0, question);
    for (String segment : path.substring(1).split("/", -1)) {
      pattern.segments.add(segment(segment));
    }
    if (pattern.segments.size() > 1 && pattern.segments.getLast().text().isEmpty()) {
      pattern.segments.removeLast();
    }
    if (question >= 0) {
      for (String literal : uri.substring(question + 1).split("&", -1)) {
        int equals = literal.indexOf('=');
        if (literal.startsWith(NAME_ONLY)) {
          continue;
        }
        pattern.queryLiterals.put(
            equals < 0 ? literal : literal.substring(0, equals),
            equals < 0 ? null : literal.substring(equals + 1));
      }
    }
    return pattern;
  }

  private static Segment segment(String text) {
    if (!text.startsWith("{")) {
      return new Segment(Kind.LITERAL, text);
    }
    return text.endsWith("+}")
        ? new Segment(Kind.GREEDY, text.substring(1, text.length() - 2))
        : new Segment(Kind.LABEL, text.substring(1, text.length() - 1));
  }

  int literals() {
    return (int) segments.stream().filter(s -> s.kind() == Kind.LITERAL).count();
  }

  int labels() {
    return (int) segments.stream().filter(s -> s.kind() == Kind.LABEL).count();
  }

  int queryLiterals() {
    return queryLiterals.size();
  }

  /** Whether the query parameters the pattern demands are there. */
  boolean matchesQuery(QueryString query) {
    for (var literal : queryLiterals.entrySet()) {
      List<String> values = query.all(literal.getKey());
      String wanted = literal.getValue();
      if (values.isEmpty() || (wanted != null && !values.contains(wanted))) {
        return false;
      }
    }
    return true;
  }

  /** The labels, still encoded, or null when the path is not of this pattern. */
  @Nullable Map<String, String> match(String rawPath) {
    String[] parts = split(rawPath);
    if (!matches(parts)) {
      return null;
    }
    Map<String, String> labels = new LinkedHashMap<>();
    int part = 0;
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      int width = width(i, part, parts);
      if (segment.kind() != Kind.LITERAL) {
        labels.put(
            segment.text(), String.join("/", Arrays.asList(parts).subList(part, part + width)));
      }
      part += width;
    }
    return labels;
  }

  /** The parts of a path that {@link #matches} looks at. */
  static String[] split(String rawPath) {
    return (rawPath.startsWith("/") ? rawPath.substring(1) : rawPath).split("/", -1);
  }

  private int width(int segment, int part, String[] parts) {
    return segments.get(segment).kind() == Kind.GREEDY
        ? parts.length - part - (segments.size() - 1 - segment)
        : 1;
  }

  /** Whether a path is of this pattern; a slash behind its end makes no difference. */
  boolean matches(String[] parts) {
    int part = 0;
    for (int i = 0; i < segments.size(); i++) {
      int width = width(i, part, parts);
      if (width < 1 || part + width > parts.length || !fits(segments.get(i), parts, part, width)) {
        return false;
      }
      part += width;
    }
    return part == parts.length || (part == parts.length - 1 && parts[part].isEmpty());
  }

  private static boolean fits(Segment segment, String[] parts, int part, int width) {
    return switch (segment.kind()) {
      case LITERAL -> parts[part].equals(segment.text());
      case LABEL -> !parts[part].isEmpty();
      case GREEDY -> width > 1 || !parts[part].isEmpty();
    };
  }
}
