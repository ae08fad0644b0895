package croft.base;

import java.util.Map;

/**
 * Who makes a call, as authentication found out.
 *
 * @param account the twelve digits of the account
 * @param arn the principal's ARN: root, a user, or an assumed role's session
 * @param principalId what {@code aws:userid} and GetCallerIdentity's UserId show
 * @param kind root, user, assumed role or service
 * @param accessKeyId the key that signed, empty for a call made inside Croft
 * @param sessionTags tags of the session or user, for {@code aws:PrincipalTag/…}
 */
public record Caller(
    String account,
    Arn arn,
    String principalId,
    Kind kind,
    String accessKeyId,
    Map<String, String> sessionTags) {

  /** The kinds of principal Croft knows. */
  public enum Kind {
    ROOT,
    USER,
    ASSUMED_ROLE,
    SERVICE
  }

  public Caller {
    sessionTags = Map.copyOf(sessionTags);
  }

  /** The root of an account: allowed everything but what an explicit boundary outside forbids. */
  public static Caller root(String account, String accessKeyId) {
    return new Caller(
        account, Arn.of("iam", "", account, "root"), account, Kind.ROOT, accessKeyId, Map.of());
  }
}
