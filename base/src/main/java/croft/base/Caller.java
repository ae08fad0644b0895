package croft.base;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call, as authentication found out.
 *
 * @param account the twelve digits of the account; empty for an anonymous caller
 * @param arn the principal's ARN: root, a user, or an assumed role's session
 * @param principalId what {@code aws:userid} and GetCallerIdentity's UserId show
 * @param kind root, user, assumed role or service
 * @param accessKeyId the key that signed, empty for a call made inside Croft
 * @param sessionTags tags of the session, for {@code aws:PrincipalTag/…}
 * @param session what its temporary credentials say; null for long-term credentials
 */
public record Caller(
    String account,
    Arn arn,
    String principalId,
    Kind kind,
    String accessKeyId,
    Map<String, String> sessionTags,
    @Nullable CallerSession session) {

  /** The kinds of principal Croft knows. */
  public enum Kind {
    ROOT,
    USER,
    ASSUMED_ROLE,
    /** Someone a user or root got credentials for by GetFederationToken. */
    FEDERATED_USER,
    SERVICE,
    /** Whoever sends a request without a signature. */
    ANONYMOUS
  }

  public Caller {
    sessionTags = Map.copyOf(sessionTags);
  }

  /** A caller with long-term credentials. */
  public Caller(
      String account,
      Arn arn,
      String principalId,
      Kind kind,
      String accessKeyId,
      Map<String, String> sessionTags) {
    this(account, arn, principalId, kind, accessKeyId, sessionTags, null);
  }

  /** The root of an account: allowed everything but what an explicit boundary outside forbids. */
  public static Caller root(String account, String accessKeyId) {
    return new Caller(
        account, Arn.of("iam", "", account, "root"), account, Kind.ROOT, accessKeyId, Map.of());
  }

  /**
   * A service that acts for an account by itself, such as {@code autoscaling.amazonaws.com}; never
   * made from a request.
   */
  public static Caller service(String account, String hostName) {
    Arn arn = Arn.of("iam", "", account, "service/" + hostName);
    return new Caller(account, arn, hostName, Kind.SERVICE, "", Map.of());
  }

  /** Whoever sends a request without a signature. */
  public static Caller anonymous() {
    return new Caller(
        "", Arn.of("iam", "", "", "anonymous"), "anonymous", Kind.ANONYMOUS, "", Map.of());
  }
}
