package croft.services.s3.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a version from being deleted.
 *
 * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}; null without retention
 * @param until when retention ends; null without retention
 * @param legalHold {@code ON} or {@code OFF}; null when it was never said
 */
public record ObjectLock(
    @Nullable String mode, @Nullable Instant until, @Nullable String legalHold) {
  public static final String GOVERNANCE = "GOVERNANCE";

  /** Nothing. */
  public static final ObjectLock NONE = new ObjectLock(null, null, null);

  /** Whether the version must stay, at that time and for that caller. */
  public boolean holds(Instant now, boolean bypassingGovernance) {
    return "ON".equals(legalHold) || (isRetained(now) && !(bypassingGovernance && isGoverned()));
  }

  /** Whether retention has not ended. */
  public boolean isRetained(Instant now) {
    return until != null && until.isAfter(now);
  }

  /** Whether who has the permission may shorten or pass over the retention. */
  public boolean isGoverned() {
    return GOVERNANCE.equals(mode);
  }
}
