package croft.services.iam.role;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreateRoleRequest;
import croft.api.iam.CreateRoleResponse;
import croft.api.iam.DeleteRoleRequest;
import croft.api.iam.DeleteRoleResponse;
import croft.api.iam.GetRoleRequest;
import croft.api.iam.GetRoleResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListRolesRequest;
import croft.api.iam.ListRolesResponse;
import croft.api.iam.UpdateAssumeRolePolicyRequest;
import croft.api.iam.UpdateAssumeRolePolicyResponse;
import croft.api.iam.UpdateRoleDescriptionRequest;
import croft.api.iam.UpdateRoleDescriptionResponse;
import croft.api.iam.UpdateRoleRequest;
import croft.api.iam.UpdateRoleResponse;
import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.Tags;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Create, Get, List, Update and Delete of roles, and UpdateAssumeRolePolicy. */
public final class RoleOperations {
  private static final int USUAL_SESSION_SECONDS = 3600;

  private final IamParts parts;
  private final Store store;
  private final Markers markers;
  private final TrustPolicies trustPolicies;

  public RoleOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.trustPolicies = new TrustPolicies(parts.policies());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_ROLE,
            (call, request) -> List.of(createAccess(call, request)),
            this::create),
        bind(
            IamModel.GET_ROLE,
            (call, request) -> access(call, "iam:GetRole", request.roleName()),
            this::get),
        bind(
            IamModel.LIST_ROLES,
            (call, request) ->
                List.of(Access.to("iam:ListRoles", Arn.of("iam", "", call.account(), "role/"))),
            this::list),
        bind(
            IamModel.UPDATE_ROLE,
            (call, request) -> access(call, "iam:UpdateRole", request.roleName()),
            this::update),
        bind(
            IamModel.UPDATE_ROLE_DESCRIPTION,
            (call, request) -> access(call, "iam:UpdateRoleDescription", request.roleName()),
            this::updateDescription),
        bind(
            IamModel.UPDATE_ASSUME_ROLE_POLICY,
            (call, request) -> access(call, "iam:UpdateAssumeRolePolicy", request.roleName()),
            this::updateTrust),
        bind(
            IamModel.DELETE_ROLE,
            (call, request) -> access(call, "iam:DeleteRole", request.roleName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String name) {
    return List.of(Roles.access(store, call, action, name));
  }

  private static Access createAccess(Call call, CreateRoleRequest request) {
    String path = request.path() == null ? "/" : request.path();
    Arn arn = Arn.of("iam", "", call.account(), "role" + path + request.roleName());
    Map<String, List<String>> keys = new HashMap<>(Tags.requestKeys(request.tagsOrEmpty()));
    if (request.permissionsBoundary() != null) {
      keys.put("iam:PermissionsBoundary", List.of(request.permissionsBoundary()));
    }
    return Access.to("iam:CreateRole", arn).with(keys);
  }

  private CreateRoleResponse create(Call call, CreateRoleRequest request) {
    String document = required(request.assumeRolePolicyDocument(), "assumeRolePolicyDocument");
    if (request.path() != null && request.path().startsWith("/aws-service-role/")) {
      throw EntityErrors.invalidInput(
          "Roles under /aws-service-role/ are made by CreateServiceLinkedRole.");
    }
    Role role =
        new Role(
            call.account(),
            required(request.roleName(), "roleName"),
            request.path() == null ? "/" : request.path(),
            parts.ids().unique("AROA"),
            call.at(),
            Objects.requireNonNullElse(request.description(), ""),
            Objects.requireNonNullElse(request.maxSessionDuration(), USUAL_SESSION_SECONDS),
            trustPolicies.checked(document),
            Tags.of(request.tagsOrEmpty()),
            Map.of(),
            List.of());
    return store.write(tx -> {
      String folded = role.name().toLowerCase(Locale.ROOT);
      if (!tx.findIn(Role.TABLE, call.account(), Role.BY_FOLDED_NAME, folded).isEmpty()) {
        throw EntityErrors.alreadyExists("Role with name " + role.name() + " already exists.");
      }
      tx.insert(Role.TABLE, role);
      if (request.permissionsBoundary() != null) {
        Attachments.putBoundary(tx, role.holder(), request.permissionsBoundary());
      }
      return CreateRoleResponse.builder().role(Roles.whole(tx, role)).build();
    });
  }

  private GetRoleResponse get(Call call, GetRoleRequest request) {
    return store.read(tx ->
        GetRoleResponse.builder()
            .role(Roles.whole(tx, Roles.require(tx, call.account(), request.roleName())))
            .build());
  }

  private ListRolesResponse list(Call call, ListRolesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<Role> roles =
        store.read(tx -> tx.list(Role.TABLE, call.account())).stream()
            .filter(role -> role.path().startsWith(prefix))
            .toList();
    Markers.Page<Role> page =
        markers.page(
            call,
            "roles " + prefix,
            roles,
            Role::name,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListRolesResponse.builder()
        .roles(page.map(Roles::brief))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private UpdateRoleResponse update(Call call, UpdateRoleRequest request) {
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      tx.put(
          Role.TABLE,
          role.described(
              Objects.requireNonNullElse(request.description(), role.description()),
              Objects.requireNonNullElse(
                  request.maxSessionDuration(), role.maxSessionDurationSeconds())));
      return UpdateRoleResponse.builder().build();
    });
  }

  private UpdateRoleDescriptionResponse updateDescription(
      Call call, UpdateRoleDescriptionRequest request) {
    String description = required(request.description(), "description");
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      Role updated = role.described(description, role.maxSessionDurationSeconds());
      tx.put(Role.TABLE, updated);
      return UpdateRoleDescriptionResponse.builder().role(Roles.whole(tx, updated)).build();
    });
  }

  private UpdateAssumeRolePolicyResponse updateTrust(
      Call call, UpdateAssumeRolePolicyRequest request) {
    String document = trustPolicies.checked(required(request.policyDocument(), "policyDocument"));
    return store.write(tx -> {
      Role role = Roles.requireModifiable(tx, call.account(), request.roleName());
      tx.put(Role.TABLE, role.withTrustPolicy(document));
      return UpdateAssumeRolePolicyResponse.builder().build();
    });
  }

  private DeleteRoleResponse delete(Call call, DeleteRoleRequest request) {
    return store.write(tx -> {
      Role role = Roles.requireModifiable(tx, call.account(), request.roleName());
      if (!role.instanceProfiles().isEmpty()) {
        throw EntityErrors.deleteConflict(
            "Cannot delete entity, must remove roles from instance profile first.");
      }
      if (!role.inlinePolicies().isEmpty()) {
        throw EntityErrors.deleteConflict("Cannot delete entity, must delete policies first.");
      }
      Attachments.clear(tx, role.holder());
      tx.delete(Role.TABLE, call.account(), role.name());
      return DeleteRoleResponse.builder().build();
    });
  }
}
