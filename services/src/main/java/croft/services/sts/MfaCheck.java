package croft.services.sts;

import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.mfa.MfaCodes;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Multi-factor authentication within a request: the device's number and its code. */
final class MfaCheck {
  private final Store store;
  private final MfaCodes codes;

  MfaCheck(IamParts parts) {
    this.store = parts.store();
    this.codes = new MfaCodes(parts);
  }

  /**
   * When the caller proved itself: now, or null when the request carries no code.
   *
   * @throws ServiceError {@code AccessDenied} for a code that is not the device's of now or was
   *     used before, {@code ValidationError} for one of the two without the other
   */
  @Nullable Instant at(Call call, @Nullable String serialNumber, @Nullable String code) {
    if (serialNumber == null && code == null) {
      return null;
    }
    if (serialNumber == null || code == null) {
      throw EntityErrors.validation(
          "Both SerialNumber and TokenCode must be given for multi-factor authentication.");
    }
    Caller caller = call.caller();
    boolean user = caller.kind() == Caller.Kind.USER && caller.session() == null;
    boolean proved =
        user
            && store.write(tx ->
                codes.use(
                    tx, caller.account(), caller.principalId(), serialNumber, code, call.at()));
    if (!proved) {
      throw new ServiceError(
          "AccessDenied",
          403,
          "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }
    return call.at();
  }
}
