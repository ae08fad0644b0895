package croft.services.iam.credential;

import croft.base.Arn;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A virtual device for multi-factor authentication.
 *
 * @param path {@code /} or {@code /team/}
 * @param sealedSeed Base32, sealed for {@link #seedPurpose}
 * @param userId the user's it is; empty while it is nobody's, the account's number for the root
 * @param enabledAt null while it is nobody's
 * @param driftSteps how many steps of 30 s its clock runs ahead of ours
 * @param lastStep of the newest code it was used with: none up to it is taken again
 */
public record MfaDevice(
    String account,
    String name,
    String path,
    String sealedSeed,
    String userId,
    @Nullable Instant enabledAt,
    long driftSteps,
    long lastStep,
    Map<String, String> tags) {
  private static final String BY_USER = "user_id";

  public static final Table<MfaDevice> TABLE =
      Table.of("iam_mfa_device", MfaDevice.class, MfaDevice::account, MfaDevice::serialNumber)
          .index(BY_USER, MfaDevice::userId);

  /** The devices of a user, by serial number. */
  public static List<MfaDevice> ofUser(Transaction tx, String account, String userId) {
    return tx.findIn(TABLE, account, BY_USER, userId).stream()
        .sorted(Comparator.comparing(MfaDevice::serialNumber))
        .toList();
  }

  /** {@code arn:aws:iam::account:mfa/path/name}. */
  public String serialNumber() {
    return serialNumber(account, path, name);
  }

  public static String serialNumber(String account, String path, String name) {
    return Arn.of("iam", "", account, "mfa" + path + name).toString();
  }

  /** What a device's seed is sealed for: it opens for no other device. */
  public static String seedPurpose(String serialNumber) {
    return "mfa-seed " + serialNumber;
  }

  public boolean assigned() {
    return !userId.isEmpty();
  }

  /** The same as a user's, or nobody's when the user is empty. */
  public MfaDevice assignedTo(String user, @Nullable Instant at) {
    return new MfaDevice(account, name, path, sealedSeed, user, at, driftSteps, lastStep, tags);
  }

  /** The same after a code of that step. */
  public MfaDevice usedAt(long step, long drift) {
    return new MfaDevice(account, name, path, sealedSeed, userId, enabledAt, drift, step, tags);
  }

  public MfaDevice withTags(Map<String, String> all) {
    return new MfaDevice(
        account, name, path, sealedSeed, userId, enabledAt, driftSteps, lastStep, all);
  }
}
