package croft.services.ec2.image;

import croft.api.ec2.DescribeImagesRequest;
import croft.api.ec2.DescribeImagesResult;
import croft.api.ec2.Ec2Model;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * DescribeImages: what the caller may launch, newest or not, filtered and in pages.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html">DescribeImages</a>.
 */
final class DescribeImages {
  private final Store store;
  private final Paging paging;

  DescribeImages(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_IMAGES, AccessRule.toAll("ec2:DescribeImages"), this::describeImages);
  }

  private DescribeImagesResult describeImages(Call call, DescribeImagesRequest request) {
    return store.read(tx -> {
      List<String> ids = request.imageIdsOrEmpty();
      List<Image> among =
          ids.isEmpty()
              ? Images.all(tx, call.region()).stream()
                  .filter(image -> image.isVisibleTo(call.account()))
                  .toList()
              : Images.require(tx, call.scope(), ids);
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Image> page =
          paging.page(
              call,
              among.stream()
                  .filter(image -> isShown(call, request, image))
                  .filter(image -> isOwned(call, request.ownersOrEmpty(), image))
                  .filter(image -> isExecutable(call, request.executableUsersOrEmpty(), image))
                  .filter(filters(tags).matching(request.filtersOrEmpty()))
                  .sorted(Comparator.comparing(Image::id))
                  .toList(),
              Image::id,
              request.maxResults(),
              request.nextToken());
      return DescribeImagesResult.builder()
          .images(
              page.items().stream()
                  .map(i -> ImageShapes.shape(i, tags.getOrDefault(i.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  /** Its owner always sees what is deprecated, and nobody what is disabled unless he asks. */
  private static boolean isShown(Call call, DescribeImagesRequest request, Image image) {
    boolean mine = image.ownerId().equals(call.account());
    boolean outdated = image.keeping().isDeprecated(call.at()) && !mine;
    return (!outdated || Boolean.TRUE.equals(request.includeDeprecated()))
        && (image.state() != ImageState.DISABLED || Boolean.TRUE.equals(request.includeDisabled()));
  }

  private static boolean isOwned(Call call, List<String> owners, Image image) {
    return owners.isEmpty()
        || owners.contains(image.ownerId())
        || (owners.contains("self") && image.ownerId().equals(call.account()))
        || (owners.contains(Images.OWNER_ALIAS) && image.isOfCatalogue());
  }

  /** Who has an explicit permission: {@code all}, {@code self}, or an account. */
  private static boolean isExecutable(Call call, List<String> users, Image image) {
    return users.isEmpty()
        || users.stream()
            .anyMatch(user ->
                switch (user) {
                  case "all" -> image.sharing().everyone();
                  case "self" -> image.sharing().accounts().contains(call.account());
                  default -> image.sharing().accounts().contains(user);
                });
  }

  private static Filters<Image> filters(Map<String, Map<String, String>> tags) {
    return new Filters<Image>()
        .on("image-id", Image::id)
        .on("name", Image::name)
        .on("description", Image::description)
        .on("architecture", i -> Images.ARCHITECTURE)
        .on("state", i -> i.state().text())
        .on("state-reason-code", i -> i.status().reasonCode())
        .on("state-reason-message", i -> i.status().reasonMessage())
        .on("is-public", i -> Boolean.toString(i.sharing().everyone()))
        .on("image-type", i -> "machine")
        .on("manifest-location", ImageShapes::location)
        .on("owner-alias", ImageShapes::alias)
        .on("owner-id", Image::ownerId)
        .on("source-instance-id", i -> i.source().instanceId())
        .on("source-image-id", i -> i.source().imageId())
        .on("source-image-region", i -> i.source().imageRegion())
        .on("root-device-type", i -> "ebs")
        .on("root-device-name", i -> ImageShapes.ROOT_DEVICE)
        .on("virtualization-type", i -> "hvm")
        .on("hypervisor", i -> "xen")
        .on("ena-support", i -> Boolean.toString(!i.withoutEna()))
        .on("sriov-net-support", i -> "simple")
        .on("creation-date", i -> ImageShapes.date(i.createdAt()))
        .on("deprecation-time", DescribeImages::deprecation)
        .onAll("block-device-mapping.device-name", disks(ImageDisk::device))
        .onAll("block-device-mapping.delete-on-termination", disks(ImageDisk::deleteOnTermination))
        .onAll("block-device-mapping.volume-type", disks(ImageShapes::type))
        .onAll("block-device-mapping.encrypted", disks(ImageDisk::encrypted))
        .onAll("block-device-mapping.snapshot-id", disks(ImageDisk::snapshotId))
        .onAll("block-device-mapping.volume-size", disks(ImageDisk::sizeGibibytes))
        .onAll("kernel-id", i -> List.of())
        .onAll("ramdisk-id", i -> List.of())
        .onAll("platform", i -> List.of())
        .onAll("product-code", i -> List.of())
        .onAll("product-code.type", i -> List.of())
        .on("platform-details", i -> ImageShapes.PLATFORM)
        .on("usage-operation", i -> "RunInstances")
        .tagged(i -> tags.getOrDefault(i.id(), Map.of()));
  }

  private static Function<Image, Collection<String>> disks(
      Function<ImageDisk, @Nullable Object> part) {
    return image ->
        ImageShapes.allDisks(image).stream()
            .map(part)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .toList();
  }

  private static @Nullable String deprecation(Image image) {
    Instant at = image.keeping().deprecatedAt();
    return at == null ? null : ImageShapes.date(at);
  }
}
