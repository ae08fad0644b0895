package croft.services.operation;

import croft.wire.schema.ServiceModel;
import java.util.List;

/** Decides whether a caller may do what an operation needs. */
@FunctionalInterface
public interface Authorizer {
  /**
   * Returns when every access is allowed.
   *
   * @throws croft.base.ServiceError with the code the service's clients expect of a denial
   */
  void check(Call call, ServiceModel service, List<Access> accesses);
}
