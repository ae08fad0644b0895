package croft.wire.codec;

import croft.base.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query protocol's call, from a body of {@code
 * application/x-www-form-urlencoded} or from a query string. Parsed once; a parameter given twice
 * has its last value.
 */
public final class Form {
  private final FormNode root;

  private Form(FormNode root) {
    this.root = root;
  }

  /**
   * Reads a form.
   *
   * @param text the body or query string, still encoded
   * @throws ServiceError {@code MalformedQueryString} (400) for a bad escape, too many parameters
   *     or a name with too many dots
   */
  public static Form parse(String text, Limits limits) {
    FormNode root = FormNode.root();
    int count = 0;
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('&', from);
      end = end < 0 ? text.length() : end;
      if (end > from) {
        if (++count > limits.parameters()) {
          throw malformed("The request has more than " + limits.parameters() + " parameters.");
        }
        add(root, text.substring(from, end), limits);
      }
      from = end + 1;
    }
    return new Form(root);
  }

  /** One parameter, or null; the name may have dots. */
  public @Nullable String get(String name) {
    FormNode node = root;
    for (String step : name.split("\\.", -1)) {
      node = node.child(step);
      if (node == null) {
        return null;
      }
    }
    return node.value();
  }

  /** Adds a parameter that was not given; the name has no dots. */
  public void putIfAbsent(String name, String value) {
    FormNode node = root.grow(name);
    if (node.value() == null) {
      node.set(value);
    }
  }

  FormNode root() {
    return root;
  }

  private static void add(FormNode root, String parameter, Limits limits) {
    int equals = parameter.indexOf('=');
    String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
    String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
    FormNode node = root;
    int from = 0;
    while (true) {
      int dot = name.indexOf('.', from);
      node = node.grow(dot < 0 ? name.substring(from) : name.substring(from, dot));
      if (node.depth() > limits.depth()) {
        throw malformed("A parameter's name has more than " + limits.depth() + " parts.");
      }
      if (dot < 0) {
        break;
      }
      from = dot + 1;
    }
    node.set(value);
  }

  private static String decode(String text) {
    try {
      return Percent.decode(text, true);
    } catch (IllegalArgumentException e) {
      throw malformed("The query string is malformed: " + e.getMessage());
    }
  }

  static ServiceError malformed(String message) {
    return ServiceError.badRequest("MalformedQueryString", message);
  }
}
