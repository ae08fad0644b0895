package croft.services.ec2.image;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.DescribeImagesRequest;
import croft.api.ec2.DescribeImagesResult;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.Ec2Model;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** DescribeImages. */
public final class ImageOperations {
  private static final DateTimeFormatter CREATION_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Store store;
  private final Paging paging;

  public ImageOperations(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.DESCRIBE_IMAGES,
                AccessRule.toAll("ec2:DescribeImages"),
                this::describeImages)
            // Nothing here is deprecated or disabled, so both flags change nothing.
            .honouring(
                "ExecutableUsers",
                "Filters",
                "ImageIds",
                "Owners",
                "IncludeDeprecated",
                "IncludeDisabled",
                "MaxResults",
                "NextToken"));
  }

  private DescribeImagesResult describeImages(Call call, DescribeImagesRequest request) {
    return store.read(tx -> {
      List<String> ids = request.imageIdsOrEmpty();
      ids.forEach(id -> Images.require(tx, id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Image> page =
          paging.page(
              call,
              tx.list(Images.TABLE, Image.SCOPE).stream()
                  .filter(i -> ids.isEmpty() || ids.contains(i.id()))
                  .filter(i -> owned(call, request.ownersOrEmpty()))
                  .filter(i -> executable(call, request.executableUsersOrEmpty()))
                  .filter(filters(tags).matching(request.filtersOrEmpty()))
                  .toList(),
              Image::id,
              request.maxResults(),
              request.nextToken());
      return DescribeImagesResult.builder()
          .images(
              page.items().stream()
                  .map(i -> shape(i, tags.getOrDefault(i.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  /** Every image is Croft's own, which stands where AWS's images stand. */
  private static boolean owned(Call call, List<String> owners) {
    return owners.isEmpty()
        || owners.contains(Images.OWNER_ALIAS)
        || owners.contains("self")
        || owners.contains(call.account());
  }

  private static boolean executable(Call call, List<String> users) {
    return users.isEmpty()
        || users.contains("all")
        || users.contains("self")
        || users.contains(call.account());
  }

  private static Filters<Image> filters(Map<String, Map<String, String>> tags) {
    return new Filters<Image>()
        .on("image-id", Image::id)
        .on("name", Image::name)
        .on("description", Image::description)
        .on("architecture", i -> InstanceShapes.ARCHITECTURE)
        .on("state", i -> "available")
        .on("is-public", i -> "true")
        .on("image-type", i -> "machine")
        .on("owner-alias", i -> Images.OWNER_ALIAS)
        .on("root-device-type", i -> "ebs")
        .on("root-device-name", i -> InstanceShapes.ROOT_DEVICE)
        .on("virtualization-type", i -> "hvm")
        .on("hypervisor", i -> "xen")
        .on("creation-date", i -> date(i.createdAt()))
        .tagged(i -> tags.getOrDefault(i.id(), Map.of()));
  }

  private static String date(Instant at) {
    return CREATION_DATE.format(at);
  }

  private static croft.api.ec2.Image shape(Image image, Map<String, String> tags) {
    return croft.api.ec2.Image.builder()
        .imageId(image.id())
        .imageLocation("amazon/" + image.name())
        .name(image.name())
        .description(image.description())
        .architecture(InstanceShapes.ARCHITECTURE)
        .creationDate(date(image.createdAt()))
        .imageType("machine")
        .public_(true)
        .ownerId("137112412989")
        .imageOwnerAlias(Images.OWNER_ALIAS)
        .platformDetails("Linux/UNIX")
        .usageOperation("RunInstances")
        .state("available")
        .hypervisor("xen")
        .virtualizationType("hvm")
        .enaSupport(true)
        .rootDeviceName(InstanceShapes.ROOT_DEVICE)
        .rootDeviceType("ebs")
        .blockDeviceMappings(
            List.of(
                BlockDeviceMapping.builder()
                    .deviceName(InstanceShapes.ROOT_DEVICE)
                    .ebs(EbsBlockDevice.builder().deleteOnTermination(true).build())
                    .build()))
        .tags(Tags.shapes(tags))
        .build();
  }
}
