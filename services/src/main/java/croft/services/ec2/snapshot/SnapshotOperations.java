package croft.services.ec2.snapshot;

import croft.api.ec2.CopySnapshotRequest;
import croft.api.ec2.CopySnapshotResult;
import croft.api.ec2.CreateSnapshotRequest;
import croft.api.ec2.CreateSnapshotsRequest;
import croft.api.ec2.CreateSnapshotsResult;
import croft.api.ec2.DeleteSnapshotRequest;
import croft.api.ec2.DeleteSnapshotResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.InstanceSpecification;
import croft.api.ec2.SnapshotInfo;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Wake;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.DataKeys;
import croft.services.ec2.volume.Encryption;
import croft.services.ec2.volume.EncryptionChoice;
import croft.services.ec2.volume.Volume;
import croft.services.ec2.volume.Volumes;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CreateSnapshot, CreateSnapshots, CopySnapshot and DeleteSnapshot. */
public final class SnapshotOperations {
  private final Store store;
  private final Ids ids;
  private final Wake wake;
  private final NetworkAccess access;
  private final Uses uses;
  private final DataKeys keys;

  /** Who needs snapshots to stay. */
  @FunctionalInterface
  public interface Uses {
    /** The image that is made of a snapshot, or null. */
    @Nullable String imageOf(Transaction tx, Snapshot snapshot);
  }

  public SnapshotOperations(Ec2Rooms rooms, NetworkAccess access, Uses uses) {
    this.store = rooms.store();
    this.ids = rooms.ids();
    this.wake = rooms.wake();
    this.access = access;
    this.uses = uses;
    this.keys = rooms.dataKeys();
  }

  /** These operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_SNAPSHOT,
                (call, r) ->
                    access.create(
                        call,
                        "CreateSnapshot",
                        "snapshot",
                        r.tagSpecificationsOrEmpty(),
                        r.volumeId()),
                this::createSnapshot)
            .honouring("VolumeId", "Description", "TagSpecifications"),
        Binding.bind(
                Ec2Model.CREATE_SNAPSHOTS,
                (call, r) ->
                    access.create(
                        call,
                        "CreateSnapshots",
                        "snapshot",
                        r.tagSpecificationsOrEmpty(),
                        r.instanceSpecification() == null
                            ? null
                            : r.instanceSpecification().instanceId()),
                this::createSnapshots)
            .honouring(
                "InstanceSpecification", "Description", "TagSpecifications", "CopyTagsFromSource"),
        Binding.bind(
                Ec2Model.COPY_SNAPSHOT,
                (call, r) ->
                    access.create(call, "CopySnapshot", "snapshot", r.tagSpecificationsOrEmpty()),
                this::copySnapshot)
            .honouring(
                "SourceSnapshotId",
                "SourceRegion",
                "DestinationRegion",
                "PresignedUrl",
                "Description",
                "Encrypted",
                "KmsKeyId",
                "TagSpecifications"),
        Binding.bind(
            Ec2Model.DELETE_SNAPSHOT,
            (call, r) -> access.to(call, "DeleteSnapshot", r.snapshotId()),
            this::deleteSnapshot));
  }

  private static String required(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }

  private croft.api.ec2.Snapshot createSnapshot(Call call, CreateSnapshotRequest request) {
    String volumeId = required("volumeId", request.volumeId());
    Map<String, String> tags = TagSpecifications.of("snapshot", request.tagSpecificationsOrEmpty());
    return store.write(tx -> {
      Volume volume = Volumes.require(tx, call.scope(), volumeId);
      Snapshot snapshot = begin(tx, call, volume, request.description(), tags);
      return SnapshotShapes.shape(snapshot, tags);
    });
  }

  /**
   * Writes a snapshot of a volume, to be taken.
   *
   * @throws ServiceError for a volume of which none can be taken now
   */
  public Snapshot begin(
      Transaction tx,
      Call call,
      Volume volume,
      @Nullable String description,
      Map<String, String> tags) {
    if (volume.state() != Volume.State.AVAILABLE && volume.state() != Volume.State.IN_USE) {
      throw ServiceError.badRequest(
          "IncorrectState", "The volume '" + volume.id() + "' is " + volume.state().text() + ".");
    }
    Snapshot snapshot =
        new Snapshot(
            call.scope(),
            ids.resource("snap"),
            volume.id(),
            null,
            volume.settings().sizeGibibytes(),
            description == null ? "" : description,
            call.at(),
            Snapshot.State.PENDING,
            0,
            null,
            List.of(),
            volume.encryption());
    keep(tx, snapshot, tags);
    return snapshot;
  }

  private void keep(Transaction tx, Snapshot snapshot, Map<String, String> tags) {
    tx.insert(Snapshots.TABLE, snapshot);
    Tags.put(tx, snapshot.scope(), snapshot.id(), tags);
    wake.snapshot(tx, snapshot.scope(), snapshot.id());
  }

