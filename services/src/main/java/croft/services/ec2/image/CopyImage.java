package croft.services.ec2.image;

import croft.api.ec2.CopyImageRequest;
import croft.api.ec2.CopyImageResult;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.region.Regions;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CopyImage: writes an image in state pending that shares the files of the original, and copies of
 * its snapshots.
 */
final class CopyImage {
  private final Store store;
  private final Ids ids;
  private final Wake wake;
  private final CapturedDisks disks;
  private final ImageAccess access;

  CopyImage(Store store, Ids ids, Wake wake, CapturedDisks disks) {
    this.store = store;
    this.ids = ids;
    this.wake = wake;
    this.disks = disks;
    this.access = new ImageAccess(store);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
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

  private List<Access> copyAccess(Call call, CopyImageRequest request) {
    List<Access> accesses =
        new ArrayList<>(access.on(call, "ec2:CopyImage", request.sourceImageId()));
    accesses.addAll(ImageAccess.tagging(call, "CopyImage", request.tagSpecificationsOrEmpty()));
    return accesses;
  }

  private CopyImageResult copyImage(Call call, CopyImageRequest request) {
    String sourceId = ImageAttributes.required("sourceImageId", request.sourceImageId());
    String region = ImageAttributes.required("sourceRegion", request.sourceRegion());
    if (!Regions.exists(region)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + region + "' for SourceRegion.");
    }
    Map<String, Map<String, String>> given =
        TagSpecifications.byType(Set.of("image", "snapshot"), request.tagSpecificationsOrEmpty());
    Map<String, String> tags = new HashMap<>(given.getOrDefault("image", Map.of()));
    return store.write(tx -> {
      Optional<Image> repeated = copied(tx, call, request.clientToken());
      if (repeated.isPresent()) {
        return CopyImageResult.builder().imageId(repeated.get().id()).build();
      }
      String there = call.account() + "/" + region;
      Image original = Images.launchable(tx, there, sourceId);
      requireStorage(tx, call, original);
      String name = ImageNames.free(tx, call.scope(), request.name());
      if (Boolean.TRUE.equals(request.copyImageTags())) {
        Tags.of(tx, there, sourceId).forEach(tags::putIfAbsent);
      }
      String id = ids.resource("ami");
      String description = request.description();
      Image copy =
          Image.pending(call, id, name, Image.Source.copy(original, region, request.clientToken()))
              .withFilesOf(original)
              .described(description == null ? original.description() : description)
              .with(disks.copy(tx, call, original, given.getOrDefault("snapshot", Map.of())));
      tx.insert(Images.TABLE, copy);
      Tags.put(tx, call.scope(), id, tags);
      wake.image(tx, copy.scope(), id);
      return CopyImageResult.builder().imageId(id).build();
    });
  }

  /** To launch an image is one thing, to have its bytes another. */
  private static void requireStorage(Transaction tx, Call call, Image original) {
    boolean open =
        original.ownerId().equals(call.account())
            || original.sharing().everyone()
            || (!original.disks().isEmpty()
                && ImageDisks.snapshots(original).stream()
                    .allMatch(id ->
                        Snapshots.any(tx, id)
                            .map(snapshot -> snapshot.isOpenTo(call.account()))
                            .orElse(false)));
    if (!open) {
      throw ServiceError.badRequest(
          "InvalidRequest", "You do not have permission to access the storage of this ami");
    }
  }

  private static Optional<Image> copied(Transaction tx, Call call, @Nullable String token) {
    return token == null
        ? Optional.empty()
        : tx.list(Images.TABLE, call.region()).stream()
            .filter(image -> image.ownerId().equals(call.account()))
            .filter(image -> token.equals(image.source().clientToken()))
            .findFirst();
  }
}
