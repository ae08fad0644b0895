package croft.services.sns.message;

/**
 * An attribute of a message.
 *
 * @param type {@code String}, {@code String.Array}, {@code Number}, {@code Binary}, perhaps with an
 *     own ending as in {@code Number.float}
 * @param value the text; of binary ones in Base64
 */
public record Attribute(String type, String value) {
  public boolean isBinary() {
    return type.startsWith("Binary");
  }

  public boolean isNumber() {
    return type.startsWith("Number");
  }

  public boolean isArray() {
    return type.equals("String.Array");
  }
}
