package croft.services.s3.access;

import croft.base.ServiceError;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whom an access control list gives something.
 *
 * @param value the canonical user identifier of an account, or the URI of a group
 */
public record AclGrantee(Kind kind, String value) {
  /** What a grantee can be; e-mail addresses are no longer taken. */
  public enum Kind {
    CANONICAL_USER,
    GROUP
  }

  private static final String GROUPS = "http://acs.amazonaws.com/groups/";
  private static final Pattern CANONICAL_ID = Pattern.compile("[0-9a-f]{64}");

  /** Everybody, also without an account. */
  public static final AclGrantee ALL_USERS = group(GROUPS + "global/AllUsers");

  /** Everybody who has an account, of whatever owner. */
  public static final AclGrantee AUTHENTICATED_USERS = group(GROUPS + "global/AuthenticatedUsers");

  /** What delivers server access logs. */
  public static final AclGrantee LOG_DELIVERY = group(GROUPS + "s3/LogDelivery");

  private static final Set<AclGrantee> KNOWN_GROUPS =
      Set.of(ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY);

  public static AclGrantee user(String canonicalId) {
    return new AclGrantee(Kind.CANONICAL_USER, canonicalId);
  }

  private static AclGrantee group(String uri) {
    return new AclGrantee(Kind.GROUP, uri);
  }

  /**
   * An account by its canonical identifier.
   *
   * @throws ServiceError {@code InvalidArgument} (400) when it is not such
   */
  public static AclGrantee userNamed(String canonicalId) {
    if (!CANONICAL_ID.matcher(canonicalId).matches()) {
      throw ServiceError.badRequest("InvalidArgument", "Invalid id");
    }
    return user(canonicalId);
  }

  /**
   * A group by its URI.
   *
   * @throws ServiceError {@code InvalidArgument} (400) for a group that S3 has not
   */
  public static AclGrantee groupNamed(String uri) {
    AclGrantee group = group(uri);
    if (!KNOWN_GROUPS.contains(group)) {
      throw ServiceError.badRequest("InvalidArgument", "Invalid group uri");
    }
    return group;
  }

  /** Whether more than one account is meant. */
  public boolean isPublic() {
    return equals(ALL_USERS) || equals(AUTHENTICATED_USERS);
  }
}
