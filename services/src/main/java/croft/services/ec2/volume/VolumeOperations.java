package croft.services.ec2.volume;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.CreateVolumeRequest;
import croft.api.ec2.DeleteVolumeRequest;
import croft.api.ec2.DeleteVolumeResponse;
import croft.api.ec2.DescribeVolumeAttributeRequest;
import croft.api.ec2.DescribeVolumeAttributeResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.EnableVolumeIORequest;
import croft.api.ec2.EnableVolumeIOResponse;
import croft.api.ec2.ModifyVolumeAttributeRequest;
import croft.api.ec2.ModifyVolumeAttributeResponse;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Wake;
import croft.services.ec2.region.Regions;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volume.Settings;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateVolume, DeleteVolume, and the attributes of volumes. */
public final class VolumeOperations {
  private static final String AUTO_ENABLE_IO = "autoEnableIO";

  private final Store store;
  private final Ids ids;
  private final Wake wake;
  private final NetworkAccess access;
  private final DataKeys keys;

  public VolumeOperations(Ec2Rooms rooms, NetworkAccess access) {
    this.store = rooms.store();
    this.ids = rooms.ids();
    this.wake = rooms.wake();
    this.access = access;
    this.keys = rooms.dataKeys();
  }

  /** These operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_VOLUME,
                (call, r) ->
                    access.create(
                        call,
                        "CreateVolume",
                        "volume",
                        r.tagSpecificationsOrEmpty(),
                        r.snapshotId()),
                this::createVolume)
            .honouring(
                "AvailabilityZone",
                "Size",
                "SnapshotId",
                "VolumeType",
                "Iops",
                "Throughput",
                "Encrypted",
                "KmsKeyId",
                "MultiAttachEnabled",
                "TagSpecifications",
                "ClientToken"),
        Binding.bind(
            Ec2Model.DELETE_VOLUME,
            (call, r) -> access.to(call, "DeleteVolume", r.volumeId()),
            this::deleteVolume),
        Binding.bind(
            Ec2Model.MODIFY_VOLUME_ATTRIBUTE,
            (call, r) -> access.to(call, "ModifyVolumeAttribute", r.volumeId()),
            this::modifyVolumeAttribute),
        Binding.bind(
            Ec2Model.DESCRIBE_VOLUME_ATTRIBUTE,
            (call, r) -> access.to(call, "DescribeVolumeAttribute", r.volumeId()),
            this::describeVolumeAttribute),
        Binding.bind(
            Ec2Model.ENABLE_VOLUME_IO,
            (call, r) -> access.to(call, "EnableVolumeIO", r.volumeId()),
            this::enableVolumeIo));
  }

  /** Refuses what volumes here cannot be, rather than to make something else. */
  static void refuseUnsupported(@Nullable Boolean multiAttach) {
    if (Boolean.TRUE.equals(multiAttach)) {
      throw ServiceError.unsupported("Multi-Attach");
    }
  }

  private croft.api.ec2.Volume createVolume(Call call, CreateVolumeRequest request) {
    refuseUnsupported(request.multiAttachEnabled());
    Map<String, String> tags = TagSpecifications.of("volume", request.tagSpecificationsOrEmpty());
    String zone = zone(call, request.availabilityZone());
    Optional<Volume> before = store.read(tx -> repeated(tx, call, request));
    if (before.isPresent()) {
      return again(call, before.get());
    }
    String id = ids.resource("vol");
    Encryption encryption = keys.encryption(call, choice(call, request), id);
    return store.write(tx -> {
      Optional<Volume> repeated = repeated(tx, call, request);
      if (repeated.isPresent()) {
        return VolumeShapes.shape(repeated.get(), Tags.of(tx, call.scope(), repeated.get().id()));
      }
      Volumes.requireRoom(tx, call.scope());
      Settings settings = settings(tx, call, request);
      Volume volume =
          new Volume(
              call.scope(),
              id,
              zone,
              settings,
              request.snapshotId(),
              call.at(),
              Volume.State.CREATING,
              false,
              false,
              null,
              null,
              request.clientToken() == null
                  ? null
                  : new Volume.Request(request.clientToken(), request.toString()),
              encryption,
              null);
      tx.insert(Volumes.TABLE, volume);
      ReservedTags.put(tx, call, volume.id(), tags);
      wake.volume(tx, call.scope(), volume.id());
      return VolumeShapes.shape(volume, tags);
    });
  }

  private croft.api.ec2.Volume again(Call call, Volume volume) {
    return VolumeShapes.shape(volume, store.read(tx -> Tags.of(tx, call.scope(), volume.id())));
  }

