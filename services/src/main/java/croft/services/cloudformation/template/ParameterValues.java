package croft.services.cloudformation.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The values of a template's parameters, each as its declaration allows. */
public final class ParameterValues {
  private ParameterValues() {}

  /** A value somebody gave: a text, or what the parameter was before. */
  public sealed interface Given {
    record Value(String text) implements Given {}

    record Previous() implements Given {}
  }

  /**
   * All values, by name.
   *
   * @param previous what a parameter was before, for {@link Given.Previous}
   * @throws croft.base.ServiceError {@code ValidationError}
   */
  public static Map<String, String> of(
      Map<String, ParameterDeclaration> declared,
      Map<String, Given> given,
      Function<String, Optional<String>> previous) {
    TreeSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(declared.keySet());
    if (!unknown.isEmpty()) {
      throw TemplateErrors.validation("Parameters: " + unknown + " do not exist in the template");
    }
    Map<String, String> values = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (ParameterDeclaration parameter : declared.values()) {
      Optional<String> value = value(parameter, given.get(parameter.name()), previous);
      if (value.isEmpty()) {
        missing.add(parameter.name());
      } else {
        check(parameter, value.get());
        values.put(parameter.name(), value.get());
      }
    }
    if (!missing.isEmpty()) {
      throw TemplateErrors.validation("Parameters: " + missing + " must have values");
    }
    return values;
  }

  private static Optional<String> value(
      ParameterDeclaration parameter,
      @org.jspecify.annotations.Nullable Given given,
      Function<String, Optional<String>> previous) {
    return switch (given) {
      case null -> Optional.ofNullable(parameter.defaultValue());
      case Given.Value value -> Optional.of(value.text());
      case Given.Previous before -> {
        Optional<String> found = previous.apply(parameter.name());
        if (found.isEmpty()) {
          throw TemplateErrors.validation(
              "Invalid input for parameter key %s. Cannot specify usePreviousValue as true for a parameter key not in the previous template"
                  .formatted(parameter.name()));
        }
        yield found;
      }
    };
  }

  /** The items of a list's value. */
  public static List<String> items(String value) {
    if (value.isEmpty()) {
      return List.of();
    }
    List<String> items = new ArrayList<>();
    for (String item : value.split(",", -1)) {
      items.add(item.strip());
    }
    return items;
  }

  private static void check(ParameterDeclaration parameter, String value) {
    if (parameter.type().startsWith("AWS::SSM::")) {
      // What is given is the name of a parameter; its value has no constraints.
      return;
    }
    List<String> items = parameter.isList() ? items(value) : List.of(value);
    for (String item : items) {
      checkItem(parameter, item);
    }
  }

  private static void checkItem(ParameterDeclaration parameter, String value) {
    String name = parameter.name();
    if (!parameter.allowedValues().isEmpty() && !parameter.allowedValues().contains(value)) {
      throw refused(parameter, "Parameter '%s' must be one of AllowedValues".formatted(name));
    }
    String pattern = parameter.allowedPattern();
    if (pattern != null && !matches(pattern, value)) {
      throw refused(parameter, "Parameter '%s' must match pattern %s".formatted(name, pattern));
    }
    if (parameter.type().contains("Number")) {
      checkNumber(parameter, value);
    } else {
      checkLength(parameter, value);
    }
  }

  private static void checkLength(ParameterDeclaration parameter, String value) {
    Long least = parameter.minLength();
    if (least != null && value.length() < least) {
      throw refused(
          parameter,
          "Parameter '%s' must contain at least %d characters".formatted(parameter.name(), least));
    }
    Long most = parameter.maxLength();
    if (most != null && value.length() > most) {
      throw refused(
          parameter,
          "Parameter '%s' must contain at most %d characters".formatted(parameter.name(), most));
    }
  }

  private static void checkNumber(ParameterDeclaration parameter, String value) {
    BigDecimal number;
    try {
      number = new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw TemplateErrors.validation(
          "Parameter '%s' must be a number.".formatted(parameter.name()));
    }
    BigDecimal least = parameter.minValue();
    if (least != null && number.compareTo(least) < 0) {
      throw refused(
          parameter,
          "Parameter '%s' must be a number not less than %s"
              .formatted(parameter.name(), least.toPlainString()));
    }
    BigDecimal most = parameter.maxValue();
    if (most != null && number.compareTo(most) > 0) {
      throw refused(
          parameter,
          "Parameter '%s' must be a number not greater than %s"
              .formatted(parameter.name(), most.toPlainString()));
    }
  }

  private static boolean matches(String pattern, String value) {
    try {
      return Pattern.compile(pattern).matcher(value).matches();
    } catch (PatternSyntaxException e) {
      throw TemplateErrors.validation("Invalid AllowedPattern " + pattern);
    }
  }

  private static RuntimeException refused(ParameterDeclaration parameter, String message) {
    String constraint = parameter.constraint();
    return TemplateErrors.validation(
        constraint == null
            ? message
            : "Parameter %s failed to satisfy constraint: %s"
                .formatted(parameter.name(), constraint));
  }
}
