package croft.services.cloudformation.template.source;

import croft.base.ServiceError;
import croft.services.cloudformation.template.source.Node.MapNode;

/**
 * Reads the text of a template.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html">template
 * formats</a>.
 */
public final class Source {
  /** More than any template AWS takes from S3. */
  static final int MOST_CHARACTERS = 1024 * 1024;

  /** How many parts a template may have once aliases are written out. */
  static final int MOST_NODES = 200_000;

  static final int MOST_DEPTH = 100;

  private Source() {}

  /**
   * The whole template: JSON when it begins with a brace, else YAML, in which short forms such as
   * {@code !Ref} become the long ones.
   *
   * @throws ServiceError {@code ValidationError} with the place of the fault
   */
  public static MapNode read(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw invalid("Template may not exceed " + MOST_CHARACTERS + " bytes in size.");
    }
    Node root = text.stripLeading().startsWith("{") ? JsonSource.read(text) : YamlSource.read(text);
    if (root instanceof MapNode map) {
      return map;
    }
    throw invalid("Template format error: unsupported structure.");
  }

  static ServiceError invalid(String message) {
    return ServiceError.badRequest("ValidationError", message);
  }
}
