package croft.services.s3.access;

import java.util.List;

/**
 * An access control list.
 *
 * @param owner the canonical user identifier of the account that owns the bucket or object
 * @param grants at most {@link #MOST_GRANTS}
 */
public record Acl(String owner, List<AclGrant> grants) {
  /** Source: "An ACL can have up to 100 grants", Access control list (ACL) overview. */
  public static final int MOST_GRANTS = 100;

  public Acl {
    grants = List.copyOf(grants);
  }

  /** Who owns it may do everything, nobody else anything. */
  public static Acl ownedBy(String owner) {
    return new Acl(owner, List.of(AclGrant.to(AclGrantee.user(owner), AclPermission.FULL_CONTROL)));
  }

  /** Whether everybody, or everybody with an account, is given something. */
  public boolean isPublic() {
    return grants.stream().anyMatch(grant -> grant.grantee().isPublic());
  }

  /** The same without what it gives to everybody. */
  public Acl withoutPublicGrants() {
    return new Acl(owner, grants.stream().filter(grant -> !grant.grantee().isPublic()).toList());
  }
}
