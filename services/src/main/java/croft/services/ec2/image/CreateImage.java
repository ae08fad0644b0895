package croft.services.ec2.image;

import croft.api.ec2.CopyImageRequest;
import croft.api.ec2.CopyImageResult;
import croft.api.ec2.CreateImageRequest;
import croft.api.ec2.CreateImageResult;
import croft.api.ec2.DescribeVolumesRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.Filter;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.region.Regions;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CreateImage and CopyImage: both write an image in state pending and wake the reconciler that
 * makes it.
 */
final class CreateImage {
  private final InnerCalls calls;
  private final Store store;
  private final Ids ids;
  private final Wake wake;
  private final ImageAccess access;

  CreateImage(Store store, Ids ids, Wake wake, InnerCalls calls) {
    this.calls = calls;
    this.store = store;
    this.ids = ids;
    this.wake = wake;
    this.access = new ImageAccess(store);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(Ec2Model.CREATE_IMAGE, this::creationAccess, this::createImage)
            .honouring("InstanceId", "Name", "Description", "NoReboot", "TagSpecifications"),
        Binding.bind(Ec2Model.COPY_IMAGE, this::copyAccess, this::copyImage)
            .honouring(
                "Name",
                "Description",
                "SourceImageId",
                "SourceRegion",
                "ClientToken",
                "CopyImageTags",
                "TagSpecifications"));
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

  private List<Access> copyAccess(Call call, CopyImageRequest request) {
    List<Access> accesses =
        new ArrayList<>(access.on(call, "ec2:CopyImage", request.sourceImageId()));
    accesses.addAll(ImageAccess.tagging(call, "CopyImage", request.tagSpecificationsOrEmpty()));
    return accesses;
  }

  private CreateImageResult createImage(Call call, CreateImageRequest request) {
    String instanceId = required("instanceId", request.instanceId());
    Map<String, String> tags = TagSpecifications.of("image", request.tagSpecificationsOrEmpty());
    boolean noReboot = Boolean.TRUE.equals(request.noReboot());
    requireRootAlone(call, instanceId);
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
      Image.Source source = Image.Source.instance(call.scope(), instanceId, rebootsAwaited);
      String id = ids.resource("ami");
      pending(tx, call, row(call, id, name, id, request.description(), source), tags);
      return CreateImageResult.builder().imageId(id).build();
    });
  }

  /** An image that silently lacked the instance's other volumes would be a trap. */
  private void requireRootAlone(Call call, String instanceId) {
    Call asAccount =
        new Call(
            Caller.root(call.account(), ""),
            call.region(),
            call.requestId(),
            call.sourceAddress(),
            call.secure(),
            call.userAgent(),
            call.at());
    Filter attached =
        Filter.builder().name("attachment.instance-id").values(List.of(instanceId)).build();
    int volumes =
        new Ec2Api(calls.as(asAccount.via("ec2.amazonaws.com")))
            .describeVolumes(DescribeVolumesRequest.builder().filters(List.of(attached)).build())
            .volumesOrEmpty()
            .size();
    if (volumes > 1) {
      throw ServiceError.unsupported(
          "An image of an instance with volumes besides its root (make snapshots of those)");
    }
  }

  /** The image is made between the two halves of a reboot. */
  private int reboot(Transaction tx, Instance instance) {
    Instance after = instance.with(instance.lifecycle().rebootRequested());
    tx.put(Instances.TABLE, after);
    wake.instance(tx, instance.scope(), instance.id());
    return after.lifecycle().rebootRequests();
  }

  private CopyImageResult copyImage(Call call, CopyImageRequest request) {
    String sourceId = required("sourceImageId", request.sourceImageId());
    String region = required("sourceRegion", request.sourceRegion());
    if (!Regions.exists(region)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + region + "' for SourceRegion.");
    }
    Map<String, String> tags =
        new HashMap<>(TagSpecifications.of("image", request.tagSpecificationsOrEmpty()));
    return store.write(tx -> {
      Optional<Image> repeated = copied(tx, call, request.clientToken());
      if (repeated.isPresent()) {
        return CopyImageResult.builder().imageId(repeated.get().id()).build();
      }
      String there = call.account() + "/" + region;
      Image original = Images.launchable(tx, there, sourceId);
      if (!original.ownerId().equals(call.account()) && !original.sharing().everyone()) {
        throw ServiceError.badRequest(
            "InvalidRequest", "You do not have permission to access the storage of this ami");
      }
      String name = ImageNames.free(tx, call.scope(), request.name());
      if (Boolean.TRUE.equals(request.copyImageTags())) {
        Tags.of(tx, there, sourceId).forEach(tags::putIfAbsent);
      }
      String id = ids.resource("ami");
      String description = request.description();
      Image.Source source = Image.Source.copy(original, region, request.clientToken());
      String said = description == null ? original.description() : description;
      pending(tx, call, row(call, id, name, original.driverName(), said, source), tags);
      return CopyImageResult.builder().imageId(id).build();
    });
  }

  private static Optional<Image> copied(Transaction tx, Call call, @Nullable String token) {
    return token == null
        ? Optional.empty()
        : tx.list(Images.TABLE, call.region()).stream()
            .filter(image -> image.ownerId().equals(call.account()))
            .filter(image -> token.equals(image.source().clientToken()))
            .findFirst();
  }

  private static Image row(
      Call call,
      String id,
      String name,
      String driverName,
      @Nullable String description,
      Image.Source source) {
    return new Image(
        call.region(),
        id,
        name,
        driverName,
        description == null ? "" : description,
        call.account(),
        call.at(),
        Image.Status.PENDING,
        source,
        Image.Sharing.NOBODY,
        Image.Keeping.USUAL,
        null);
  }

  private void pending(Transaction tx, Call call, Image image, Map<String, String> tags) {
    tx.insert(Images.TABLE, image);
    Tags.put(tx, call.scope(), image.id(), tags);
    wake.image(tx, image.scope(), image.id());
  }

  private static String required(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }
}
