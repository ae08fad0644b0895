package croft.services.iam.authorization;

import croft.base.ServiceError;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.policy.AuthorizationRequest;
import croft.services.iam.policy.Decision;
import croft.services.iam.policy.Decision.Outcome;
import croft.store.Documents;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one place where a denial becomes an error, in the code and words the service's clients
 * expect.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Access
 * denied error messages</a>.
 */
public final class Denials {
  private static final String PURPOSE = "authorization-message";

  private final MasterKey key;
  private final Documents documents = new Documents();

  public Denials(MasterKey key) {
    this.key = key;
  }

  /** The error for a request that was not allowed. */
  public ServiceError of(ServiceModel service, AuthorizationRequest request, Decision decision) {
    boolean s3 = service.signingName().equals("s3");
    // S3 tells reasons to the owner's account only.
    String message =
        s3 && !request.resourceAccount().equals(request.principal().account())
            ? "Access Denied"
            : message(request) + " " + decision.reason(request.action());
    return switch (service.protocols().getFirst()) {
      case EC2_QUERY ->
          new ServiceError(
              "UnauthorizedOperation",
              403,
              "You are not authorized to perform this operation. "
                  + message
                  + ". Encoded authorization failure message: "
                  + encoded(request, decision));
      case AWS_QUERY, REST_XML -> new ServiceError("AccessDenied", 403, message);
      case REST_JSON -> new ServiceError("AccessDeniedException", 403, message);
      case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR ->
          new ServiceError("AccessDeniedException", 400, message);
    };
  }

  /**
   * The error for credentials that stand for nobody any more, or that a service does not take: the
   * one for keys nobody has.
   */
  public static ServiceError unknownCaller(ServiceModel service) {
    String message = "The security token included in the request is invalid.";
    return switch (service.protocols().getFirst()) {
      case EC2_QUERY ->
          new ServiceError(
              "AuthFailure", 401, "AWS was not able to validate the provided access credentials");
      case AWS_QUERY, REST_XML -> new ServiceError("InvalidClientTokenId", 403, message);
      case REST_JSON -> new ServiceError("UnrecognizedClientException", 403, message);
      case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR ->
          new ServiceError("UnrecognizedClientException", 400, message);
    };
  }

  /** Who may not do what on what, without the reason, which STS keeps to itself. */
  public static String message(AuthorizationRequest request) {
    return "User: %s is not authorized to perform: %s on resource: %s"
        .formatted(request.principal().arn(), request.action(), request.resource());
  }

  /** The facts of a denial, which may tell more than the caller may know. */
  record EncodedDenial(
      boolean allowed,
      boolean explicitDeny,
      Map<String, List<MatchedStatement>> matchedStatements,
      Map<String, Object> context) {}

  /** A statement that denied. */
  record MatchedStatement(String statementId, String policy) {}

  private String encoded(AuthorizationRequest request, Decision decision) {
    List<MatchedStatement> matched =
        decision.statements().stream()
            .map(match -> new MatchedStatement(match.statement().sid(), match.policy()))
            .toList();
    Map<String, Object> context =
        Map.of(
            "principal",
            Map.of("id", request.principal().uniqueId(), "arn", request.principal().arn()),
            "action",
            request.action(),
            "resource",
            request.resource());
    boolean explicit = decision.outcome() == Outcome.EXPLICIT_DENY;
    return key.seal(
        PURPOSE,
        documents.write(new EncodedDenial(false, explicit, Map.of("items", matched), context)));
  }

  /** Decodes an encoded message to JSON; empty when it is not ours. */
  public Optional<String> decode(String encoded) {
    return key.open(PURPOSE, encoded);
  }
}
