package croft.services.iam.managedpolicy;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A customer managed policy.
 *
 * @param nextVersion the number of the next version, which is never used again
 * @param versions oldest first, at most five
 */
public record ManagedPolicy(
    String account,
    String name,
    String path,
    String id,
    String description,
    Instant createdAt,
    Instant updatedAt,
    String defaultVersion,
    int nextVersion,
    List<Version> versions,
    Map<String, String> tags) {
  public static final Table<ManagedPolicy> TABLE =
      Table.of(
          "iam_managed_policy", ManagedPolicy.class, ManagedPolicy::account, ManagedPolicy::name);

  /**
   * One version of the document.
   *
   * @param id {@code v1}, {@code v2}, …
   */
  public record Version(String id, String document, Instant createdAt) {}

  /** {@code arn:aws:iam::account:policy/path/name}. */
  public Arn arn() {
    return Arn.of("iam", "", account, "policy" + path + name);
  }

  /** The document in force. */
  public String document() {
    return version(defaultVersion).document();
  }

  /** The version of that id, which must be there. */
  private Version version(String versionId) {
    return versions.stream().filter(v -> v.id().equals(versionId)).findFirst().orElseThrow();
  }

  ManagedPolicy withVersions(String byDefault, int next, List<Version> all, Instant at) {
    return new ManagedPolicy(
        account, name, path, id, description, createdAt, at, byDefault, next, all, tags);
  }

  ManagedPolicy withTags(Map<String, String> all) {
    return new ManagedPolicy(
        account,
        name,
        path,
        id,
        description,
        createdAt,
        updatedAt,
        defaultVersion,
        nextVersion,
        versions,
        all);
  }
}
