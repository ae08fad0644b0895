package croft.services.ec2.launchtemplate;

import java.time.Instant;

/**
 * A launch template.
 *
 * @param createdBy the ARN of who made it
 * @param latestVersion the number given last, also when that version was deleted since
 */
public record Template(
    String scope,
    String id,
    String name,
    Instant createdAt,
    String createdBy,
    long defaultVersion,
    long latestVersion) {

  Template withDefault(long number) {
    return new Template(scope, id, name, createdAt, createdBy, number, latestVersion);
  }

  Template withLatest(long number) {
    return new Template(scope, id, name, createdAt, createdBy, defaultVersion, number);
  }
}
