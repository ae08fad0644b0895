package croft.services.cloudformation.stack;

/**
 * A parameter's value as it may be seen.
 *
 * @param value what was given; {@code ****} for one that is hidden
 * @param resolved what the Parameter Store said it is; empty for others
 */
public record ShownParameter(String key, String value, String resolved) {
  public static final String HIDDEN = "****";
}
