package croft.services.iam.mfa;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreateVirtualMFADeviceRequest;
import croft.api.iam.CreateVirtualMFADeviceResponse;
import croft.api.iam.DeleteVirtualMFADeviceRequest;
import croft.api.iam.DeleteVirtualMFADeviceResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListMFADeviceTagsRequest;
import croft.api.iam.ListMFADeviceTagsResponse;
import croft.api.iam.ListVirtualMFADevicesRequest;
import croft.api.iam.ListVirtualMFADevicesResponse;
import croft.api.iam.TagMFADeviceRequest;
import croft.api.iam.TagMFADeviceResponse;
import croft.api.iam.UntagMFADeviceRequest;
import croft.api.iam.UntagMFADeviceResponse;
import croft.api.iam.VirtualMFADevice;
import croft.services.iam.credential.MfaDevice;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.TagOperations;
import croft.services.iam.entity.Tags;
import croft.services.iam.setting.AccountSettings;
import croft.services.iam.user.User;
import croft.services.iam.user.Users;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Create, Delete and ListVirtualMFADevices, and the tags of devices. */
public final class VirtualMfaDeviceOperations {
  private static final int SEED_BYTES = 40;

  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public VirtualMfaDeviceOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(devices(), tags()).<Binding<?, ?>>flatMap(List::stream).toList();
  }

  private List<Binding<?, ?>> devices() {
    return List.of(
        bind(
            IamModel.CREATE_VIRTUAL_MFA_DEVICE,
            (call, request) ->
                List.of(
                    new Access(
                        "iam:CreateVirtualMFADevice",
                        List.of(serialNumber(call, request)),
                        Tags.requestKeys(request.tagsOrEmpty()))),
            this::create),
        bind(
            IamModel.DELETE_VIRTUAL_MFA_DEVICE,
            (call, request) ->
                List.of(
                    MfaDevices.access(
                        store, call, "iam:DeleteVirtualMFADevice", request.serialNumber())),
            this::delete),
        bind(
            IamModel.LIST_VIRTUAL_MFA_DEVICES,
            AccessRule.toAll("iam:ListVirtualMFADevices"),
            this::list));
  }

  private static String serialNumber(Call call, CreateVirtualMFADeviceRequest request) {
    return MfaDevice.serialNumber(
        call.account(),
        request.path() == null ? "/" : request.path(),
        Objects.requireNonNullElse(request.virtualMFADeviceName(), "*"));
  }

  private CreateVirtualMFADeviceResponse create(Call call, CreateVirtualMFADeviceRequest request) {
    String name = required(request.virtualMFADeviceName(), "virtualMFADeviceName");
    String serialNumber = serialNumber(call, request);
    String seed = Totp.base32(parts.keyPairs().randomBytes(SEED_BYTES));
    MfaDevice device =
        new MfaDevice(
            call.account(),
            name,
            request.path() == null ? "/" : request.path(),
            parts.masterKey().seal(MfaDevice.seedPurpose(serialNumber), seed),
            "",
            null,
            0,
            0,
            Tags.of(request.tagsOrEmpty()));
    String alias =
        store.write(tx -> {
          if (tx.get(MfaDevice.TABLE, call.account(), serialNumber).isPresent()) {
            throw EntityErrors.alreadyExists(
                "MFADevice entity at the same path and name already exists.");
          }
          tx.insert(MfaDevice.TABLE, device);
          return AccountSettings.of(tx, call.account()).alias();
        });
    String label = name + "@" + (alias.isEmpty() ? call.account() : alias);
    return CreateVirtualMFADeviceResponse.builder()
        .virtualMFADevice(
            VirtualMFADevice.builder()
                .serialNumber(serialNumber)
                .base32StringSeed(seed.getBytes(StandardCharsets.US_ASCII))
                .qrCodePNG(QrCode.png("otpauth://totp/" + label + "?secret=" + seed))
                .tags(device.tags().isEmpty() ? null : Tags.shapes(device.tags()))
                .build())
        .build();
  }

  private DeleteVirtualMFADeviceResponse delete(Call call, DeleteVirtualMFADeviceRequest request) {
    return store.write(tx -> {
      MfaDevice device = MfaDevices.require(tx, call.account(), request.serialNumber());
      if (device.assigned()) {
        throw EntityErrors.deleteConflict("MFA VirtualDevice in use. Must deactivate first.");
      }
      tx.delete(MfaDevice.TABLE, call.account(), device.serialNumber());
      return DeleteVirtualMFADeviceResponse.builder().build();
    });
  }

  private ListVirtualMFADevicesResponse list(Call call, ListVirtualMFADevicesRequest request) {
    String status = Objects.requireNonNullElse(request.assignmentStatus(), "Any");
    return store.read(tx -> {
      Markers.Page<MfaDevice> page =
          markers.page(
              call,
              "mfa devices " + status,
              tx.list(MfaDevice.TABLE, call.account()).stream()
                  .filter(device ->
                      status.equals("Any") || status.equals("Assigned") == device.assigned())
                  .sorted(Comparator.comparing(MfaDevice::serialNumber))
                  .toList(),
              MfaDevice::serialNumber,
              new Markers.Wanted(request.marker(), request.maxItems()));
      return ListVirtualMFADevicesResponse.builder()
          .virtualMFADevices(page.map(device -> shape(tx, device)))
          .isTruncated(page.truncated())
          .marker(page.marker())
          .build();
    });
  }

  private static VirtualMFADevice shape(Transaction tx, MfaDevice device) {
    return VirtualMFADevice.builder()
        .serialNumber(device.serialNumber())
        .user(User.byId(tx, device.account(), device.userId()).map(Users::brief).orElse(null))
        .enableDate(device.enabledAt())
        .build();
  }

  private List<Binding<?, ?>> tags() {
    TagOperations<MfaDevice> tags =
        new TagOperations<>(
            parts,
            MfaDevices.NOUN,
            MfaDevice::tags,
            (tx, device, all) -> tx.put(MfaDevice.TABLE, device.withTags(all)));
    return List.of(
        tags.tag(
            IamModel.TAG_MFA_DEVICE,
            TagMFADeviceRequest::serialNumber,
            TagMFADeviceRequest::tagsOrEmpty,
            TagMFADeviceResponse.builder()::build),
        tags.untag(
            IamModel.UNTAG_MFA_DEVICE,
            UntagMFADeviceRequest::serialNumber,
            UntagMFADeviceRequest::tagKeysOrEmpty,
            UntagMFADeviceResponse.builder()::build),
        tags.list(
            IamModel.LIST_MFA_DEVICE_TAGS,
            ListMFADeviceTagsRequest::serialNumber,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListMFADeviceTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
