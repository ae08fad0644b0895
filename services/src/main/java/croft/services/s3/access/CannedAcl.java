package croft.services.s3.access;

import croft.base.ServiceError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The access control lists that have names.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl">Canned
 * ACL</a>.
 */
public enum CannedAcl {
  PRIVATE("private"),
  PUBLIC_READ("public-read"),
  PUBLIC_READ_WRITE("public-read-write"),
  AUTHENTICATED_READ("authenticated-read"),
  BUCKET_OWNER_READ("bucket-owner-read"),
  BUCKET_OWNER_FULL_CONTROL("bucket-owner-full-control"),
  LOG_DELIVERY_WRITE("log-delivery-write");

  private final String word;

  CannedAcl(String word) {
    this.word = word;
  }

  /**
   * The list of that name.
   *
   * @throws ServiceError {@code InvalidArgument} (400) for another, and for {@code aws-exec-read},
   *     which is for a service that is not there
   */
  public static CannedAcl named(String word) {
    for (CannedAcl acl : values()) {
      if (acl.word.equals(word)) {
        return acl;
      }
    }
    throw ServiceError.badRequest("InvalidArgument", "Invalid canned ACL: " + word);
  }

  /** Whether that is its name. */
  boolean isNamed(@Nullable String other) {
    return word.equals(other);
  }

  /** The list for what {@code owner} owns, in a bucket of {@code bucketOwner}; canonical ids. */
  public Acl of(String owner, String bucketOwner) {
    List<AclGrant> grants = new ArrayList<>(Acl.ownedBy(owner).grants());
    AclGrantee ofBucket = AclGrantee.user(bucketOwner);
    switch (this) {
      case PRIVATE -> {}
      case PUBLIC_READ -> grants.add(AclGrant.to(AclGrantee.ALL_USERS, AclPermission.READ));
      case PUBLIC_READ_WRITE -> {
        grants.add(AclGrant.to(AclGrantee.ALL_USERS, AclPermission.READ));
        grants.add(AclGrant.to(AclGrantee.ALL_USERS, AclPermission.WRITE));
      }
      case AUTHENTICATED_READ ->
          grants.add(AclGrant.to(AclGrantee.AUTHENTICATED_USERS, AclPermission.READ));
      case BUCKET_OWNER_READ -> addUnlessOwner(grants, owner, ofBucket, AclPermission.READ);
      case BUCKET_OWNER_FULL_CONTROL ->
          addUnlessOwner(grants, owner, ofBucket, AclPermission.FULL_CONTROL);
      case LOG_DELIVERY_WRITE -> {
        grants.add(AclGrant.to(AclGrantee.LOG_DELIVERY, AclPermission.WRITE));
        grants.add(AclGrant.to(AclGrantee.LOG_DELIVERY, AclPermission.READ_ACP));
      }
    }
    return new Acl(owner, grants);
  }

  private static void addUnlessOwner(
      List<AclGrant> grants, String owner, AclGrantee grantee, AclPermission permission) {
    if (!grantee.value().equals(owner)) {
      grants.add(AclGrant.to(grantee, permission));
    }
  }
}
