package croft.services.autoscaling.entity;

import croft.services.operation.Call;

/** Who Auto Scaling is when it acts by itself. */
@FunctionalInterface
public interface ServiceActor {
  String HOST = "autoscaling.amazonaws.com";

  /** The role's name in every account. */
  String ROLE = "AWSServiceRoleForAutoScaling";

  /**
   * A call as the account's service-linked role, made now by the machine's clock.
   *
   * @param scope account and region
   * @throws croft.base.ServiceError {@code ServiceLinkedRoleFailure} when the account has no such
   *     role
   */
  Call call(String scope);
}
