package croft.services.iam.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text of a policy that a text of the request is held against: with or without wildcards, and
 * with policy variables such as <code>${aws:username}</code>, <code>${aws:PrincipalTag/team,
 * 'none'}</code> and the escapes <code>${*}</code>, <code>${?}</code> and <code>${$}</code>.
 *
 * <p>A variable whose key the request has not, or has with more than one value, makes the pattern
 * match nothing unless it has a default. Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">IAM
 * policy elements: variables and tags</a>.
 */
public final class TextPattern {
  private final String source;
  private final Form form;
  private final List<Part> parts;
  private final @Nullable Glob fixed;

  /**
   * How a text is read.
   *
   * @param wildcards whether {@code *} and {@code ?} are wildcards
   * @param variables whether the document's version and the element know variables
   */
  record Form(boolean wildcards, boolean variables, boolean ignoreCase, Glob.Reach reach) {
    static Form action() {
      return new Form(true, false, true, Glob.Reach.TEXT);
    }

    static Form resource(boolean variables) {
      return new Form(true, variables, false, Glob.Reach.RESOURCE);
    }

    static Form equality(boolean variables, boolean ignoreCase) {
      return new Form(false, variables, ignoreCase, Glob.Reach.TEXT);
    }

    static Form like(boolean variables) {
      return new Form(true, variables, false, Glob.Reach.TEXT);
    }

    static Form arn(boolean variables) {
      return new Form(true, variables, false, Glob.Reach.ARN_PARTS);
    }
  }

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Star() implements Part {}

    record Question() implements Part {}

    record Variable(String key, @Nullable String byDefault) implements Part {}
  }

  private TextPattern(String source, Form form, List<Part> parts) {
    this.source = source;
    this.form = form;
    this.parts = List.copyOf(parts);
    boolean constant = this.parts.stream().noneMatch(Part.Variable.class::isInstance);
    this.fixed = constant ? resolve(RequestContext.EMPTY) : null;
  }

  static TextPattern of(String source, Form form) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < source.length()) {
      int end = form.variables() ? variableEnd(source, at) : -1;
      if (end > 0) {
        String inside = source.substring(at + 2, end);
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
          literal.append(inside);
        } else {
          flush(literal, parts);
          parts.add(variable(inside));
        }
        at = end + 1;
        continue;
      }
      char character = source.charAt(at++);
      if (form.wildcards() && (character == '*' || character == '?')) {
        flush(literal, parts);
        parts.add(character == '*' ? new Part.Star() : new Part.Question());
      } else {
        literal.append(character);
      }
    }
    flush(literal, parts);
    return new TextPattern(source, form, parts);
  }

  /** The index of the brace that closes a variable beginning here, or -1. */
  private static int variableEnd(String source, int at) {
    return source.startsWith("${", at) ? source.indexOf('}', at) : -1;
  }

  private static Part variable(String inside) {
    int comma = inside.indexOf(',');
    if (comma < 0) {
      return new Part.Variable(inside.strip(), null);
    }
    String byDefault = inside.substring(comma + 1).strip();
    if (byDefault.length() >= 2 && byDefault.startsWith("'") && byDefault.endsWith("'")) {
      byDefault = byDefault.substring(1, byDefault.length() - 1);
    }
    return new Part.Variable(inside.substring(0, comma).strip(), byDefault);
  }

  private static void flush(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  boolean matches(String text, RequestContext context) {
    Glob glob = fixed == null ? resolve(context) : fixed;
    return glob != null && glob.matches(folded(text));
  }

  private @Nullable Glob resolve(RequestContext context) {
    Glob.Builder builder = new Glob.Builder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(String text) -> builder.literal(folded(text));
        case Part.Star() -> builder.star();
        case Part.Question() -> builder.question();
        case Part.Variable(String key, String byDefault) -> {
          String value = context.single(key);
          if (value == null) {
            value = byDefault;
          }
          if (value == null) {
            return null;
          }
          builder.literal(folded(value));
        }
      }
    }
    return builder.build(form.reach());
  }

  private String folded(String text) {
    return form.ignoreCase() ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** The text as the document has it. */
  @Override
  public String toString() {
    return source;
  }
}
