package croft.services.s3.lifecycle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a bucket's rules in force say about an object at a time. Pure.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html">Managing
 * the lifecycle of objects</a>.
 */
public record Rules(List<Rule> rules) {

  public Rules {
    rules = List.copyOf(rules);
  }

  /**
   * A version as a listing shows it.
   *
   * @param sizeBytes 0 for a delete marker
   * @param since when it was made; for a noncurrent version, when it became noncurrent
   * @param newerNoncurrent how many noncurrent versions of its key are newer; 0 for a current one
   * @param alone whether its key has no other version
   */
  public record Version(
      String key,
      long sizeBytes,
      Instant since,
      boolean current,
      boolean deleteMarker,
      int newerNoncurrent,
      boolean alone) {}

  /** When an object expires, and by which rule. */
  public record Expiry(Instant at, String ruleId) {}

  /**
   * Whether a version is to go now.
   *
   * @param tags looked up only where a rule asks for them
   */
  public boolean isDue(Version version, Supplier<Map<String, String>> tags, Instant now) {
    for (Rule rule : rules) {
      if (rule.filter().mayMean(version.key(), version.sizeBytes())
          && isDue(rule, version, now)
          && (rule.filter().tags().isEmpty()
              || tags.get().entrySet().containsAll(rule.filter().tags().entrySet()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDue(Rule rule, Version version, Instant now) {
    if (!version.current()) {
      Rule.Noncurrent noncurrent = rule.noncurrent();
      return noncurrent != null
          && version.newerNoncurrent() >= noncurrent.newerKept()
          && Ages.isDue(version.since(), noncurrent.days(), now);
    }
    Rule.Expiration expiration = rule.expiration();
    if (expiration == null) {
      return false;
    }
    if (version.deleteMarker()) {
      // A marker over versions hides them; one over nothing has done its work.
      return version.alone() && (expiration.deleteMarkers() || hasCome(expiration, version, now));
    }
    return hasCome(expiration, version, now);
  }

  private static boolean hasCome(Rule.Expiration expiration, Version version, Instant now) {
    Integer days = expiration.days();
    Instant date = expiration.date();
    return (days != null && Ages.isDue(version.since(), days, now))
        || (date != null && !now.isBefore(date));
  }

  /** Whether an incomplete upload is to be aborted now. */
  public boolean isUploadDue(String key, Instant initiated, Instant now) {
    return abortion(key, initiated).filter(expiry -> !now.isBefore(expiry.at())).isPresent();
  }

  /** When an incomplete upload will be aborted, for {@code x-amz-abort-date}. */
  public Optional<Expiry> abortion(String key, Instant initiated) {
    return rules.stream()
        .filter(rule -> key.startsWith(rule.filter().prefix()))
        .flatMap(rule -> {
          Integer days = rule.abortAfterDays();
          return Optional.ofNullable(days)
              .map(count -> new Expiry(Ages.due(initiated, count), rule.id()))
              .stream();
        })
        .min(Comparator.comparing(Expiry::at));
  }

  /** When a current version expires, for {@code x-amz-expiration}; empty when it never does. */
  public Optional<Expiry> expiry(
      String key, long sizeBytes, Instant modified, Map<String, String> tags) {
    return rules.stream()
        .filter(rule -> rule.filter().means(key, sizeBytes, tags))
        .flatMap(rule -> expiry(rule, modified).stream())
        .min(Comparator.comparing(Expiry::at));
  }

  private static Optional<Expiry> expiry(Rule rule, Instant modified) {
    Rule.Expiration expiration = rule.expiration();
    if (expiration == null) {
      return Optional.empty();
    }
    Integer days = expiration.days();
    Instant date = expiration.date();
    if (days != null) {
      return Optional.of(new Expiry(Ages.due(modified, days), rule.id()));
    }
    return Optional.ofNullable(date).map(at -> new Expiry(at, rule.id()));
  }

  /** Whether any rule is about versions, so that they must be listed. */
  public boolean concernsVersions() {
    return rules.stream().anyMatch(rule -> rule.expiration() != null || rule.noncurrent() != null);
  }

  /** Whether any rule is about incomplete uploads. */
  public boolean concernsUploads() {
    return rules.stream().anyMatch(rule -> rule.abortAfterDays() != null);
  }
}
