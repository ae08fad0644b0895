package croft.services.iam.servicelinkedrole;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreateServiceLinkedRoleRequest;
import croft.api.iam.CreateServiceLinkedRoleResponse;
import croft.api.iam.DeleteServiceLinkedRoleRequest;
import croft.api.iam.DeleteServiceLinkedRoleResponse;
import croft.api.iam.GetServiceLinkedRoleDeletionStatusRequest;
import croft.api.iam.GetServiceLinkedRoleDeletionStatusResponse;
import croft.api.iam.IamModel;
import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CreateServiceLinkedRole, DeleteServiceLinkedRole and its status. */
public final class ServiceLinkedRoleOperations {
  private static final int SESSION_SECONDS = 3600;

  private final IamParts parts;
  private final Store store;

  public ServiceLinkedRoleOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The tables of this room. */
  public static List<Table<?>> tables() {
    return List.of(DeletionTask.TABLE);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_SERVICE_LINKED_ROLE,
            (call, request) -> List.of(createAccess(call, request)),
            this::create),
        bind(
            IamModel.DELETE_SERVICE_LINKED_ROLE,
            (call, request) ->
                List.of(
                    Roles.access(store, call, "iam:DeleteServiceLinkedRole", request.roleName())),
            this::delete),
        bind(
            IamModel.GET_SERVICE_LINKED_ROLE_DELETION_STATUS,
            (call, request) -> List.of(statusAccess(call, request.deletionTaskId())),
            this::status));
  }

  private static Access createAccess(Call call, CreateServiceLinkedRoleRequest request) {
    String host = Objects.requireNonNullElse(request.awsServiceName(), "*");
    String name =
        LinkedService.byHostName(host)
            .map(service -> roleName(service, request.customSuffix()))
            .orElse("*");
    Arn arn = Arn.of("iam", "", call.account(), "role/aws-service-role/" + host + "/" + name);
    return Access.to("iam:CreateServiceLinkedRole", arn)
        .with(Map.of("iam:AWSServiceName", List.of(host)));
  }

  private static Access statusAccess(Call call, @Nullable String taskId) {
    String task = Objects.requireNonNullElse(taskId, "");
    boolean known = task.startsWith("task/") && task.lastIndexOf('/') > "task/".length();
    String role = known ? task.substring("task".length(), task.lastIndexOf('/')) : "/*";
    return Access.to(
        "iam:GetServiceLinkedRoleDeletionStatus", Arn.of("iam", "", call.account(), "role" + role));
  }

  private static String roleName(LinkedService service, @Nullable String suffix) {
    return suffix == null ? service.roleName() : service.roleName() + "_" + suffix;
  }

  private CreateServiceLinkedRoleResponse create(
      Call call, CreateServiceLinkedRoleRequest request) {
    String host = required(request.awsServiceName(), "awsServiceName");
    LinkedService service =
        LinkedService.byHostName(host)
            .orElseThrow(() ->
                EntityErrors.invalidInput(
                    "Service-linked roles of " + host + " are not supported."));
    if (request.customSuffix() != null && !service.suffixes()) {
      throw EntityErrors.invalidInput("Custom suffix is not allowed for " + host);
    }
    Role role =
        new Role(
            call.account(),
            roleName(service, request.customSuffix()),
            service.path(),
            parts.ids().unique("AROA"),
            call.at(),
            Objects.requireNonNullElse(request.description(), ""),
            SESSION_SECONDS,
            service.trustPolicy(),
            Map.of(),
            Map.of(),
            List.of());
    return store.write(tx -> {
      if (tx.get(Role.TABLE, call.account(), role.name()).isPresent()) {
        throw EntityErrors.invalidInput(
            "Service role name "
                + role.name()
                + " has been taken in this account, please try a different suffix.");
      }
      tx.insert(Role.TABLE, role);
      Attachments.attach(tx, role.holder(), service.policyArn());
      return CreateServiceLinkedRoleResponse.builder().role(Roles.brief(role)).build();
    });
  }

  private DeleteServiceLinkedRoleResponse delete(
      Call call, DeleteServiceLinkedRoleRequest request) {
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      if (!role.isServiceLinked()) {
        throw EntityErrors.invalidInput("The role " + role.name() + " is not service-linked.");
      }
      String id = "task" + role.path() + role.name() + "/" + parts.ids().uuid();
      for (String arn : Attachments.attached(tx, call.account(), role.id())) {
        Attachments.detach(tx, role.holder(), arn);
      }
      Attachments.clear(tx, role.holder());
      tx.delete(Role.TABLE, call.account(), role.name());
      tx.insert(DeletionTask.TABLE, new DeletionTask(call.account(), id, call.at()));
      return DeleteServiceLinkedRoleResponse.builder().deletionTaskId(id).build();
    });
  }

  private GetServiceLinkedRoleDeletionStatusResponse status(
      Call call, GetServiceLinkedRoleDeletionStatusRequest request) {
    String id = required(request.deletionTaskId(), "deletionTaskId");
    if (store.read(tx -> tx.get(DeletionTask.TABLE, call.account(), id)).isEmpty()) {
      throw EntityErrors.noSuchEntity("Deletion task " + id + " cannot be found.");
    }
    return GetServiceLinkedRoleDeletionStatusResponse.builder().status("SUCCEEDED").build();
  }
}
