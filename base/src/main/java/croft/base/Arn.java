package croft.base;

/**
 * An Amazon Resource Name: {@code arn:partition:service:region:account:resource}. Region and
 * account may be empty; the resource may hold colons and slashes.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon
 * Resource Names</a>.
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {

  /** An ARN of the {@code aws} partition. */
  public static Arn of(String service, String region, String account, String resource) {
    return new Arn("aws", service, region, account, resource);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when the text has fewer than six parts or does not begin with
   *     {@code arn:}
   */
  public static Arn parse(String text) {
    String[] parts = text.split(":", 6);
    if (parts.length != 6 || !parts[0].equals("arn")) {
      throw new IllegalArgumentException("Not an ARN: " + text);
    }
    return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
