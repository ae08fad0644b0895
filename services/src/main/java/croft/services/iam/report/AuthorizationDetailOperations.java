package croft.services.iam.report;

import static croft.services.operation.Binding.bind;

import croft.api.iam.AttachedPermissionsBoundary;
import croft.api.iam.AttachedPolicy;
import croft.api.iam.GetAccountAuthorizationDetailsRequest;
import croft.api.iam.GetAccountAuthorizationDetailsResponse;
import croft.api.iam.GroupDetail;
import croft.api.iam.IamModel;
import croft.api.iam.ManagedPolicyDetail;
import croft.api.iam.PolicyDetail;
import croft.api.iam.RoleDetail;
import croft.api.iam.UserDetail;
import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.Tags;
import croft.services.iam.group.Group;
import croft.services.iam.instanceprofile.InstanceProfile;
import croft.services.iam.instanceprofile.InstanceProfiles;
import croft.services.iam.managedpolicy.AttachedShapes;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.services.iam.managedpolicy.ManagedPolicies;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.iam.user.User;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** GetAccountAuthorizationDetails: everything that says who may do what, in pages. */
public final class AuthorizationDetailOperations {
  private final Store store;
  private final Markers markers;

  public AuthorizationDetailOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.GET_ACCOUNT_AUTHORIZATION_DETAILS,
            AccessRule.toAll("iam:GetAccountAuthorizationDetails"),
            this::get));
  }

  /** One entity, to be shaped when it is on the page. */
  private sealed interface Entity {
    /** Users before groups before roles before policies. */
    String key();

    record OfUser(User user) implements Entity {
      @Override
      public String key() {
        return "1" + user.name();
      }
    }

    record OfGroup(Group group) implements Entity {
      @Override
      public String key() {
        return "2" + group.name();
      }
    }

    record OfRole(Role role) implements Entity {
      @Override
      public String key() {
        return "3" + role.name();
      }
    }

    record OfPolicy(ManagedPolicyDetail policy) implements Entity {
      @Override
      public String key() {
        return "4" + policy.arn();
      }
    }
  }

  private GetAccountAuthorizationDetailsResponse get(
      Call call, GetAccountAuthorizationDetailsRequest request) {
    List<String> filter = request.filterOrEmpty();
    return store.read(tx -> {
      Markers.Page<Entity> page =
          markers.page(
              call,
              "authorization details " + String.join(",", filter),
              entities(tx, call.account(), filter),
              Entity::key,
              new Markers.Wanted(request.marker(), request.maxItems()));
      return response(tx, page);
    });
  }

  private static List<Entity> entities(Transaction tx, String account, List<String> filter) {
    List<Entity> entities = new ArrayList<>();
    if (wanted(filter, "User")) {
      tx.list(User.TABLE, account).forEach(user -> entities.add(new Entity.OfUser(user)));
    }
    if (wanted(filter, "Group")) {
      tx.list(Group.TABLE, account).forEach(group -> entities.add(new Entity.OfGroup(group)));
    }
    if (wanted(filter, "Role")) {
      tx.list(Role.TABLE, account).forEach(role -> entities.add(new Entity.OfRole(role)));
    }
    ManagedPolicies.details(tx, account).stream()
        .filter(policy -> wanted(filter, isAws(policy) ? "AWSManagedPolicy" : "LocalManagedPolicy"))
        // AWS's policies are told of only when they are used.
        .filter(policy -> !isAws(policy) || isUsed(policy))
        .forEach(policy -> entities.add(new Entity.OfPolicy(policy)));
    return entities.stream().sorted(Comparator.comparing(Entity::key)).toList();
  }

  private static boolean wanted(List<String> filter, String kind) {
    return filter.isEmpty() || filter.contains(kind);
  }

  private static boolean isAws(ManagedPolicyDetail policy) {
    return policy.arn() != null && policy.arn().startsWith("arn:aws:iam::aws:");
  }

  private static boolean isUsed(ManagedPolicyDetail policy) {
    Integer attached = policy.attachmentCount();
    Integer boundaries = policy.permissionsBoundaryUsageCount();
    return (attached != null && attached > 0) || (boundaries != null && boundaries > 0);
  }

  private static GetAccountAuthorizationDetailsResponse response(
      Transaction tx, Markers.Page<Entity> page) {
    List<UserDetail> users = new ArrayList<>();
    List<GroupDetail> groups = new ArrayList<>();
    List<RoleDetail> roles = new ArrayList<>();
    List<ManagedPolicyDetail> policies = new ArrayList<>();
    for (Entity entity : page.items()) {
      switch (entity) {
        case Entity.OfUser(User user) -> users.add(user(tx, user));
        case Entity.OfGroup(Group group) -> groups.add(group(tx, group));
        case Entity.OfRole(Role role) -> roles.add(role(tx, role));
        case Entity.OfPolicy(ManagedPolicyDetail policy) -> policies.add(policy);
      }
    }
    return GetAccountAuthorizationDetailsResponse.builder()
        .userDetailList(users)
        .groupDetailList(groups)
        .roleDetailList(roles)
        .policies(policies)
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static UserDetail user(Transaction tx, User user) {
    return UserDetail.builder()
        .path(user.path())
        .userName(user.name())
        .userId(user.id())
        .arn(user.arn().toString())
        .createDate(user.createdAt())
        .userPolicyList(inline(user.inlinePolicies()))
        .groupList(user.groups())
        .attachedManagedPolicies(attached(tx, user.holder()))
        .permissionsBoundary(boundary(tx, user.holder()))
        .tags(Tags.shapes(user.tags()))
        .build();
  }

  private static GroupDetail group(Transaction tx, Group group) {
    return GroupDetail.builder()
        .path(group.path())
        .groupName(group.name())
        .groupId(group.id())
        .arn(group.arn().toString())
        .createDate(group.createdAt())
        .groupPolicyList(inline(group.inlinePolicies()))
        .attachedManagedPolicies(attached(tx, group.holder()))
        .build();
  }

  private static RoleDetail role(Transaction tx, Role role) {
    return RoleDetail.builder()
        .path(role.path())
        .roleName(role.name())
        .roleId(role.id())
        .arn(role.arn().toString())
        .createDate(role.createdAt())
        .assumeRolePolicyDocument(DocumentText.encoded(role.trustPolicy()))
        .instanceProfileList(
            role.instanceProfiles().stream()
                .map(name -> tx.get(InstanceProfile.TABLE, role.account(), name))
                .flatMap(Optional::stream)
                .map(profile -> InstanceProfiles.shape(tx, profile, false))
                .toList())
        .rolePolicyList(inline(role.inlinePolicies()))
        .attachedManagedPolicies(attached(tx, role.holder()))
        .permissionsBoundary(boundary(tx, role.holder()))
        .tags(Tags.shapes(role.tags()))
        .roleLastUsed(Roles.lastUsed(tx, role))
        .build();
  }

  private static List<PolicyDetail> inline(Map<String, String> documents) {
    return new TreeMap<>(documents)
        .entrySet().stream()
            .map(entry ->
                PolicyDetail.builder()
                    .policyName(entry.getKey())
                    .policyDocument(DocumentText.encoded(entry.getValue()))
                    .build())
            .toList();
  }

  private static List<AttachedPolicy> attached(Transaction tx, Holder holder) {
    return Attachments.attached(tx, holder.account(), holder.id()).stream()
        .map(AttachedShapes::policy)
        .toList();
  }

  private static @Nullable AttachedPermissionsBoundary boundary(Transaction tx, Holder holder) {
    return AttachedShapes.boundary(Attachments.boundary(tx, holder.account(), holder.id()));
  }
}
