package croft.services.s3.access;

import java.util.ArrayList;
import java.util.List;

/**
 * Access control lists as policy documents, so that the one policy engine decides over them too.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#acl-access-policy-permission-mapping">Mapping
 * of ACL permissions and access policy permissions</a>.
 */
public final class AclPolicy {
  private AclPolicy() {}

  /** What a bucket's list allows on the bucket, and on its objects by the permission to write. */
  public static String ofBucket(Acl acl) {
    return document(acl, AclPolicy::bucketActions);
  }

  /** What an object's list allows on that object. */
  public static String ofObject(Acl acl) {
    return document(acl, AclPolicy::objectActions);
  }

  private interface Actions {
    List<String> of(AclPermission permission);
  }

  private static List<String> bucketActions(AclPermission permission) {
    return switch (permission) {
      case READ ->
          List.of("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads");
      case WRITE -> List.of("s3:PutObject");
      case READ_ACP -> List.of("s3:GetBucketAcl");
      case WRITE_ACP -> List.of("s3:PutBucketAcl");
      case FULL_CONTROL -> all(AclPolicy::bucketActions);
    };
  }

  private static List<String> objectActions(AclPermission permission) {
    return switch (permission) {
      case READ -> List.of("s3:GetObject", "s3:GetObjectVersion");
      case WRITE -> List.of();
      case READ_ACP -> List.of("s3:GetObjectAcl", "s3:GetObjectVersionAcl");
      case WRITE_ACP -> List.of("s3:PutObjectAcl", "s3:PutObjectVersionAcl");
      case FULL_CONTROL -> all(AclPolicy::objectActions);
    };
  }

  private static List<String> all(Actions actions) {
    List<String> all = new ArrayList<>();
    for (AclPermission permission : AclPermission.values()) {
      if (permission != AclPermission.FULL_CONTROL) {
        all.addAll(actions.of(permission));
      }
    }
    return all;
  }

  /** The document, empty text when the list allows nothing there. */
  private static String document(Acl acl, Actions actions) {
    StringBuilder statements = new StringBuilder();
    for (AclGrant grant : acl.grants()) {
      List<String> allowed = actions.of(grant.permission());
      if (!allowed.isEmpty()) {
        statements
            .append(statements.isEmpty() ? "" : ",")
            .append("{\"Effect\":\"Allow\",")
            .append(principal(grant.grantee()))
            .append(",\"Action\":[\"")
            .append(String.join("\",\"", allowed))
            .append("\"],\"Resource\":\"*\"}");
      }
    }
    return statements.isEmpty()
        ? ""
        : "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  private static String principal(AclGrantee grantee) {
    if (grantee.kind() == AclGrantee.Kind.CANONICAL_USER) {
      return "\"Principal\":{\"CanonicalUser\":\"" + grantee.value() + "\"}";
    }
    if (grantee.equals(AclGrantee.LOG_DELIVERY)) {
      return "\"Principal\":{\"Service\":\"logging.s3.amazonaws.com\"}";
    }
    return grantee.equals(AclGrantee.ALL_USERS)
        ? "\"Principal\":\"*\""
        : "\"Principal\":\"*\","
            + "\"Condition\":{\"StringNotEquals\":{\"aws:PrincipalType\":\"Anonymous\"}}";
  }
}
