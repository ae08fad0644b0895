package croft.services.s3.access;

import croft.base.ServiceError;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's header fields, or a form's, say of an access control list: the name of a canned
 * one, or grantees for each permission such as {@code id="…", uri="…"}.
 *
 * @param canned the name, or null
 * @param grants the texts of the header fields that are there
 */
public record AclHeaders(@Nullable String canned, Map<AclPermission, String> grants) {
  private static final Pattern GRANTEE =
      Pattern.compile("\\s*(id|uri|emailAddress)\\s*=\\s*(?:\"([^\"]*)\"|([^\",\\s]*))\\s*");

  public AclHeaders {
    grants = Map.copyOf(grants);
  }

  /** As the members of a request have them, each null when it is not there. */
  public static AclHeaders of(
      @Nullable String canned,
      @Nullable String fullControl,
      @Nullable String read,
      @Nullable String write,
      ControlHeaders control) {
    Map<AclPermission, String> grants = new EnumMap<>(AclPermission.class);
    put(grants, AclPermission.FULL_CONTROL, fullControl);
    put(grants, AclPermission.READ, read);
    put(grants, AclPermission.WRITE, write);
    put(grants, AclPermission.READ_ACP, control.readAcp());
    put(grants, AclPermission.WRITE_ACP, control.writeAcp());
    return new AclHeaders(canned, grants);
  }

  /** Who may read and write the list itself. */
  public record ControlHeaders(@Nullable String readAcp, @Nullable String writeAcp) {}

  private static void put(
      Map<AclPermission, String> grants, AclPermission permission, @Nullable String text) {
    if (text != null) {
      grants.put(permission, text);
    }
  }

  /** The condition keys that tell them: {@code s3:x-amz-acl} and {@code s3:x-amz-grant-read}. */
  public Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new HashMap<>();
    if (canned != null) {
      keys.put("s3:x-amz-acl", List.of(canned));
    }
    grants.forEach((permission, text) -> keys.put("s3:" + permission.header(), List.of(text)));
    return keys;
  }

  /** Whether the request says nothing of a list. */
  public boolean isEmpty() {
    return canned == null && grants.isEmpty();
  }

  /**
   * The list, for what {@code owner} owns in a bucket of {@code bucketOwner}; the owner's alone
   * when nothing is said.
   *
   * @throws ServiceError {@code InvalidRequest} when both ways are used, {@code InvalidArgument}
   *     for what is not understood
   */
  public Acl acl(String owner, String bucketOwner) {
    if (canned != null && !grants.isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidRequest", "Specifying both Canned ACLs and Header Grants is not allowed");
    }
    if (canned != null) {
      return CannedAcl.named(canned).of(owner, bucketOwner);
    }
    if (grants.isEmpty()) {
      return Acl.ownedBy(owner);
    }
    List<AclGrant> parsed = new ArrayList<>();
    for (AclPermission permission : AclPermission.values()) {
      String text = grants.get(permission);
      if (text != null) {
        grantees(text).forEach(grantee -> parsed.add(AclGrant.to(grantee, permission)));
      }
    }
    return new Acl(owner, parsed);
  }

  /** Whether nothing is said but full control for that account. */
  boolean grantsOnlyAllTo(String canonicalId) {
    String full = grants.get(AclPermission.FULL_CONTROL);
    return canned == null
        && grants.size() == 1
        && full != null
        && grantees(full).equals(List.of(AclGrantee.user(canonicalId)));
  }

  private static List<AclGrantee> grantees(String text) {
    List<AclGrantee> grantees = new ArrayList<>();
    Matcher matcher = GRANTEE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) {
        throw ServiceError.badRequest("InvalidArgument", "Argument format not recognized");
      }
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      grantees.add(grantee(matcher.group(1), value == null ? "" : value));
      at = matcher.end();
      if (at < text.length() && text.charAt(at) != ',') {
        throw ServiceError.badRequest("InvalidArgument", "Argument format not recognized");
      }
      at++;
    }
    return grantees;
  }

  private static AclGrantee grantee(String kind, String value) {
    return switch (kind) {
      case "id" -> AclGrantee.userNamed(value);
      case "uri" -> AclGrantee.groupNamed(value);
      default -> throw AclErrors.byEmail();
    };
  }
}
