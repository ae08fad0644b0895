package croft.services.s3.configuration;

import croft.api.s3.AbortIncompleteMultipartUpload;
import croft.api.s3.BucketLifecycleConfiguration;
import croft.api.s3.LifecycleExpiration;
import croft.api.s3.LifecycleRule;
import croft.api.s3.LifecycleRuleAndOperator;
import croft.api.s3.LifecycleRuleFilter;
import croft.api.s3.NoncurrentVersionExpiration;
import croft.api.s3.Tag;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.s3.lifecycle.Rule;
import croft.services.s3.lifecycle.Rules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lifecycle configurations: what they may say, and the rules in force they make. */
final class LifecycleShapes {
  private static final int MOST_RULES = 1000;
  private static final int LONGEST_ID = 255;
  private static final int ID_DIGITS = 32;

  private LifecycleShapes() {}

  /**
   * The configuration with an ID for each rule that came without.
   *
   * @throws ServiceError {@code MalformedXML}, {@code InvalidRequest} or {@code InvalidArgument}
   *     (400); transitions are refused by name, for there is one storage class
   */
  static BucketLifecycleConfiguration checked(BucketLifecycleConfiguration wanted, Ids ids) {
    List<LifecycleRule> rules = wanted.rulesOrEmpty();
    if (rules.isEmpty() || rules.size() > MOST_RULES) {
      throw BucketDocuments.malformed();
    }
    Set<String> seen = new HashSet<>();
    List<LifecycleRule> named = new ArrayList<>();
    for (LifecycleRule rule : rules) {
      String given = rule.id();
      String id = given == null || given.isEmpty() ? ids.hex(ID_DIGITS) : given;
      if (id.length() > LONGEST_ID) {
        throw BucketDocuments.invalidArgument("ID length should not exceed allowed limit of 255");
      }
      if (!seen.add(id)) {
        throw BucketDocuments.invalidArgument(
            "Rule ID must be unique. Found same ID for more than one rule");
      }
      check(rule);
      named.add(rule.toBuilder().id(id).build());
    }
    return wanted.toBuilder().rules(named).build();
  }

  private static void check(LifecycleRule rule) {
    String status = rule.status();
    boolean eitherPlace = (rule.filter() == null) != (rule.prefix() == null);
    if (status == null || !Set.of("Enabled", "Disabled").contains(status) || !eitherPlace) {
      throw BucketDocuments.malformed();
    }
    if (!rule.transitionsOrEmpty().isEmpty()) {
      throw ServiceError.unsupported("The lifecycle action Transition");
    }
    if (!rule.noncurrentVersionTransitionsOrEmpty().isEmpty()) {
      throw ServiceError.unsupported("The lifecycle action NoncurrentVersionTransition");
    }
    LifecycleExpiration expiration = rule.expiration();
    NoncurrentVersionExpiration noncurrent = rule.noncurrentVersionExpiration();
    AbortIncompleteMultipartUpload abort = rule.abortIncompleteMultipartUpload();
    if (expiration == null && noncurrent == null && abort == null) {
      throw BucketDocuments.invalid("At least one action needs to be specified in a rule.");
    }
    Rule.Filter filter = filter(rule);
    if (expiration != null) {
      check(expiration, filter);
    }
    if (noncurrent != null) {
      requirePositive(
          noncurrent.noncurrentDays(), "NoncurrentDays' for NoncurrentVersionExpiration");
      if (noncurrent.newerNoncurrentVersions() != null) {
        requirePositive(
            noncurrent.newerNoncurrentVersions(),
            "NewerNoncurrentVersions' for NoncurrentVersionExpiration");
      }
    }
    if (abort != null) {
      requirePositive(
          abort.daysAfterInitiation(), "DaysAfterInitiation' for AbortIncompleteMultipartUpload");
      requireNoTags(filter, "AbortIncompleteMultipartUpload");
    }
  }

  private static void check(LifecycleExpiration expiration, Rule.Filter filter) {
    Instant date = expiration.date();
    boolean markers = expiration.expiredObjectDeleteMarker() != null;
    int ways = (date == null ? 0 : 1) + (expiration.days() == null ? 0 : 1) + (markers ? 1 : 0);
    if (ways != 1) {
      throw BucketDocuments.malformed();
    }
    if (expiration.days() != null) {
      requirePositive(expiration.days(), "Days' for Expiration");
    }
    if (date != null && !date.truncatedTo(ChronoUnit.DAYS).equals(date)) {
      throw BucketDocuments.invalidArgument("'Date' must be at midnight GMT");
    }
    if (markers) {
      requireNoTags(filter, "ExpiredObjectDeleteMarker");
    }
  }

  private static void requirePositive(@Nullable Integer number, String what) {
    if (number == null) {
      throw BucketDocuments.malformed();
    }
    if (number < 1) {
      throw BucketDocuments.invalidArgument("'" + what + " action must be a positive integer");
    }
  }

  private static void requireNoTags(Rule.Filter filter, String what) {
    if (!filter.tags().isEmpty()) {
      throw BucketDocuments.invalid(what + " cannot be specified with Tags.");
    }
  }

  /** The rules that are enabled. */
  static Rules inForce(BucketLifecycleConfiguration configuration) {
    return new Rules(
        configuration.rulesOrEmpty().stream()
            .filter(rule -> "Enabled".equals(rule.status()))
            .map(LifecycleShapes::rule)
            .toList());
  }

  private static Rule rule(LifecycleRule rule) {
    LifecycleExpiration expiration = rule.expiration();
    NoncurrentVersionExpiration noncurrent = rule.noncurrentVersionExpiration();
    AbortIncompleteMultipartUpload abort = rule.abortIncompleteMultipartUpload();
    return new Rule(
        Objects.requireNonNullElse(rule.id(), ""),
        filter(rule),
        expiration == null
            ? null
            : new Rule.Expiration(
                expiration.days(),
                expiration.date(),
                Boolean.TRUE.equals(expiration.expiredObjectDeleteMarker())),
        noncurrent == null
            ? null
            : new Rule.Noncurrent(
                orZero(noncurrent.noncurrentDays()), orZero(noncurrent.newerNoncurrentVersions())),
        abort == null ? null : abort.daysAfterInitiation());
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static Rule.Filter filter(LifecycleRule rule) {
    LifecycleRuleFilter filter = rule.filter();
    if (filter == null) {
      return new Rule.Filter(orEmpty(rule.prefix()), Map.of(), null, null);
    }
    LifecycleRuleAndOperator and = filter.and();
    if (and != null) {
      return new Rule.Filter(
          orEmpty(and.prefix()),
          tags(and.tagsOrEmpty()),
          and.objectSizeGreaterThan(),
          and.objectSizeLessThan());
    }
    Tag tag = filter.tag();
    return new Rule.Filter(
        orEmpty(filter.prefix()),
        tag == null ? Map.of() : tags(List.of(tag)),
        filter.objectSizeGreaterThan(),
        filter.objectSizeLessThan());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Tag tag : tags) {
      String former = map.put(orEmpty(tag.key()), orEmpty(tag.value()));
      if (former != null) {
        throw BucketDocuments.invalid("Duplicate Tag Keys are not allowed.");
      }
    }
    return map;
  }
}
