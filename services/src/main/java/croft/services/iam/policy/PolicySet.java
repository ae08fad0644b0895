package croft.services.iam.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every policy that has a say in one request. A list that is null does not apply; one that is empty
 * applies and allows nothing.
 *
 * @param serviceControl one list for each level from the organization's root to the account; each
 *     level must allow. No levels: the account is in no organization
 * @param resourceControl likewise, for the account of the resource
 * @param resource policies of the resource itself, for roles the trust policy
 * @param resourceMustAllow whether the resource's policy must allow even in the same account, as a
 *     role's trust policy must
 * @param identity of the user and its groups, or of the role
 * @param permissionsBoundary of the user or role, or null
 * @param session passed when the session was made, or null
 * @param endpoint of the VPC endpoint that the request came through, or null
 */
public record PolicySet(
    List<List<AttachedPolicy>> serviceControl,
    List<List<AttachedPolicy>> resourceControl,
    List<AttachedPolicy> resource,
    boolean resourceMustAllow,
    List<AttachedPolicy> identity,
    @Nullable List<AttachedPolicy> permissionsBoundary,
    @Nullable List<AttachedPolicy> session,
    @Nullable List<AttachedPolicy> endpoint) {

  /** No policy at all: everyone but the root is denied. */
  public static final PolicySet NONE = ofIdentity(List.of());

  /** Identity-based policies only. */
  public static PolicySet ofIdentity(List<AttachedPolicy> identity) {
    return new PolicySet(List.of(), List.of(), List.of(), false, identity, null, null, null);
  }

  /** The same with a permissions boundary. */
  public PolicySet withBoundary(List<AttachedPolicy> boundary) {
    return new PolicySet(
        serviceControl,
        resourceControl,
        resource,
        resourceMustAllow,
        identity,
        boundary,
        session,
        endpoint);
  }

  /** The same with session policies. */
  public PolicySet withSession(List<AttachedPolicy> sessionPolicies) {
    return new PolicySet(
        serviceControl,
        resourceControl,
        resource,
        resourceMustAllow,
        identity,
        permissionsBoundary,
        sessionPolicies,
        endpoint);
  }

  /** The same with the resource's own policies. */
  public PolicySet withResource(List<AttachedPolicy> resourcePolicies, boolean mustAllow) {
    return new PolicySet(
        serviceControl,
        resourceControl,
        resourcePolicies,
        mustAllow,
        identity,
        permissionsBoundary,
        session,
        endpoint);
  }

  /** The same with the levels of service control policies. */
  public PolicySet withServiceControl(List<List<AttachedPolicy>> levels) {
    return new PolicySet(
        levels,
        resourceControl,
        resource,
        resourceMustAllow,
        identity,
        permissionsBoundary,
        session,
        endpoint);
  }

  /** The same for what came through a VPC endpoint. */
  public PolicySet withEndpoint(List<AttachedPolicy> endpointPolicies) {
    return new PolicySet(
        serviceControl,
        resourceControl,
        resource,
        resourceMustAllow,
        identity,
        permissionsBoundary,
        session,
        endpointPolicies);
  }
}
