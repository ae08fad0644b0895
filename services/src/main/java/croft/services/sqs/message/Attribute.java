package croft.services.sqs.message;

/**
 * An attribute of a message.
 *
 * @param type {@code String}, {@code Number} or {@code Binary}, perhaps with a label
 * @param value the text, or bytes as Base64
 */
public record Attribute(String type, String value) {
  boolean isBinary() {
    return type.startsWith("Binary");
  }
}
