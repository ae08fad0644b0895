package croft.services.s3.access;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The actions a bucket policy can name, by what they apply to.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions,
 * resources, and condition keys for Amazon S3</a>.
 */
final class BucketActions {
  private static final Set<String> OF_OBJECTS =
      Set.of(
          "AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectTagging",
          "DeleteObjectVersion DeleteObjectVersionTagging GetObject GetObjectAcl",
          "GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging",
          "GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes",
          "GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent",
          "InitiateReplication ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner",
          "PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging",
          "PutObjectVersionAcl PutObjectVersionTagging ReplicateDelete ReplicateObject",
          "ReplicateTags RestoreObject UpdateObjectEncryption");

  private static final Set<String> OF_BUCKETS =
      Set.of(
          "CreateBucket DeleteBucket DeleteBucketPolicy DeleteBucketWebsite",
          "DeleteBucketOwnershipControls DeleteBucketPublicAccessBlock",
          "GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAcl GetBucketCORS",
          "GetBucketLocation GetBucketLogging GetBucketNotification",
          "GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy",
          "GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketRequestPayment",
          "GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration",
          "GetIntelligentTieringConfiguration GetInventoryConfiguration",
          "GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration",
          "GetBucketMetadataTableConfiguration ListBucket ListBucketMultipartUploads",
          "ListBucketVersions ListTagsForResource PutAccelerateConfiguration",
          "PutAnalyticsConfiguration PutBucketAcl PutBucketCORS PutBucketLogging",
          "PutBucketNotification PutBucketObjectLockConfiguration PutBucketOwnershipControls",
          "PutBucketPolicy PutBucketPublicAccessBlock PutBucketRequestPayment PutBucketTagging",
          "PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration",
          "PutIntelligentTieringConfiguration PutInventoryConfiguration",
          "PutLifecycleConfiguration PutMetricsConfiguration PutReplicationConfiguration",
          "TagResource UntagResource");

  private static final List<String> OBJECT_NAMES = names(OF_OBJECTS);
  private static final List<String> BUCKET_NAMES = names(OF_BUCKETS);

  private BucketActions() {}

  private static List<String> names(Set<String> lines) {
    return lines.stream()
        .flatMap(line -> Stream.of(line.split(" ")))
        .map(name -> "s3:" + name.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Whether a pattern such as {@code s3:Get*} names an action on objects. */
  static boolean namesObjectAction(String pattern) {
    return matchesAny(pattern, OBJECT_NAMES);
  }

  /** Whether a pattern names an action on buckets. */
  static boolean namesBucketAction(String pattern) {
    return matchesAny(pattern, BUCKET_NAMES);
  }

  private static boolean matchesAny(String pattern, List<String> names) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    return names.stream().anyMatch(name -> matches(lower, name));
  }

  /**
   * Whether a pattern, whose {@code *} is any run of characters and {@code ?} any one, matches a
   * text. Takes at most the product of both lengths, whatever the pattern.
   */
  static boolean matches(String pattern, String text) {
    int at = 0;
    int star = -1;
    int resume = 0;
    int next = 0;
    while (next < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        resume = next;
      } else if (at < pattern.length()
          && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(next))) {
        at++;
        next++;
      } else if (star >= 0) {
        at = star + 1;
        next = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
