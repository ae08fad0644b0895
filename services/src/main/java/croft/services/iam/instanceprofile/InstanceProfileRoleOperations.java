package croft.services.iam.instanceprofile;

import static croft.services.operation.Binding.bind;

import croft.api.iam.AddRoleToInstanceProfileRequest;
import croft.api.iam.AddRoleToInstanceProfileResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListInstanceProfileTagsRequest;
import croft.api.iam.ListInstanceProfileTagsResponse;
import croft.api.iam.RemoveRoleFromInstanceProfileRequest;
import croft.api.iam.RemoveRoleFromInstanceProfileResponse;
import croft.api.iam.TagInstanceProfileRequest;
import croft.api.iam.TagInstanceProfileResponse;
import croft.api.iam.UntagInstanceProfileRequest;
import croft.api.iam.UntagInstanceProfileResponse;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.TagOperations;
import croft.services.iam.entity.Tags;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The role in an instance profile, and the profile's tags. */
public final class InstanceProfileRoleOperations {
  private final IamParts parts;
  private final Store store;

  public InstanceProfileRoleOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(roles(), tags()).<Binding<?, ?>>flatMap(List::stream).toList();
  }

  private List<Binding<?, ?>> roles() {
    return List.of(
        bind(
            IamModel.ADD_ROLE_TO_INSTANCE_PROFILE,
            (call, request) ->
                List.of(
                    access(call, "iam:AddRoleToInstanceProfile", request.instanceProfileName()),
                    passRole(call, request.roleName())),
            this::addRole),
        bind(
            IamModel.REMOVE_ROLE_FROM_INSTANCE_PROFILE,
            (call, request) ->
                List.of(
                    access(
                        call, "iam:RemoveRoleFromInstanceProfile", request.instanceProfileName())),
            this::removeRole));
  }

  private Access access(Call call, String action, @Nullable String name) {
    return InstanceProfiles.access(store, call, action, name);
  }

  /** Who puts a role where instances get it passes the role on. */
  private Access passRole(Call call, @Nullable String roleName) {
    Access access = Roles.access(store, call, "iam:PassRole", roleName);
    Map<String, List<String>> key = Map.of("iam:PassedToService", List.of("ec2.amazonaws.com"));
    return access.with(Tags.join(access.context(), key));
  }

  private AddRoleToInstanceProfileResponse addRole(
      Call call, AddRoleToInstanceProfileRequest request) {
    return store.write(tx -> {
      InstanceProfile profile =
          InstanceProfiles.require(tx, call.account(), request.instanceProfileName());
      Role role = Roles.require(tx, call.account(), request.roleName());
      if (!profile.roleName().isEmpty()) {
        throw EntityErrors.quota("InstanceSessionsPerInstanceProfile", 1);
      }
      tx.put(InstanceProfile.TABLE, profile.withRole(role.name()));
      List<String> profiles =
          Stream.concat(role.instanceProfiles().stream(), Stream.of(profile.name())).toList();
      tx.put(Role.TABLE, role.withInstanceProfiles(profiles));
      return AddRoleToInstanceProfileResponse.builder().build();
    });
  }

  private RemoveRoleFromInstanceProfileResponse removeRole(
      Call call, RemoveRoleFromInstanceProfileRequest request) {
    return store.write(tx -> {
      InstanceProfile profile =
          InstanceProfiles.require(tx, call.account(), request.instanceProfileName());
      Role role = Roles.require(tx, call.account(), request.roleName());
      if (!profile.roleName().equals(role.name())) {
        throw EntityErrors.notFound("role", role.name());
      }
      tx.put(InstanceProfile.TABLE, profile.withRole(""));
      List<String> profiles =
          role.instanceProfiles().stream().filter(p -> !p.equals(profile.name())).toList();
      tx.put(Role.TABLE, role.withInstanceProfiles(profiles));
      return RemoveRoleFromInstanceProfileResponse.builder().build();
    });
  }

  private List<Binding<?, ?>> tags() {
    TagOperations<InstanceProfile> tags =
        new TagOperations<>(
            parts,
            InstanceProfiles.NOUN,
            InstanceProfile::tags,
            (tx, profile, all) -> tx.put(InstanceProfile.TABLE, profile.withTags(all)));
    return List.of(
        tags.tag(
            IamModel.TAG_INSTANCE_PROFILE,
            TagInstanceProfileRequest::instanceProfileName,
            TagInstanceProfileRequest::tagsOrEmpty,
            TagInstanceProfileResponse.builder()::build),
        tags.untag(
            IamModel.UNTAG_INSTANCE_PROFILE,
            UntagInstanceProfileRequest::instanceProfileName,
            UntagInstanceProfileRequest::tagKeysOrEmpty,
            UntagInstanceProfileResponse.builder()::build),
        tags.list(
            IamModel.LIST_INSTANCE_PROFILE_TAGS,
            ListInstanceProfileTagsRequest::instanceProfileName,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListInstanceProfileTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
