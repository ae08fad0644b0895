package croft.services.autoscaling;

import croft.api.iam.CreateServiceLinkedRoleResponse;
import croft.api.iam.GetRoleResponse;
import croft.api.iam.IamModel;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** As much of IAM as making the service-linked role needs. */
final class RoleRoom implements ServiceRoom {
  final AtomicBoolean made = new AtomicBoolean();

  @Override
  public ServiceModel model() {
    return IamModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            IamModel.GET_ROLE,
            AccessRule.toAll("iam:GetRole"),
            (call, request) -> {
              if (!made.get()) {
                throw new ServiceError("NoSuchEntity", 404, "no such role");
              }
              return GetRoleResponse.builder().build();
            }),
        Binding.bind(
            IamModel.CREATE_SERVICE_LINKED_ROLE,
            AccessRule.toAll("iam:CreateServiceLinkedRole"),
            (call, request) -> {
              made.set(true);
              return CreateServiceLinkedRoleResponse.builder().build();
            }));
  }
}
