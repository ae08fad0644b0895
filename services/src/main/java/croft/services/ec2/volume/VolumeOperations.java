package croft.services.ec2.volume;

import croft.api.ec2.DescribeVolumesRequest;
import croft.api.ec2.DescribeVolumesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.Volume;
import croft.api.ec2.VolumeAttachment;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * DescribeVolumes, of the root disks that instances have. They are layers over their image on the
 * host's own disk, of no size of their own, so none is told.
 */
public final class VolumeOperations {
  private final Store store;
  private final Paging paging;

  public VolumeOperations(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_VOLUMES,
            AccessRule.toAll("ec2:DescribeVolumes"),
            this::describeVolumes));
  }

  private DescribeVolumesResult describeVolumes(Call call, DescribeVolumesRequest request) {
    return store.read(tx -> {
      List<Instance> owners =
          tx.list(Instances.TABLE, call.scope()).stream()
              .filter(instance -> instance.state() != InstanceState.TERMINATED)
              .sorted(Comparator.comparing(VolumeOperations::id))
              .toList();
      List<String> ids = request.volumeIdsOrEmpty();
      requireAll(ids, owners.stream().map(VolumeOperations::id).collect(Collectors.toSet()));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Instance> page =
          paging.page(
              call,
              owners.stream()
                  .filter(owner -> ids.isEmpty() || ids.contains(id(owner)))
                  .filter(filters(tags).matching(request.filtersOrEmpty()))
                  .toList(),
              VolumeOperations::id,
              request.maxResults(),
              request.nextToken());
      return DescribeVolumesResult.builder()
          .volumes(
              page.items().stream()
                  .map(owner -> shape(owner, tags.getOrDefault(id(owner), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static void requireAll(List<String> ids, Set<String> known) {
    for (String id : ids) {
      if (!known.contains(id)) {
        throw ServiceError.badRequest(
            "InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
      }
    }
  }

  private static String id(Instance owner) {
    return owner.options().rootVolumeId();
  }

  private static Filters<Instance> filters(Map<String, Map<String, String>> tags) {
    return new Filters<Instance>()
        .on("volume-id", VolumeOperations::id)
        .on("attachment.instance-id", Instance::id)
        .on("attachment.device", owner -> InstanceShapes.ROOT_DEVICE)
        .on("attachment.status", VolumeOperations::attachment)
        .on("attachment.delete-on-termination", owner -> "true")
        .on("availability-zone", owner -> owner.place().zone())
        .on("encrypted", owner -> "false")
        .on("status", owner -> "in-use")
        .tagged(owner -> tags.getOrDefault(id(owner), Map.of()));
  }

  private static String attachment(Instance owner) {
    return owner.state() == InstanceState.PENDING ? "attaching" : "attached";
  }

  private static Volume shape(Instance owner, Map<String, String> tags) {
    return Volume.builder()
        .volumeId(id(owner))
        .availabilityZone(owner.place().zone())
        .createTime(owner.launch().at())
        .encrypted(false)
        .multiAttachEnabled(false)
        .state("in-use")
        .attachments(
            List.of(
                VolumeAttachment.builder()
                    .volumeId(id(owner))
                    .instanceId(owner.id())
                    .device(InstanceShapes.ROOT_DEVICE)
                    .attachTime(owner.launch().at())
                    .deleteOnTermination(true)
                    .state(attachment(owner))
                    .build()))
        .tags(Tags.shapes(tags))
        .build();
  }
}
