package croft.services.s3.access;

import croft.api.s3.AccessControlPolicy;
import croft.api.s3.Grant;
import croft.api.s3.Grantee;
import croft.api.s3.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Access control lists as the API shows and takes them. */
final class AclShapes {
  private AclShapes() {}

  static Owner owner(Acl acl) {
    return Owner.builder().id(acl.owner()).build();
  }

  static List<Grant> grants(Acl acl) {
    return acl.grants().stream()
        .map(grant ->
            Grant.builder()
                .grantee(grantee(grant.grantee()))
                .permission(grant.permission().name())
                .build())
        .toList();
  }

  private static Grantee grantee(AclGrantee grantee) {
    return switch (grantee.kind()) {
      case CANONICAL_USER -> Grantee.builder().type("CanonicalUser").id(grantee.value()).build();
      case GROUP -> Grantee.builder().type("Group").uri(grantee.value()).build();
    };
  }

  /**
   * The list a document describes.
   *
   * @param owner whose it must say the list is
   * @throws croft.base.ServiceError {@code MalformedACLError} or {@code InvalidArgument} (400),
   *     {@code AccessDenied} for another owner
   */
  static Acl read(AccessControlPolicy document, String owner) {
    Owner named = document.owner();
    if (named == null || document.grants() == null) {
      throw AclErrors.malformed();
    }
    if (named.id() != null && !named.id().equals(owner)) {
      throw AclErrors.otherOwner();
    }
    List<AclGrant> grants = new ArrayList<>();
    for (Grant grant : document.grantsOrEmpty()) {
      String permission = Objects.requireNonNullElse(grant.permission(), "");
      grants.add(AclGrant.to(grantee(grant.grantee()), AclPermission.named(permission)));
    }
    if (grants.size() > Acl.MOST_GRANTS) {
      throw AclErrors.malformed();
    }
    return new Acl(owner, grants);
  }

  static AclGrantee grantee(@Nullable Grantee grantee) {
    String type = grantee == null ? null : grantee.type();
    if (grantee == null || type == null) {
      throw AclErrors.malformed();
    }
    return switch (type) {
      case "CanonicalUser" -> AclGrantee.userNamed(Objects.requireNonNullElse(grantee.id(), ""));
      case "Group" -> AclGrantee.groupNamed(Objects.requireNonNullElse(grantee.uri(), ""));
      case "AmazonCustomerByEmail" -> throw AclErrors.byEmail();
      default -> throw AclErrors.malformed();
    };
  }
}
