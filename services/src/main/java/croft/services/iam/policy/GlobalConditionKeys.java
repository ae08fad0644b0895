package croft.services.iam.policy;

import croft.services.iam.policy.RequestPrincipal.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code aws:*} condition keys every request has, from the facts about caller and connection.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">AWS
 * global condition context keys</a>.
 */
public final class GlobalConditionKeys {
  private GlobalConditionKeys() {}

  /**
   * What is known of the connection.
   *
   * @param sourceAddress the client's address; empty for a call made inside Croft
   * @param calledVia host names of the services that pass the call on, first one first; empty for a
   *     direct call
   */
  public record Connection(
      Instant time,
      String sourceAddress,
      boolean secureTransport,
      String userAgent,
      String region,
      List<String> calledVia) {}

  /**
   * What is known of temporary credentials.
   *
   * @param issued when the session was made
   * @param mfaAuthenticated when a code of a device was given, or null
   * @param sourceIdentity empty if none was set
   */
  public record Session(
      Instant issued, @Nullable Instant mfaAuthenticated, String sourceIdentity) {}

  /**
   * The keys of a request.
   *
   * @param principalTags tags of the user, or of role and session together
   * @param session null for long-term credentials
   */
  public static RequestContext of(
      RequestPrincipal principal,
      Map<String, String> principalTags,
      @Nullable Session session,
      Connection connection) {
    RequestContext.Builder keys = RequestContext.builder();
    putPrincipal(keys, principal, principalTags);
    putConnection(keys, connection);
    if (session != null) {
      putSession(keys, session, connection.time());
    }
    return keys.build();
  }

  private static void putPrincipal(
      RequestContext.Builder keys, RequestPrincipal principal, Map<String, String> tags) {
    boolean service = principal.kind() == Kind.SERVICE;
    keys.put("aws:userid", principal.uniqueId());
    keys.put("aws:PrincipalIsAWSService", Boolean.toString(service));
    if (service) {
      keys.put("aws:PrincipalServiceName", principal.arn());
      return;
    }
    keys.put("aws:PrincipalType", typeName(principal.kind()));
    keys.putIfKnown("aws:PrincipalArn", principal.principalArn());
    keys.putIfKnown("aws:PrincipalAccount", principal.account());
    if (principal.kind() == Kind.USER) {
      keys.put("aws:username", principal.arn().substring(principal.arn().lastIndexOf('/') + 1));
    }
    tags.forEach((key, value) -> keys.put("aws:PrincipalTag/" + key, value));
  }

  private static String typeName(Kind kind) {
    return switch (kind) {
      case ROOT -> "Account";
      case USER -> "User";
      case ROLE_SESSION -> "AssumedRole";
      case FEDERATED_USER, FEDERATED -> "FederatedUser";
      case SERVICE -> "Service";
      case ANONYMOUS -> "Anonymous";
    };
  }

  private static void putConnection(RequestContext.Builder keys, Connection connection) {
    keys.put("aws:CurrentTime", connection.time().truncatedTo(ChronoUnit.SECONDS).toString());
    keys.put("aws:EpochTime", Long.toString(connection.time().getEpochSecond()));
    keys.put("aws:SecureTransport", Boolean.toString(connection.secureTransport()));
    keys.putIfKnown("aws:UserAgent", connection.userAgent());
    keys.putIfKnown("aws:RequestedRegion", connection.region());
    List<String> via = connection.calledVia();
    keys.put("aws:ViaAWSService", Boolean.toString(!via.isEmpty()));
    if (via.isEmpty()) {
      keys.putIfKnown("aws:SourceIp", connection.sourceAddress());
    } else {
      keys.put("aws:CalledVia", via);
      keys.put("aws:CalledViaFirst", via.getFirst());
      keys.put("aws:CalledViaLast", via.getLast());
    }
  }

  private static void putSession(RequestContext.Builder keys, Session session, Instant now) {
    Instant mfa = session.mfaAuthenticated();
    keys.put("aws:TokenIssueTime", session.issued().truncatedTo(ChronoUnit.SECONDS).toString());
    keys.put("aws:MultiFactorAuthPresent", Boolean.toString(mfa != null));
    if (mfa != null) {
      keys.put("aws:MultiFactorAuthAge", Long.toString(ChronoUnit.SECONDS.between(mfa, now)));
    }
    keys.putIfKnown("aws:SourceIdentity", session.sourceIdentity());
  }
}
