package croft.services.ec2.volume;

import croft.base.ServiceError;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volume.AttachmentState;
import croft.services.ec2.volume.Volume.Settings;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds volumes inside a transaction. */
public final class Volumes {
  public static final Table<Volume> TABLE =
      Table.of("ec2_volume", Volume.class, Volume::scope, Volume::id)
          .index("instance_id", Volume::instanceId)
          .index(
              "client_token",
              volume -> volume.request() == null ? null : volume.request().clientToken());

  private static final Pattern ID = Pattern.compile("vol-[0-9a-f]{8,17}");

  /** How many volumes an account may have in a region. */
  private static final int MOST_VOLUMES = 5000;

  private Volumes() {}

  /**
   * The volume of that id; the root of an instance too.
   *
   * @throws ServiceError {@code InvalidVolume.NotFound} or {@code InvalidVolumeID.Malformed}
   */
  public static Volume require(Transaction tx, String scope, String id) {
    requireId(id);
    return find(tx, scope, id).orElseThrow(() -> notFound(id));
  }

  /** The volume of that id, the root of an instance too. */
  public static Optional<Volume> find(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id).or(() -> layer(tx, scope, id));
  }

  static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value (" + id + ") for parameter volumeId is invalid. Expected: 'vol-...'.");
    }
  }

  static ServiceError notFound(String id) {
    return ServiceError.badRequest(
        "InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
  }

  public static boolean exists(Transaction tx, String scope, String id) {
    return find(tx, scope, id).isPresent();
  }

  private static Optional<Volume> layer(Transaction tx, String scope, String id) {
    return tx.list(Instances.TABLE, scope).stream()
        .filter(i -> i.state() != InstanceState.TERMINATED)
        .filter(i -> i.options().rootVolumeId().equals(id))
        .map(Volumes::layerOf)
        .findFirst();
  }

  /** The root of an instance that is a layer over its image. */
  public static Volume layerOf(Instance instance) {
    boolean pending = instance.state() == InstanceState.PENDING;
    return new Volume(
        instance.scope(),
        instance.options().rootVolumeId(),
        instance.place().zone(),
        new Settings("gp2", 0, null, null),
        null,
        instance.launch().at(),
        Volume.State.IN_USE,
        true,
        false,
        new Attachment(
            instance.id(),
            InstanceShapes.ROOT_DEVICE,
            pending ? AttachmentState.ATTACHING : AttachmentState.ATTACHED,
            instance.launch().at(),
            true,
            false),
        null,
        null);
  }

  /** Every volume of a scope by id, those that are layers of instances too. */
  static List<Volume> all(Transaction tx, String scope) {
    List<Volume> all = new ArrayList<>(tx.list(TABLE, scope));
    Set<String> rows = new HashSet<>();
    all.forEach(volume -> rows.add(volume.id()));
    tx.list(Instances.TABLE, scope).stream()
        .filter(i -> i.state() != InstanceState.TERMINATED)
        .filter(i -> !rows.contains(i.options().rootVolumeId()))
        .map(Volumes::layerOf)
        .forEach(all::add);
    all.sort(Comparator.comparing(Volume::id));
    return all;
  }

  /** The volumes that are attached to an instance beside its root, or shall be. */
  public static List<Volume> attachedTo(Transaction tx, String scope, String instanceId) {
    return tx.findIn(TABLE, scope, "instance_id", instanceId).stream()
        .filter(volume -> !volume.isRoot())
        .toList();
  }

  /** The root of an instance, with a row or without. */
  public static Volume rootOf(Transaction tx, Instance instance) {
    return rootRow(tx, instance).orElseGet(() -> layerOf(instance));
  }

  /** The row of an instance's root, if there is something to keep about it. */
  static Optional<Volume> rootRow(Transaction tx, Instance instance) {
    return tx.get(TABLE, instance.scope(), instance.options().rootVolumeId());
  }

  /**
   * How much an instance's root shall hold of its own; 0 for as much as the disk under it, which
   * may be an encrypted one.
   */
  public static long rootBytes(Transaction tx, Instance instance) {
    return rootRow(tx, instance)
        .filter(root -> !root.isEncryptedRoot())
        .map(root -> root.settings().sizeBytes())
        .orElse(0L);
  }

  /**
   * Says what becomes of a volume when its instance terminates.
   *
   * @throws ServiceError when the instance has no such device
   */
  public static void setDeleteOnTermination(
      Transaction tx, Instance instance, String device, boolean delete) {
    Volume volume =
        device.equals(InstanceShapes.ROOT_DEVICE)
            ? rootOf(tx, instance)
            : attachedTo(tx, instance.scope(), instance.id()).stream()
                .filter(v -> v.attachment() != null && v.attachment().device().equals(device))
                .findFirst()
                .orElseThrow(() ->
                    ServiceError.badRequest(
                        "InvalidInstanceAttributeValue",
                        "No device is currently mapped at " + device));
    Attachment attachment = volume.attachment();
    if (attachment != null && attachment.deleteOnTermination() != delete) {
      tx.put(TABLE, volume.with(attachment.withDeleteOnTermination(delete)));
    }
  }

  /**
   * Refuses past the limit.
   *
   * @throws ServiceError {@code VolumeLimitExceeded}
   */
  static void requireRoom(Transaction tx, String scope) {
    if (tx.list(TABLE, scope).size() >= MOST_VOLUMES) {
      throw ServiceError.badRequest(
          "VolumeLimitExceeded", "You have exceeded your maximum volume limit of " + MOST_VOLUMES);
    }
  }

  /** Removes the row of a volume that is gone. */
  static void remove(Transaction tx, Volume volume) {
    tx.delete(TABLE, volume.scope(), volume.id());
    Tags.clear(tx, volume.scope(), volume.id());
  }
}
