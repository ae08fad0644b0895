package croft.services.s3.access;

import croft.base.ServiceError;
import java.util.Locale;

/** The permissions of access control lists. */
public enum AclPermission {
  FULL_CONTROL,
  READ,
  WRITE,
  READ_ACP,
  WRITE_ACP;

  /** The header field that grants it. */
  public String header() {
    return "x-amz-grant-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The permission of that name.
   *
   * @throws ServiceError {@code MalformedACLError} (400)
   */
  public static AclPermission named(String name) {
    for (AclPermission permission : values()) {
      if (permission.name().equals(name)) {
        return permission;
      }
    }
    throw AclErrors.malformed();
  }
}
