package croft.codegen.emit;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Turns a model's names into Java's. */
final class JavaNames {
  /** Types that generated code names without their package, so no shape may take the name. */
  private static final Set<String> TAKEN_TYPES =
      Set.of(
          """
          String Boolean Integer Long Float Double Object Override StringBuilder BigInteger
          BigDecimal Instant List Map Set Function Nullable NullMarked ByteStream Schema Schemas
          Member Shape ShapeReader ShapeWriter ElementReaders ElementWriters Values HttpLocation
          TimestampFormat Constraints Operation Invoker ServiceModel ErrorModel Protocol
          XmlNamespace ShapeIndex ShapeType Builder Reading LinkedHashMap Collections\
          """
              .split("\\s+"));

  /** Methods every record has, so no component may take the name. */
  private static final Set<String> TAKEN_METHODS =
      Set.of(
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait",
          "schema",
          "builder",
          "toBuilder",
          "build");

  private JavaNames() {}

  static String type(String shape) {
    String name = Character.toUpperCase(shape.charAt(0)) + shape.substring(1);
    return TAKEN_TYPES.contains(name) ? name + "Shape" : name;
  }

  /** {@code VPCId} becomes {@code vpcId}, {@code DBName dbName}, {@code IPv6 ipv6}. */
  static String component(String member) {
    String text = member.replaceAll("[^A-Za-z0-9]+(.)?", "_$1").replaceAll("^IPv", "Ipv");
    int run = 0;
    while (run < text.length()
        && !Character.isLowerCase(text.charAt(run))
        && text.charAt(run) != '_') {
      run++;
    }
    int lowered =
        run > 1 && run < text.length() && Character.isLowerCase(text.charAt(run)) ? run - 1 : run;
    String name = text.substring(0, lowered).toLowerCase(Locale.ROOT) + text.substring(lowered);
    if (Character.isDigit(name.charAt(0))) {
      name = "_" + name;
    }
    return SourceVersion.isKeyword(name) || TAKEN_METHODS.contains(name) ? name + "_" : name;
  }

  static String constant(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9_]", "_")
        .toUpperCase(Locale.ROOT);
  }

  /** A Java string literal. */
  static String literal(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        default -> {
          if (c < ' ' || c > '~') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
