package croft.services.ec2.image;

import croft.api.ec2.CreateImageRequest;
import croft.api.ec2.CreateImageResult;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.LaunchDisks;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volumes;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CreateImage: writes an image in state pending, with the snapshots of the instance's volumes, and
 * wakes the reconciler that makes them all of one moment.
 */
final class CreateImage {
  private final Store store;
  private final Ids ids;
  private final Wake wake;
  private final CapturedDisks disks;

  CreateImage(Store store, Ids ids, Wake wake, CapturedDisks disks) {
    this.disks = disks;
    this.store = store;
    this.ids = ids;
    this.wake = wake;
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(Ec2Model.CREATE_IMAGE, this::creationAccess, this::createImage)
            .honouring(
                Stream.concat(
                        Stream.of(
                            "InstanceId", "Name", "Description", "NoReboot", "TagSpecifications"),
                        LaunchDisks.HONOURED.stream())
                    .toArray(String[]::new)));
  }

  private List<Access> creationAccess(Call call, CreateImageRequest request) {
    List<Access> accesses = new ArrayList<>();
    accesses.add(
        Access.to(
            "ec2:CreateImage",
            ImageAccess.arn(call.region(), null),
            call.arn(
                "ec2", "instance/" + (request.instanceId() == null ? "*" : request.instanceId()))));
    accesses.addAll(ImageAccess.tagging(call, "CreateImage", request.tagSpecificationsOrEmpty()));
    return accesses;
  }

  private CreateImageResult createImage(Call call, CreateImageRequest request) {
    String instanceId = required("instanceId", request.instanceId());
    Map<String, Map<String, String>> tags =
        TagSpecifications.byType(Set.of("image", "snapshot"), request.tagSpecificationsOrEmpty());
    boolean noReboot = Boolean.TRUE.equals(request.noReboot());
    return store.write(tx -> {
      String name = ImageNames.free(tx, call.scope(), request.name());
      Instance instance = Instances.require(tx, call.scope(), instanceId);
      int rebootsAwaited =
          switch (instance.state()) {
            case STOPPED -> 0;
            case RUNNING -> noReboot ? 0 : reboot(tx, instance);
            case PENDING, STOPPING, SHUTTING_DOWN, TERMINATED ->
                throw ServiceError.badRequest(
                    "IncorrectInstanceState",
                    "The instance '"
                        + instanceId
                        + "' is not in the required state: it is not running or stopped.");
          };
      if (Volumes.rootOf(tx, instance).isEncryptedRoot()) {
        // A layer is kept in the clear.
        throw ServiceError.unsupported(
            "An image of an instance whose root is encrypted (CreateSnapshot keeps the root)");
      }
      Image.Source source = Image.Source.instance(call.scope(), instanceId, rebootsAwaited);
      String id = ids.resource("ami");
      CapturedDisks.Capture capture =
          new CapturedDisks.Capture(
              instance,
              id,
              request.blockDeviceMappingsOrEmpty(),
              tags.getOrDefault("snapshot", Map.of()));
      List<ImageDisk> taken = disks.begin(tx, call, capture);
      Image image =
          Image.pending(call, id, name, source).described(said(request.description())).with(taken);
      tx.insert(Images.TABLE, image);
      Tags.put(tx, call.scope(), id, tags.getOrDefault("image", Map.of()));
      wake.image(tx, image.scope(), id);
      return CreateImageResult.builder().imageId(id).build();
    });
  }

  private static String said(@Nullable String description) {
    return description == null ? "" : description;
  }

  /** The image is made between the two halves of a reboot. */
  private int reboot(Transaction tx, Instance instance) {
    Instance after = instance.with(instance.lifecycle().rebootRequested());
    tx.put(Instances.TABLE, after);
    wake.instance(tx, instance.scope(), instance.id());
    return after.lifecycle().rebootRequests();
  }

  private static String required(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }
}
