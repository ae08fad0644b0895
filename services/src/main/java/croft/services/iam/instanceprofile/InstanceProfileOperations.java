package croft.services.iam.instanceprofile;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreateInstanceProfileRequest;
import croft.api.iam.CreateInstanceProfileResponse;
import croft.api.iam.DeleteInstanceProfileRequest;
import croft.api.iam.DeleteInstanceProfileResponse;
import croft.api.iam.GetInstanceProfileRequest;
import croft.api.iam.GetInstanceProfileResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListInstanceProfilesForRoleRequest;
import croft.api.iam.ListInstanceProfilesForRoleResponse;
import croft.api.iam.ListInstanceProfilesRequest;
import croft.api.iam.ListInstanceProfilesResponse;
import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.Tags;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Create, Get, List and Delete of instance profiles. */
public final class InstanceProfileOperations {
  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public InstanceProfileOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_INSTANCE_PROFILE,
            (call, request) -> List.of(createAccess(call, request)),
            this::create),
        bind(
            IamModel.GET_INSTANCE_PROFILE,
            (call, request) ->
                access(call, "iam:GetInstanceProfile", request.instanceProfileName()),
            this::get),
        bind(
            IamModel.LIST_INSTANCE_PROFILES,
            (call, request) ->
                List.of(
                    Access.to(
                        "iam:ListInstanceProfiles",
                        Arn.of("iam", "", call.account(), "instance-profile/"))),
            this::list),
        bind(
            IamModel.LIST_INSTANCE_PROFILES_FOR_ROLE,
            (call, request) ->
                List.of(
                    Roles.access(
                        store, call, "iam:ListInstanceProfilesForRole", request.roleName())),
            this::listForRole),
        bind(
            IamModel.DELETE_INSTANCE_PROFILE,
            (call, request) ->
                access(call, "iam:DeleteInstanceProfile", request.instanceProfileName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String name) {
    return List.of(InstanceProfiles.access(store, call, action, name));
  }

  private static Access createAccess(Call call, CreateInstanceProfileRequest request) {
    String path = request.path() == null ? "/" : request.path();
    String resource = "instance-profile" + path + request.instanceProfileName();
    return Access.to("iam:CreateInstanceProfile", Arn.of("iam", "", call.account(), resource))
        .with(Tags.requestKeys(request.tagsOrEmpty()));
  }

  private CreateInstanceProfileResponse create(Call call, CreateInstanceProfileRequest request) {
    InstanceProfile profile =
        new InstanceProfile(
            call.account(),
            required(request.instanceProfileName(), "instanceProfileName"),
            request.path() == null ? "/" : request.path(),
            parts.ids().unique("AIPA"),
            call.at(),
            "",
            Tags.of(request.tagsOrEmpty()));
    return store.write(tx -> {
      if (tx.get(InstanceProfile.TABLE, call.account(), profile.name()).isPresent()) {
        throw EntityErrors.alreadyExists("Instance Profile " + profile.name() + " already exists.");
      }
      tx.insert(InstanceProfile.TABLE, profile);
      return CreateInstanceProfileResponse.builder()
          .instanceProfile(InstanceProfiles.shape(tx, profile, true))
          .build();
    });
  }

  private GetInstanceProfileResponse get(Call call, GetInstanceProfileRequest request) {
    return store.read(tx -> {
      InstanceProfile profile =
          InstanceProfiles.require(tx, call.account(), request.instanceProfileName());
      return GetInstanceProfileResponse.builder()
          .instanceProfile(InstanceProfiles.shape(tx, profile, true))
          .build();
    });
  }

  private ListInstanceProfilesResponse list(Call call, ListInstanceProfilesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    return store.read(tx -> {
      Markers.Page<InstanceProfile> page =
          markers.page(
              call,
              "instance profiles " + prefix,
              tx.list(InstanceProfile.TABLE, call.account()).stream()
                  .filter(profile -> profile.path().startsWith(prefix))
                  .toList(),
              InstanceProfile::name,
              new Markers.Wanted(request.marker(), request.maxItems()));
      return ListInstanceProfilesResponse.builder()
          .instanceProfiles(page.map(profile -> InstanceProfiles.shape(tx, profile, false)))
          .isTruncated(page.truncated())
          .marker(page.marker())
          .build();
    });
  }

  private ListInstanceProfilesForRoleResponse listForRole(
      Call call, ListInstanceProfilesForRoleRequest request) {
    return store.read(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      Markers.Page<InstanceProfile> page =
          markers.page(
              call,
              "instance profiles of " + role.id(),
              role.instanceProfiles().stream()
                  .sorted()
                  .map(name -> InstanceProfiles.require(tx, call.account(), name))
                  .toList(),
              InstanceProfile::name,
              new Markers.Wanted(request.marker(), request.maxItems()));
      return ListInstanceProfilesForRoleResponse.builder()
          .instanceProfiles(page.map(profile -> InstanceProfiles.shape(tx, profile, false)))
          .isTruncated(page.truncated())
          .marker(page.marker())
          .build();
    });
  }

  private DeleteInstanceProfileResponse delete(Call call, DeleteInstanceProfileRequest request) {
    return store.write(tx -> {
      InstanceProfile profile =
          InstanceProfiles.require(tx, call.account(), request.instanceProfileName());
      if (!profile.roleName().isEmpty()) {
        throw EntityErrors.deleteConflict(
            "Cannot delete entity, must remove roles from instance profile first.");
      }
      tx.delete(InstanceProfile.TABLE, call.account(), profile.name());
      return DeleteInstanceProfileResponse.builder().build();
    });
  }
}