  private EncryptionChoice choice(Call call, CreateVolumeRequest request) {
    return store.read(tx -> {
      Snapshot origin =
          request.snapshotId() == null
              ? null
              : Snapshots.requireUsable(tx, call, request.snapshotId());
      settings(tx, call, request);
      return EncryptionChoice.of(
          tx, call, new EncryptionChoice.Wanted(request.encrypted(), request.kmsKeyId()), origin);
    });
  }

  private static Settings settings(Transaction tx, Call call, CreateVolumeRequest request) {
    Integer size = request.size();
    if (request.snapshotId() != null) {
      Snapshot snapshot = Snapshots.requireUsable(tx, call, request.snapshotId());
      if (size == null) {
        size = snapshot.sizeGibibytes();
      } else if (size < snapshot.sizeGibibytes()) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "The volume size is invalid: "
                + size
                + " GiB is smaller than snapshot "
                + snapshot.id()
                + ", "
                + snapshot.sizeGibibytes()
                + " GiB");
      }
    }
    if (size == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter size/snapshotId");
    }
    return VolumeTypes.settings(request.volumeType(), size, request.iops(), request.throughput());
  }

  private static String zone(Call call, @Nullable String zone) {
    if (zone == null || zone.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter zone");
    }
    boolean known =
        Regions.named(call.region()).zones().stream().anyMatch(z -> z.name().equals(zone));
    if (!known) {
      throw ServiceError.badRequest(
          "InvalidZone.NotFound", "The zone '" + zone + "' does not exist.");
    }
    return zone;
  }

  private static Optional<Volume> repeated(Transaction tx, Call call, CreateVolumeRequest request) {
    if (request.clientToken() == null) {
      return Optional.empty();
    }
    Optional<Volume> made =
        tx.findIn(Volumes.TABLE, call.scope(), "client_token", request.clientToken()).stream()
            .findFirst();
    Volume.Request first = made.map(Volume::request).orElse(null);
    if (first != null && !first.fingerprint().equals(request.toString())) {
      throw ServiceError.badRequest(
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous"
              + " request(s).");
    }
    return made;
  }

  private DeleteVolumeResponse deleteVolume(Call call, DeleteVolumeRequest request) {
    String id = required("volumeId", request.volumeId());
    return store.write(tx -> {
      Volume volume = Volumes.require(tx, call.scope(), id);
      Attachment attachment = volume.attachment();
      if (attachment != null) {
        throw ServiceError.badRequest(
            "VolumeInUse", "Volume " + id + " is currently attached to " + attachment.instanceId());
      }
      if (volume.state() != Volume.State.DELETING) {
        tx.put(Volumes.TABLE, volume.enter(Volume.State.DELETING));
        wake.volume(tx, call.scope(), id);
      }
      return DeleteVolumeResponse.builder().build();
    });
  }

  static String required(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }

  private ModifyVolumeAttributeResponse modifyVolumeAttribute(
      Call call, ModifyVolumeAttributeRequest request) {
    AttributeBooleanValue wanted = request.autoEnableIO();
    if (wanted == null || wanted.value() == null) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination", "No attributes specified to modify");
    }
    boolean automatic = wanted.value();
    return store.write(tx -> {
      Volume volume = Volumes.require(tx, call.scope(), required("volumeId", request.volumeId()));
      if (volume.layer()) {
        throw ServiceError.unsupported("Changing the root of an instance launched without a size");
      }
      tx.put(Volumes.TABLE, volume.withAutoEnableIo(automatic));
      return ModifyVolumeAttributeResponse.builder().build();
    });
  }

  private DescribeVolumeAttributeResult describeVolumeAttribute(
      Call call, DescribeVolumeAttributeRequest request) {
    String id = required("volumeId", request.volumeId());
    String attribute = required("attribute", request.attribute());
    Volume volume = store.read(tx -> Volumes.require(tx, call.scope(), id));
    DescribeVolumeAttributeResult.Builder result =
        DescribeVolumeAttributeResult.builder().volumeId(id);
    return switch (attribute) {
      case AUTO_ENABLE_IO ->
          result
              .autoEnableIO(AttributeBooleanValue.builder().value(volume.autoEnableIo()).build())
              .build();
      case "productCodes" -> result.productCodes(List.of()).build();
      default ->
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
    };
  }

  /** Nothing here ever turns a volume's I/O off, so there is nothing to turn on. */
  private EnableVolumeIOResponse enableVolumeIo(Call call, EnableVolumeIORequest request) {
    String id = required("volumeId", request.volumeId());
    store.read(tx -> Volumes.require(tx, call.scope(), id));
    return EnableVolumeIOResponse.builder().build();
  }
}
