package croft.services.s3.access;

/** One permission for one grantee. */
public record AclGrant(AclGrantee grantee, AclPermission permission) {

  public static AclGrant to(AclGrantee grantee, AclPermission permission) {
    return new AclGrant(grantee, permission);
  }
}
