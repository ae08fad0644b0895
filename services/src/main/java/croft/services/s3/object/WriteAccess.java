package croft.services.s3.object;

import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import croft.wire.schema.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request that makes an object needs, with the condition keys by which policies demand, say,
 * that the bucket's owner is given full control or that tags are set.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions,
 * resources, and condition keys for Amazon S3</a>.
 */
public final class WriteAccess {
  /** Headers whose condition key is their name behind {@code s3:}. */
  private static final Map<String, String> SAME_NAME =
      Map.ofEntries(
          Map.entry("ACL", "x-amz-acl"),
          Map.entry("GrantFullControl", "x-amz-grant-full-control"),
          Map.entry("GrantRead", "x-amz-grant-read"),
          Map.entry("GrantReadACP", "x-amz-grant-read-acp"),
          Map.entry("GrantWriteACP", "x-amz-grant-write-acp"),
          Map.entry("ServerSideEncryption", "x-amz-server-side-encryption"),
          Map.entry("SSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm"),
          Map.entry("StorageClass", "x-amz-storage-class"),
          Map.entry("WebsiteRedirectLocation", "x-amz-website-redirect-location"),
          Map.entry("MetadataDirective", "x-amz-metadata-directive"),
          Map.entry("CopySource", "x-amz-copy-source"),
          Map.entry("IfMatch", "if-match"),
          Map.entry("IfNoneMatch", "if-none-match"),
          Map.entry("ObjectLockMode", "object-lock-mode"),
          Map.entry("ObjectLockLegalHoldStatus", "object-lock-legal-hold"));

  /** The further actions that members of the request need. */
  private static final Map<String, String> ACTIONS =
      Map.of(
          "Tagging", "s3:PutObjectTagging",
          "ObjectLockMode", "s3:PutObjectRetention",
          "ObjectLockLegalHoldStatus", "s3:PutObjectLegalHold");

  private WriteAccess() {}

  /** Of PutObject, CopyObject or CreateMultipartUpload. */
  public static List<Access> of(
      S3Access access, Call call, Shape request, @Nullable String bucket, @Nullable String key) {
    RequestMembers members = RequestMembers.of(request);
    List<String> actions = new ArrayList<>(List.of("s3:PutObject"));
    ACTIONS.forEach((member, action) -> {
      if (members.text(member) != null) {
        actions.add(action);
      }
    });
    if (!DescriptionReader.aclHeaders(members).isEmpty()) {
      actions.add("s3:PutObjectAcl");
    }
    Map<String, List<String>> keys = keys(members);
    return actions.stream()
        .map(action -> access.writing(call, action, bucket, key).with(keys))
        .toList();
  }

  private static Map<String, List<String>> keys(RequestMembers members) {
    Map<String, List<String>> keys = new HashMap<>();
    SAME_NAME.forEach((member, header) -> {
      String value = members.text(member);
      if (value != null) {
        keys.put("s3:" + header, List.of(value));
      }
    });
    var until = members.time("ObjectLockRetainUntilDate");
    if (until != null) {
      keys.put("s3:object-lock-retain-until-date", List.of(until.toString()));
    }
    Map<String, String> tags = DescriptionReader.tags(members.text("Tagging"));
    if (!tags.isEmpty()) {
      tags.forEach((tag, value) -> keys.put("s3:RequestObjectTag/" + tag, List.of(value)));
      keys.put("s3:RequestObjectTagKeys", List.copyOf(tags.keySet()));
    }
    return keys;
  }
}
