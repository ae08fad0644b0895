package croft.services.ec2.volume;

import croft.api.ec2.AttachVolumeRequest;
import croft.api.ec2.DetachVolumeRequest;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.VolumeAttachment;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Wake;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volume.AttachmentState;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** AttachVolume and DetachVolume: they say where a volume shall be; the reconciler moves it. */
public final class AttachOperations {
  /** As many as a Nitro instance has places for. */
  private static final int MOST_ATTACHMENTS = 27;

  private final Store store;
  private final Wake wake;
  private final NetworkAccess access;
  private final DataKeys keys;

  public AttachOperations(Ec2Rooms rooms, NetworkAccess access) {
    this.store = rooms.store();
    this.wake = rooms.wake();
    this.access = access;
    this.keys = rooms.dataKeys();
  }

  /** These operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.ATTACH_VOLUME,
            (call, r) -> access.to(call, "AttachVolume", r.volumeId(), r.instanceId()),
            this::attachVolume),
        Binding.bind(
            Ec2Model.DETACH_VOLUME,
            (call, r) -> access.to(call, "DetachVolume", r.volumeId(), r.instanceId()),
            this::detachVolume));
  }

  private VolumeAttachment attachVolume(Call call, AttachVolumeRequest request) {
    String id = VolumeOperations.required("volumeId", request.volumeId());
    String instanceId = VolumeOperations.required("instanceId", request.instanceId());
    String device = VolumeOperations.required("device", request.device());
    Volume wanted = store.read(tx -> Volumes.require(tx, call.scope(), id));
    if (wanted.encryption() != null) {
      keys.requireSupport();
      keys.check(call, wanted.encryption());
    }
    return store.write(tx -> {
      Volume volume = Volumes.require(tx, call.scope(), id);
      Instance instance = Instances.require(tx, call.scope(), instanceId);
      requireAvailable(volume);
      requireInstance(instance);
      if (!volume.zone().equals(instance.place().zone())) {
        throw ServiceError.badRequest(
            "InvalidVolume.ZoneMismatch",
            "The volume '"
                + id
                + "' is not in the same availability zone as instance '"
                + instanceId
                + "'");
      }
      requirePlace(tx, instance, device);
      Attachment attachment =
          new Attachment(instanceId, device, AttachmentState.ATTACHING, call.at(), false, false);
      Volume attached = volume.with(Volume.State.IN_USE, attachment).withFault(null);
      tx.put(Volumes.TABLE, attached);
      wake.volume(tx, call.scope(), id);
      return VolumeShapes.attachment(attached, attachment);
    });
  }

  private static void requireAvailable(Volume volume) {
    switch (volume.state()) {
      case AVAILABLE -> {
        // As it must be.
      }
      case IN_USE ->
          throw ServiceError.badRequest(
              "VolumeInUse", volume.id() + " is already attached to an instance");
      case CREATING, DELETING, ERROR ->
          throw ServiceError.badRequest("IncorrectState", volume.id() + " is not 'available'.");
    }
  }

  private static void requireInstance(Instance instance) {
    switch (instance.state()) {
      case RUNNING, STOPPED, STOPPING, PENDING -> {
        // It keeps disks in all of these.
      }
      case SHUTTING_DOWN, TERMINATED ->
          throw ServiceError.badRequest(
              "IncorrectState", "Instance '" + instance.id() + "' is not 'running'.");
    }
  }

  private static void requirePlace(Transaction tx, Instance instance, String device) {
    DeviceNames.require(device);
    List<String> taken = new ArrayList<>(List.of(InstanceShapes.ROOT_DEVICE));
    for (Volume other : Volumes.attachedTo(tx, instance.scope(), instance.id())) {
      Attachment attachment = other.attachment();
      if (attachment != null) {
        taken.add(attachment.device());
      }
    }
    DeviceNames.requireFree(device, taken);
    if (taken.size() > MOST_ATTACHMENTS) {
      throw ServiceError.badRequest(
          "AttachmentLimitExceeded",
          "The maximum number of volumes is attached to instance '" + instance.id() + "'.");
    }
  }

  private VolumeAttachment detachVolume(Call call, DetachVolumeRequest request) {
    String id = VolumeOperations.required("volumeId", request.volumeId());
    return store.write(tx -> {
      Volume volume = Volumes.require(tx, call.scope(), id);
      Attachment attachment = volume.attachment();
      if (attachment == null) {
        throw ServiceError.badRequest(
            "IncorrectState",
            "Volume '" + id + "' is in the '" + volume.state().text() + "' state.");
      }
      boolean other =
          (request.instanceId() != null && !request.instanceId().equals(attachment.instanceId()))
              || (request.device() != null && !request.device().equals(attachment.device()));
      if (other) {
        throw ServiceError.badRequest(
            "InvalidAttachment.NotFound",
            "The volume '"
                + id
                + "' is not attached to instance '"
                + (request.instanceId() == null ? attachment.instanceId() : request.instanceId())
                + "' as device '"
                + (request.device() == null ? attachment.device() : request.device())
                + "'.");
      }
      refuseRoot(tx, volume, attachment);
      Volume leaving = volume.with(attachment.leaving(Boolean.TRUE.equals(request.force())));
      tx.put(Volumes.TABLE, leaving);
      wake.volume(tx, call.scope(), id);
      return VolumeShapes.attachment(leaving, attachment.enter(AttachmentState.DETACHING));
    });
  }

  private static void refuseRoot(Transaction tx, Volume volume, Attachment attachment) {
    if (!attachment.device().equals(InstanceShapes.ROOT_DEVICE)) {
      return;
    }
    Instance instance = Instances.require(tx, volume.scope(), attachment.instanceId());
    if (instance.state() == InstanceState.STOPPED) {
      throw ServiceError.unsupported("Detaching the root volume of a stopped instance");
    }
    throw ServiceError.badRequest(
        "OperationNotPermitted",
        "Unable to detach root volume '"
            + volume.id()
            + "' from instance '"
            + attachment.instanceId()
            + "'");
  }
}
