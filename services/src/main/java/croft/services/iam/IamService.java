package croft.services.iam;

import croft.api.iam.IamModel;
import croft.services.iam.accesskey.AccessKeyOperations;
import croft.services.iam.account.Account;
import croft.services.iam.credential.AccessKey;
import croft.services.iam.entity.IamParts;
import croft.services.iam.group.Group;
import croft.services.iam.group.GroupAttachmentOperations;
import croft.services.iam.group.GroupOperations;
import croft.services.iam.group.GroupPolicyOperations;
import croft.services.iam.group.MembershipOperations;
import croft.services.iam.instanceprofile.InstanceProfile;
import croft.services.iam.instanceprofile.InstanceProfileOperations;
import croft.services.iam.instanceprofile.InstanceProfileRoleOperations;
import croft.services.iam.managedpolicy.Attachment;
import croft.services.iam.managedpolicy.ManagedPolicy;
import croft.services.iam.managedpolicy.ManagedPolicyOperations;
import croft.services.iam.managedpolicy.PolicyEntityOperations;
import croft.services.iam.managedpolicy.PolicyVersionOperations;
import croft.services.iam.role.Role;
import croft.services.iam.role.RoleAttachmentOperations;
import croft.services.iam.role.RoleOperations;
import croft.services.iam.role.RolePolicyOperations;
import croft.services.iam.role.RoleTagOperations;
import croft.services.iam.user.User;
import croft.services.iam.user.UserAttachmentOperations;
import croft.services.iam.user.UserOperations;
import croft.services.iam.user.UserPolicyOperations;
import croft.services.iam.user.UserTagOperations;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** IAM's front door. */
public final class IamService implements ServiceRoom {
  private final IamParts parts;

  public IamService(IamParts parts) {
    this.parts = parts;
  }

  /** The tables to register with the store before anything of this room is used. */
  public static List<Table<?>> tables() {
    return List.of(
        Account.TABLE,
        User.TABLE,
        Group.TABLE,
        Role.TABLE,
        InstanceProfile.TABLE,
        ManagedPolicy.TABLE,
        Attachment.TABLE,
        AccessKey.TABLE);
  }

  @Override
  public ServiceModel model() {
    return IamModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return Stream.of(
            new UserOperations(parts).bindings(),
            new UserPolicyOperations(parts).bindings(),
            new UserAttachmentOperations(parts).bindings(),
            new UserTagOperations(parts).bindings(),
            new AccessKeyOperations(parts).bindings(),
            new GroupOperations(parts).bindings(),
            new GroupPolicyOperations(parts).bindings(),
            new GroupAttachmentOperations(parts).bindings(),
            new MembershipOperations(parts).bindings(),
            new RoleOperations(parts).bindings(),
            new RolePolicyOperations(parts).bindings(),
            new RoleAttachmentOperations(parts).bindings(),
            new RoleTagOperations(parts).bindings(),
            new InstanceProfileOperations(parts).bindings(),
            new InstanceProfileRoleOperations(parts).bindings(),
            new ManagedPolicyOperations(parts).bindings(),
            new PolicyVersionOperations(parts).bindings(),
            new PolicyEntityOperations(parts).bindings())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }
}
