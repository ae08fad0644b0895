package croft.services.cloudformation.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as a template declares it.
 *
 * @param defaultValue null when it must be given
 * @param constraint what to say when a value fits none of the constraints, or null
 */
public record ParameterDeclaration(
    String name,
    String type,
    @Nullable String defaultValue,
    boolean noEcho,
    String description,
    List<String> allowedValues,
    @Nullable String allowedPattern,
    @Nullable String constraint,
    @Nullable Long minLength,
    @Nullable Long maxLength,
    java.math.@Nullable BigDecimal minValue,
    java.math.@Nullable BigDecimal maxValue) {
  public ParameterDeclaration {
    allowedValues = List.copyOf(allowedValues);
  }

  /** Whether its value is a list of texts. */
  public boolean isList() {
    return type.equals("CommaDelimitedList") || type.contains("List<");
  }
}
