package croft.services.ec2.image;

import croft.api.ec2.TagSpecification;
import croft.base.Arn;
import croft.services.ec2.tag.TagOperations;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operations on images need.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">Actions
 * for Amazon EC2</a>.
 */
final class ImageAccess {
  private final Store store;

  ImageAccess(Store store) {
    this.store = store;
  }

  /** An image's ARN has a region but no account. */
  static Arn arn(String region, @Nullable String id) {
    return Arn.of("ec2", region, "", "image/" + (id == null ? "*" : id));
  }

  /** An action on an image, with the condition keys of the image. */
  List<Access> on(Call call, String action, @Nullable String id) {
    return List.of(Access.to(action, arn(call.region(), id)).with(keys(call, id)));
  }

  private Map<String, List<String>> keys(Call call, @Nullable String id) {
    if (id == null) {
      return Map.of();
    }
    return store.read(tx -> {
      Map<String, List<String>> keys = new HashMap<>();
      Optional<Image> found = Images.find(tx, call.scope(), id);
      found.ifPresent(image -> {
        keys.put("ec2:Owner", List.of(image.isOfCatalogue() ? "amazon" : image.ownerId()));
        keys.put("ec2:Public", List.of(Boolean.toString(image.sharing().everyone())));
        keys.put("ec2:ImageType", List.of("machine"));
        keys.put("ec2:RootDeviceType", List.of("ebs"));
      });
      Map<String, String> tags = Tags.of(tx, call.scope(), id);
      keys.putAll(Requests.resourceTags(tags));
      tags.forEach((key, value) -> keys.put("ec2:ResourceTag/" + key, List.of(value)));
      return keys;
    });
  }

  /** What tagging at creation needs. */
  static List<Access> tagging(Call call, String creation, List<TagSpecification> specifications) {
    List<Access> accesses = new ArrayList<>();
    for (TagSpecification tagged : specifications) {
      Map<String, List<String>> keys =
          new HashMap<>(TagOperations.requestTags(tagged.tagsOrEmpty()));
      keys.put("ec2:CreateAction", List.of(creation));
      accesses.add(
          Access.to(
                  "ec2:CreateTags", Arn.of("ec2", call.region(), "", tagged.resourceType() + "/*"))
              .with(keys));
    }
    return accesses;
  }
}