  private CreateSnapshotsResult createSnapshots(Call call, CreateSnapshotsRequest request) {
    InstanceSpecification wanted = request.instanceSpecification();
    String instanceId = required("instanceId", wanted == null ? null : wanted.instanceId());
    List<String> excluded = wanted == null ? List.of() : wanted.excludeDataVolumeIdsOrEmpty();
    boolean withoutRoot = wanted != null && Boolean.TRUE.equals(wanted.excludeBootVolume());
    Map<String, String> given =
        TagSpecifications.of("snapshot", request.tagSpecificationsOrEmpty());
    return store.write(tx -> {
      Instance instance = Instances.require(tx, call.scope(), instanceId);
      List<Volume> volumes = new ArrayList<>();
      if (!withoutRoot) {
        volumes.add(Volumes.rootOf(tx, instance));
      }
      volumes.addAll(Volumes.attachedTo(tx, call.scope(), instance.id()));
      List<SnapshotInfo> made = new ArrayList<>();
      for (Volume volume : volumes) {
        if (!excluded.contains(volume.id())) {
          Map<String, String> tags = new HashMap<>();
          if ("volume".equals(request.copyTagsFromSource())) {
            tags.putAll(Tags.of(tx, call.scope(), volume.id()));
          }
          tags.putAll(given);
          made.add(SnapshotShapes.info(begin(tx, call, volume, request.description(), tags), tags));
        }
      }
      return CreateSnapshotsResult.builder().snapshots(made).build();
    });
  }

  private CopySnapshotResult copySnapshot(Call call, CopySnapshotRequest request) {
    String id = required("sourceSnapshotId", request.sourceSnapshotId());
    String region = required("sourceRegion", request.sourceRegion());
    Map<String, String> tags = TagSpecifications.of("snapshot", request.tagSpecificationsOrEmpty());
    EncryptionChoice choice =
        store.read(tx ->
            EncryptionChoice.of(
                tx,
                call,
                new EncryptionChoice.Wanted(request.encrypted(), request.kmsKeyId()),
                Snapshots.requireOpen(tx, call, region, id)));
    String copyId = ids.resource("snap");
    Encryption encryption = keys.encryption(call, choice, copyId);
    return store.write(tx -> {
      Snapshot origin = Snapshots.requireOpen(tx, call, region, id);
      if (origin.state() != Snapshot.State.COMPLETED) {
        throw ServiceError.badRequest(
            "IncorrectState", "Snapshot is in invalid state - " + origin.state().text());
      }
      String description =
          request.description() == null
              ? "[Copied " + origin.id() + " from " + region + "]"
              : request.description();
      Snapshot copy = copy(tx, call, origin, new Copy(copyId, description, encryption), tags);
      return CopySnapshotResult.builder().snapshotId(copy.id()).tags(Tags.shapes(tags)).build();
    });
  }

  /**
   * Writes a copy of a snapshot that is complete, to be made; whether the caller may is decided.
   */
  public Snapshot copy(
      Transaction tx, Call call, Snapshot origin, String description, Map<String, String> tags) {
    if (origin.encryption() != null && !origin.scope().equals(call.scope())) {
      throw ServiceError.unsupported(
          "A copy of an image with an encrypted snapshot in another region or account");
    }
    Copy wanted = new Copy(ids.resource("snap"), description, origin.encryption());
    return copy(tx, call, origin, wanted, tags);
  }

  /** What is settled of a copy before it is written. */
  private record Copy(String id, String description, @Nullable Encryption encryption) {}

  private Snapshot copy(
      Transaction tx, Call call, Snapshot origin, Copy wanted, Map<String, String> tags) {
    Snapshot copy =
        new Snapshot(
            call.scope(),
            wanted.id(),
            origin.volumeId(),
            origin.id(),
            origin.sizeGibibytes(),
            wanted.description(),
            call.at(),
            Snapshot.State.PENDING,
            0,
            null,
            List.of(),
            wanted.encryption());
    keep(tx, copy, tags);
    return copy;
  }

  private DeleteSnapshotResponse deleteSnapshot(Call call, DeleteSnapshotRequest request) {
    String id = required("snapshotId", request.snapshotId());
    return store.write(tx -> {
      Snapshot snapshot = Snapshots.require(tx, call.scope(), id);
      String image = uses.imageOf(tx, snapshot);
      if (image != null) {
        throw ServiceError.badRequest(
            "InvalidSnapshot.InUse", "The snapshot " + id + " is currently in use by " + image);
      }
      tx.put(
          Snapshots.TABLE,
          snapshot.enter(Snapshot.State.DELETING, snapshot.progress(), snapshot.message()));
      Tags.clear(tx, call.scope(), id);
      wake.snapshot(tx, call.scope(), id);
      return DeleteSnapshotResponse.builder().build();
    });
  }
}
