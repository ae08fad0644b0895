package croft.services.kms.key;

import croft.api.kms.KeyMetadata;
import croft.api.kms.Tag;
import croft.base.ServiceError;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keys and tags as the API shows and takes them. */
final class KeyShapes {
  private static final int MOST_TAGS = 50;

  private KeyShapes() {}

  static KeyMetadata metadata(Key key) {
    KeySpec spec = key.spec();
    KeyMetadata.Builder shape =
        KeyMetadata.builder()
            .awsAccountId(key.account())
            .keyId(key.id())
            .arn(key.arn().toString())
            .creationDate(key.createdAt())
            .enabled(key.state() == KeyState.ENABLED)
            .description(key.description())
            .keyUsage(spec.usage())
            .keyState(key.state().word())
            .origin("AWS_KMS")
            .keyManager(key.awsManaged() ? "AWS" : "CUSTOMER")
            .customerMasterKeySpec(spec.name())
            .keySpec(spec.name())
            .deletionDate(key.deletionAt())
            .multiRegion(false);
    return switch (spec.family()) {
      case SYMMETRIC -> shape.encryptionAlgorithms(spec.algorithms()).build();
      case MAC -> shape.macAlgorithms(spec.algorithms()).build();
      case RSA, ELLIPTIC -> shape.signingAlgorithms(spec.algorithms()).build();
    };
  }

  /**
   * Tags of a request, put over those there are.
   *
   * @throws ServiceError {@code TagException} or {@code LimitExceededException}
   */
  static Map<String, String> tags(Map<String, String> present, List<Tag> added) {
    Map<String, String> all = new TreeMap<>(present);
    Map<String, String> fresh = new TreeMap<>();
    for (Tag tag : added) {
      String name = Requests.required(tag.tagKey(), "tags.member.tagKey");
      if (name.regionMatches(true, 0, "aws:", 0, 4)) {
        throw ServiceError.badRequest("TagException", "Tags beginning with aws: are reserved");
      }
      if (fresh.put(name, tag.tagValue() == null ? "" : tag.tagValue()) != null) {
        throw ServiceError.badRequest("TagException", "Duplicate tag keys");
      }
    }
    all.putAll(fresh);
    if (all.size() > MOST_TAGS) {
      throw KeyErrors.limit("Too many tags");
    }
    return all;
  }

  /** Tags of a request for condition keys, unchecked. */
  static Map<String, String> requested(List<Tag> tags) {
    Map<String, String> all = new TreeMap<>();
    for (Tag tag : tags) {
      if (tag.tagKey() != null) {
        all.put(tag.tagKey(), tag.tagValue() == null ? "" : tag.tagValue());
      }
    }
    return all;
  }

  static List<Tag> shapes(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().tagKey(tag.getKey()).tagValue(tag.getValue()).build())
            .toList();
  }
}
