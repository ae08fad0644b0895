package croft.services.iam.policy;

import croft.base.CanonicalUserId;

/**
 * Who asks, as policies name it.
 *
 * @param account twelve digits; empty for a service or nobody
 * @param arn the user's, the root's or the session's ARN; a service's host name such as {@code
 *     ec2.amazonaws.com}; empty for nobody
 * @param roleArn the role behind a session, with its path; else empty
 * @param uniqueId {@code AIDA…}, {@code AROA…:session}, or the account of a root
 * @param canonicalUserId the account's S3 identifier, empty if it has none
 */
public record RequestPrincipal(
    Kind kind,
    String account,
    String arn,
    String roleArn,
    String uniqueId,
    String canonicalUserId) {

  /** The kinds of principal a policy can tell apart. */
  public enum Kind {
    ROOT,
    USER,
    ROLE_SESSION,
    /** A session by GetFederationToken. */
    FEDERATED_USER,
    /** Someone an identity provider vouches for, before there is a session. */
    FEDERATED,
    SERVICE,
    ANONYMOUS
  }

  public static RequestPrincipal root(String account) {
    return new RequestPrincipal(
        Kind.ROOT,
        account,
        "arn:aws:iam::" + account + ":root",
        "",
        account,
        CanonicalUserId.of(account));
  }

  public static RequestPrincipal user(String account, String arn, String uniqueId) {
    return new RequestPrincipal(Kind.USER, account, arn, "", uniqueId, CanonicalUserId.of(account));
  }

  public static RequestPrincipal roleSession(
      String account, String arn, String roleArn, String uniqueId) {
    return new RequestPrincipal(
        Kind.ROLE_SESSION, account, arn, roleArn, uniqueId, CanonicalUserId.of(account));
  }

  public static RequestPrincipal federatedUser(String account, String arn, String uniqueId) {
    return new RequestPrincipal(
        Kind.FEDERATED_USER, account, arn, "", uniqueId, CanonicalUserId.of(account));
  }

  /** Someone an identity provider vouches for, by the provider's ARN. */
  public static RequestPrincipal federated(String providerArn) {
    return new RequestPrincipal(Kind.FEDERATED, "", providerArn, "", "", "");
  }

  public static RequestPrincipal service(String hostName) {
    return new RequestPrincipal(Kind.SERVICE, "", hostName, "", hostName, "");
  }

  /** A request without credentials. */
  public static RequestPrincipal anonymous() {
    return new RequestPrincipal(Kind.ANONYMOUS, "", "", "", "anonymous", "");
  }

  /** What {@code aws:PrincipalArn} shows: for a session the role's ARN. */
  public String principalArn() {
    return kind == Kind.ROLE_SESSION ? roleArn : arn;
  }
}
