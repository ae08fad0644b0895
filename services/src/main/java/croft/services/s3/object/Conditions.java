package croft.services.s3.object;

import croft.base.ServiceError;
import croft.wire.codec.Timestamps;
import croft.wire.schema.TimestampFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request.
 *
 * <p>Source: RFC 9110, 13; <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html">Add
 * preconditions to S3 operations with conditional requests</a>.
 *
 * @param match of {@code If-Match}
 * @param noneMatch of {@code If-None-Match}
 * @param modifiedSince of {@code If-Modified-Since}; a date that cannot be read says nothing
 * @param unmodifiedSince of {@code If-Unmodified-Since}; likewise
 * @param prefix of the headers' names, for what is told of a condition that failed
 */
public record Conditions(
    @Nullable String match,
    @Nullable String noneMatch,
    @Nullable String modifiedSince,
    @Nullable String unmodifiedSince,
    String prefix) {

  /** The conditions of a write. */
  public static Conditions ofWrite(@Nullable String match, @Nullable String noneMatch) {
    if (noneMatch != null && !noneMatch.strip().equals("*")) {
      throw ObjectErrors.notImplemented("If-None-Match");
    }
    return new Conditions(match, noneMatch, null, null, "");
  }

  /** The conditions of a read. */
  static Conditions ofRead(
      @Nullable String match,
      @Nullable String noneMatch,
      @Nullable String modifiedSince,
      @Nullable String unmodifiedSince) {
    return new Conditions(match, noneMatch, modifiedSince, unmodifiedSince, "");
  }

  /**
   * Passes when an object may be written over what is there.
   *
   * @throws ServiceError {@code PreconditionFailed} (412), or {@code NoSuchKey} (404) when there is
   *     nothing to match
   */
  public void checkWrite(String key, Optional<ObjectVersion> current) {
    Optional<ObjectVersion> object = current.filter(version -> !version.isDeleteMarker());
    if (noneMatch != null && object.isPresent()) {
      throw ObjectErrors.preconditionFailed("If-None-Match");
    }
    if (match != null) {
      ObjectVersion version = object.orElseThrow(() -> ObjectErrors.noSuchKey(key));
      if (!names(match, version)) {
        throw ObjectErrors.preconditionFailed("If-Match");
      }
    }
  }

  /**
   * Whether the caller has this version already, so that it need not be sent.
   *
   * @throws ServiceError {@code PreconditionFailed} (412)
   */
  boolean isKnown(ObjectVersion version) {
    checkExpected(version);
    if (noneMatch != null) {
      return names(noneMatch, version);
    }
    Instant since = date(modifiedSince);
    return since != null && !version.modified().isAfter(since);
  }

  /**
   * Passes when a version may be copied.
   *
   * @throws ServiceError {@code PreconditionFailed} (412)
   */
  public void checkCopy(ObjectVersion version) {
    if (isKnown(version)) {
      throw ObjectErrors.preconditionFailed(
          prefix + (noneMatch == null ? "If-Modified-Since" : "If-None-Match"));
    }
  }

  private void checkExpected(ObjectVersion version) {
    if (match != null) {
      if (!names(match, version)) {
        throw ObjectErrors.preconditionFailed(prefix + "If-Match");
      }
      return;
    }
    Instant since = date(unmodifiedSince);
    if (since != null && version.modified().isAfter(since)) {
      throw ObjectErrors.preconditionFailed(prefix + "If-Unmodified-Since");
    }
  }

  /** Whether a list of entity tags, with quotes or without, has this version's, or is a star. */
  static boolean names(String etags, ObjectVersion version) {
    for (String each : etags.split(",", -1)) {
      String tag = each.strip();
      if (tag.startsWith("W/")) {
        tag = tag.substring(2);
      }
      if (tag.equals("*") || tag.replace("\"", "").equals(version.bytes().etag())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Instant date(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Timestamps.parse(text.strip(), TimestampFormat.HTTP_DATE);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
