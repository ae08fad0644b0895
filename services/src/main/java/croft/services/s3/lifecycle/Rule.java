package croft.services.s3.lifecycle;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lifecycle rule in force.
 *
 * @param expiration of current versions and delete markers; null when the rule has none
 * @param noncurrent of versions that others have replaced; null when the rule has none
 * @param abortAfterDays after which incomplete uploads are aborted; null when the rule has none
 */
public record Rule(
    String id,
    Filter filter,
    @Nullable Expiration expiration,
    @Nullable Noncurrent noncurrent,
    @Nullable Integer abortAfterDays) {

  /**
   * The objects a rule is about: all that is said must hold.
   *
   * @param tags which the object must have with these values
   * @param sizeGreaterThan bytes, exclusive; null for no bound
   * @param sizeLessThan bytes, exclusive; null for no bound
   */
  public record Filter(
      String prefix,
      Map<String, String> tags,
      @Nullable Long sizeGreaterThan,
      @Nullable Long sizeLessThan) {

    public Filter {
      tags = Map.copyOf(tags);
    }

    /** Whether key and size fit, so that only the tags remain to be looked at. */
    boolean mayMean(String key, long sizeBytes) {
      return key.startsWith(prefix)
          && (sizeGreaterThan == null || sizeBytes > sizeGreaterThan)
          && (sizeLessThan == null || sizeBytes < sizeLessThan);
    }

    boolean means(String key, long sizeBytes, Map<String, String> objectTags) {
      return mayMean(key, sizeBytes) && objectTags.entrySet().containsAll(tags.entrySet());
    }
  }

  /**
   * When current versions expire: one of the three.
   *
   * @param deleteMarkers whether a delete marker goes that has no version left under it
   */
  public record Expiration(@Nullable Integer days, @Nullable Instant date, boolean deleteMarkers) {}

  /**
   * When noncurrent versions go.
   *
   * @param newerKept how many noncurrent versions newer than the one in question stay; 0 for none
   */
  public record Noncurrent(int days, int newerKept) {}
}
