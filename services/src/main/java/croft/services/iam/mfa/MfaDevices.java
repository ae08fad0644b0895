package croft.services.iam.mfa;

import croft.base.Arn;
import croft.services.iam.credential.MfaDevice;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.Noun;
import croft.services.iam.entity.Tags;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds devices and says which access an operation on one needs. */
final class MfaDevices {
  /** What the operations that nouns share need to know of devices. */
  static final Noun<MfaDevice> NOUN =
      new Noun<>(MfaDevices::require, MfaDevices::access, MfaDevice::serialNumber);

  private MfaDevices() {}

  /**
   * The device of that serial number.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}
   */
  static MfaDevice require(Transaction tx, String account, @Nullable String serialNumber) {
    String wanted = EntityErrors.required(serialNumber, "serialNumber");
    return tx.get(MfaDevice.TABLE, account, wanted)
        .orElseThrow(() ->
            EntityErrors.noSuchEntity(
                "VirtualMFADevice with serial number " + wanted + " does not exist."));
  }

  static Access access(Store store, Call call, String action, @Nullable String serialNumber) {
    String any = Arn.of("iam", "", call.account(), "mfa/*").toString();
    String wanted = serialNumber == null ? any : serialNumber;
    Map<String, List<String>> keys =
        store
            .read(tx -> tx.get(MfaDevice.TABLE, call.account(), wanted))
            .map(device -> Tags.resourceKeys(device.tags()))
            .orElse(Map.of());
    return new Access(action, List.of(wanted), keys);
  }
}
