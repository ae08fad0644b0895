package croft.services.iam.policy;

/**
 * One question to the engine: may this principal do this action on this resource?
 *
 * @param action such as {@code ec2:TerminateInstances}
 * @param resource an ARN, or {@code *} for an action without resource-level permissions
 * @param resourceAccount the account that owns the resource, which an ARN does not always tell
 * @param context the request's condition keys
 */
public record AuthorizationRequest(
    RequestPrincipal principal,
    String action,
    String resource,
    String resourceAccount,
    RequestContext context) {

  /** Whether the caller and the resource are of different accounts. */
  boolean crossesAccounts() {
    return !resourceAccount.equals(principal.account());
  }
}
