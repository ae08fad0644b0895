package croft.services.ec2.launchtemplate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a launch template; it never changes.
 *
 * @param data the JSON form of the API's RequestLaunchTemplateData
 */
public record TemplateVersion(
    String scope,
    String templateId,
    long number,
    @Nullable String description,
    Instant createdAt,
    String createdBy,
    String data) {

  /** In the order of numbers, as texts are ordered. */
  String id() {
    return id(templateId, number);
  }

  static String id(String templateId, long number) {
    return templateId + ":" + "%012d".formatted(number);
  }

  /** User data may hold secrets. */
  @Override
  public String toString() {
    return "TemplateVersion[" + templateId + ", " + number + "]";
  }
}
