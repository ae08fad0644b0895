package croft.services.iam.mfa;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeactivateMFADeviceRequest;
import croft.api.iam.DeactivateMFADeviceResponse;
import croft.api.iam.EnableMFADeviceRequest;
import croft.api.iam.EnableMFADeviceResponse;
import croft.api.iam.GetMFADeviceRequest;
import croft.api.iam.GetMFADeviceResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListMFADevicesRequest;
import croft.api.iam.ListMFADevicesResponse;
import croft.api.iam.MFADevice;
import croft.api.iam.ResyncMFADeviceRequest;
import croft.api.iam.ResyncMFADeviceResponse;
import croft.base.Caller;
import croft.services.iam.credential.MfaDevice;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.user.User;
import croft.services.iam.user.Users;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Enable, Resync, Deactivate, Get and ListMFADevices: the devices of a user. */
public final class UserMfaOperations {
  private static final int MOST_PER_USER = 8;

  private final Store store;
  private final Markers markers;
  private final MfaCodes codes;

  public UserMfaOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.codes = new MfaCodes(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.ENABLE_MFA_DEVICE,
            (call, request) -> access(call, "iam:EnableMFADevice", request.userName()),
            this::enable),
        bind(
            IamModel.RESYNC_MFA_DEVICE,
            (call, request) -> access(call, "iam:ResyncMFADevice", request.userName()),
            this::resync),
        bind(
            IamModel.DEACTIVATE_MFA_DEVICE,
            (call, request) -> access(call, "iam:DeactivateMFADevice", request.userName()),
            this::deactivate),
        bind(
            IamModel.GET_MFA_DEVICE,
            (call, request) -> access(call, "iam:GetMFADevice", request.userName()),
            this::get),
        bind(
            IamModel.LIST_MFA_DEVICES,
            (call, request) -> access(call, "iam:ListMFADevices", request.userName()),
            this::list));
  }

  private List<Access> access(Call call, String action, @Nullable String userName) {
    return List.of(Users.access(store, call, action, userName));
  }

  private EnableMFADeviceResponse enable(Call call, EnableMFADeviceRequest request) {
    String first = required(request.authenticationCode1(), "authenticationCode1");
    String second = required(request.authenticationCode2(), "authenticationCode2");
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      MfaDevice device = MfaDevices.require(tx, call.account(), request.serialNumber());
      if (device.assigned()) {
        throw EntityErrors.alreadyExists("MFA Device is already in use.");
      }
      if (MfaDevice.ofUser(tx, call.account(), user.id()).size() >= MOST_PER_USER) {
        throw EntityErrors.quota("MFADevicesPerUser", MOST_PER_USER);
      }
      tx.put(
          MfaDevice.TABLE,
          codes
              .synchronizedBy(device, first, second, call.at())
              .assignedTo(user.id(), call.at().truncatedTo(ChronoUnit.SECONDS)));
      return EnableMFADeviceResponse.builder().build();
    });
  }

  private static MfaDevice requireOf(
      Transaction tx, Call call, User user, @Nullable String serialNumber) {
    MfaDevice device = MfaDevices.require(tx, call.account(), serialNumber);
    if (!device.userId().equals(user.id())) {
      throw EntityErrors.noSuchEntity("MFA Device invalid for user.");
    }
    return device;
  }

  private ResyncMFADeviceResponse resync(Call call, ResyncMFADeviceRequest request) {
    String first = required(request.authenticationCode1(), "authenticationCode1");
    String second = required(request.authenticationCode2(), "authenticationCode2");
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      MfaDevice device = requireOf(tx, call, user, request.serialNumber());
      tx.put(MfaDevice.TABLE, codes.synchronizedBy(device, first, second, call.at()));
      return ResyncMFADeviceResponse.builder().build();
    });
  }

  private DeactivateMFADeviceResponse deactivate(Call call, DeactivateMFADeviceRequest request) {
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), Users.nameOrOwn(call, request.userName()));
      MfaDevice device = requireOf(tx, call, user, request.serialNumber());
      tx.put(MfaDevice.TABLE, device.assignedTo("", null));
      return DeactivateMFADeviceResponse.builder().build();
    });
  }

  private GetMFADeviceResponse get(Call call, GetMFADeviceRequest request) {
    return store.read(tx -> {
      MfaDevice device = MfaDevices.require(tx, call.account(), request.serialNumber());
      Optional<User> owner = User.byId(tx, call.account(), device.userId());
      if (request.userName() != null) {
        requireOf(
            tx,
            call,
            Users.require(tx, call.account(), request.userName()),
            request.serialNumber());
      }
      return GetMFADeviceResponse.builder()
          .userName(owner.map(User::name).orElse(null))
          .serialNumber(device.serialNumber())
          .enableDate(device.enabledAt())
          .build();
    });
  }

  private ListMFADevicesResponse list(Call call, ListMFADevicesRequest request) {
    if (request.userName() == null && call.caller().kind() == Caller.Kind.ROOT) {
      return ListMFADevicesResponse.builder().mfaDevices(List.of()).isTruncated(false).build();
    }
    String name = Users.nameOrOwn(call, request.userName());
    List<MfaDevice> devices =
        store.read(tx ->
            MfaDevice.ofUser(tx, call.account(), Users.require(tx, call.account(), name).id()));
    Markers.Page<MfaDevice> page =
        markers.page(
            call,
            "mfa devices of " + name,
            devices,
            MfaDevice::serialNumber,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListMFADevicesResponse.builder()
        .mfaDevices(
            page.map(device ->
                MFADevice.builder()
                    .userName(name)
                    .serialNumber(device.serialNumber())
                    .enableDate(device.enabledAt())
                    .build()))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
