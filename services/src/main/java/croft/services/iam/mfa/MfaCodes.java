package croft.services.iam.mfa;

import croft.base.ServiceError;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.credential.MfaDevice;
import croft.services.iam.entity.IamParts;
import croft.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/** Verifies the codes of devices, and sees that none is used twice. */
public final class MfaCodes {
  /** How far a device's clock may be off when it is enabled or synchronized: five minutes. */
  private static final int WIDE_STEPS = 10;

  private static final int NARROW_STEPS = 1;

  private final MasterKey key;

  public MfaCodes(IamParts parts) {
    this.key = parts.masterKey();
  }

  /**
   * The device after two codes in a row, which tell how its clock goes.
   *
   * @throws ServiceError {@code InvalidAuthenticationCode} when they are not two in a row of about
   *     now, or were used before
   */
  MfaDevice synchronizedBy(MfaDevice device, String first, String second, Instant now) {
    byte[] seed = seed(device);
    long present = Totp.step(now);
    for (long step = present - WIDE_STEPS; step < present + WIDE_STEPS; step++) {
      boolean fresh = step > device.lastStep();
      if (fresh && same(seed, step, first) && same(seed, step + 1, second)) {
        return device.usedAt(step + 1, step + 1 - present);
      }
    }
    throw new ServiceError(
        "InvalidAuthenticationCode", 403, "Authentication code for device is not valid");
  }

  /**
   * Takes a user's code and uses it up.
   *
   * @return whether it is the code of a device of that user, of now and not used before
   */
  public boolean use(
      Transaction tx,
      String account,
      String userId,
      String serialNumber,
      String code,
      Instant now) {
    Optional<MfaDevice> device =
        tx.get(MfaDevice.TABLE, account, serialNumber)
            .filter(found -> found.assigned() && found.userId().equals(userId));
    return device.isPresent() && use(tx, device.get(), code, now);
  }

  private boolean use(Transaction tx, MfaDevice device, String code, Instant now) {
    byte[] seed = seed(device);
    long expected = Totp.step(now) + device.driftSteps();
    for (long step = expected - NARROW_STEPS; step <= expected + NARROW_STEPS; step++) {
      if (step > device.lastStep() && same(seed, step, code)) {
        tx.put(MfaDevice.TABLE, device.usedAt(step, device.driftSteps()));
        return true;
      }
    }
    return false;
  }

  private byte[] seed(MfaDevice device) {
    String purpose = MfaDevice.seedPurpose(device.serialNumber());
    return Totp.bytes(key.open(purpose, device.sealedSeed()).orElseThrow());
  }

  private static boolean same(byte[] seed, long step, String code) {
    return MessageDigest.isEqual(
        Totp.code(seed, step).getBytes(StandardCharsets.UTF_8),
        code.getBytes(StandardCharsets.UTF_8));
  }
}
