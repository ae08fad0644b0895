package croft.services.iam;

import croft.api.iam.IamModel;
import croft.services.iam.accesskey.AccessKeyOperations;
import croft.services.iam.accesskey.AccessKeyResource;
import croft.services.iam.account.Account;
import croft.services.iam.certificate.ServerCertificate;
import croft.services.iam.certificate.ServerCertificateOperations;
import croft.services.iam.credential.AccessKey;
import croft.services.iam.credential.LoginProfile;
import croft.services.iam.credential.MfaDevice;
import croft.services.iam.credential.SigningCertificate;
import croft.services.iam.credential.SshPublicKey;
import croft.services.iam.entity.IamParts;
import croft.services.iam.group.Group;
import croft.services.iam.group.GroupOperations;
import croft.services.iam.group.GroupPolicyOperations;
import croft.services.iam.group.GroupResource;
import croft.services.iam.group.MembershipOperations;
import croft.services.iam.group.UserToGroupAdditionResource;
import croft.services.iam.holder.HolderPolicyResource;
import croft.services.iam.holder.PolicyResource;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.instanceprofile.InstanceProfile;
import croft.services.iam.instanceprofile.InstanceProfileOperations;
import croft.services.iam.instanceprofile.InstanceProfileResource;
import croft.services.iam.instanceprofile.InstanceProfileRoleOperations;
import croft.services.iam.lastaccess.GrantingPolicies;
import croft.services.iam.lastaccess.LastAccessOperations;
import croft.services.iam.login.LoginProfileOperations;
import croft.services.iam.managedpolicy.Attachment;
import croft.services.iam.managedpolicy.ManagedPolicy;
import croft.services.iam.managedpolicy.ManagedPolicyOperations;
import croft.services.iam.managedpolicy.ManagedPolicyResource;
import croft.services.iam.managedpolicy.PolicyEntityOperations;
import croft.services.iam.managedpolicy.PolicyVersionOperations;
import croft.services.iam.mfa.UserMfaOperations;
import croft.services.iam.mfa.VirtualMfaDeviceOperations;
import croft.services.iam.provider.OpenIdProvider;
import croft.services.iam.provider.OpenIdProviderOperations;
import croft.services.iam.provider.SamlProvider;
import croft.services.iam.provider.SamlProviderOperations;
import croft.services.iam.report.AuthorizationDetailOperations;
import croft.services.iam.report.ReportOperations;
import croft.services.iam.role.Role;
import croft.services.iam.role.RoleOperations;
import croft.services.iam.role.RolePolicyOperations;
import croft.services.iam.role.RoleResource;
import croft.services.iam.servicelinkedrole.ServiceLinkedRoleOperations;
import croft.services.iam.servicelinkedrole.ServiceLinkedRoleResource;
import croft.services.iam.setting.AccountSettingOperations;
import croft.services.iam.setting.AccountSettings;
import croft.services.iam.simulation.ContextKeyOperations;
import croft.services.iam.simulation.SimulationOperations;
import croft.services.iam.user.User;
import croft.services.iam.user.UserOperations;
import croft.services.iam.user.UserPolicyOperations;
import croft.services.iam.user.UserResource;
import croft.services.iam.usercredential.SigningCertificateOperations;
import croft.services.iam.usercredential.SshPublicKeyOperations;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** IAM's front door. */
public final class IamService implements ServiceRoom {
  private final IamParts parts;

  public IamService(IamParts parts) {
    this.parts = parts;
  }

  /** The tables to register with the store before anything of this room is used. */
  public static List<Table<?>> tables() {
    return Stream.of(
            entityTables(),
            credentialTables(),
            LastAccessOperations.tables(),
            ReportOperations.tables(),
            ServiceLinkedRoleOperations.tables())
        .<Table<?>>flatMap(List::stream)
        .toList();
  }

  private static List<Table<?>> entityTables() {
    return List.of(
        Account.TABLE,
        AccountSettings.TABLE,
        User.TABLE,
        Group.TABLE,
        Role.TABLE,
        InstanceProfile.TABLE,
        ManagedPolicy.TABLE,
        Attachment.TABLE,
        OpenIdProvider.TABLE,
        SamlProvider.TABLE);
  }

  private static List<Table<?>> credentialTables() {
    return List.of(
        AccessKey.TABLE,
        LoginProfile.TABLE,
        MfaDevice.TABLE,
        SshPublicKey.TABLE,
        SigningCertificate.TABLE,
        ServerCertificate.TABLE);
  }

  @Override
  public ServiceModel model() {
    return IamModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return Stream.of(principals(), credentials(), account())
        .<Binding<?, ?>>flatMap(Function.identity())
        .toList();
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return List.of(
        new AccessKeyResource(),
        new GroupResource(),
        new HolderPolicyResource(HolderKind.GROUP),
        new HolderPolicyResource(HolderKind.ROLE),
        new HolderPolicyResource(HolderKind.USER),
        new InstanceProfileResource(),
        new ManagedPolicyResource(),
        new PolicyResource(),
        new RoleResource(),
        new ServiceLinkedRoleResource(),
        new UserResource(),
        new UserToGroupAdditionResource());
  }

  private Stream<Binding<?, ?>> principals() {
    return Stream.of(
            new UserOperations(parts).bindings(),
            new UserPolicyOperations(parts).bindings(),
            new GroupOperations(parts).bindings(),
            new GroupPolicyOperations(parts).bindings(),
            new MembershipOperations(parts).bindings(),
            new RoleOperations(parts).bindings(),
            new RolePolicyOperations(parts).bindings(),
            new ServiceLinkedRoleOperations(parts).bindings(),
            new InstanceProfileOperations(parts).bindings(),
            new InstanceProfileRoleOperations(parts).bindings(),
            new ManagedPolicyOperations(parts).bindings(),
            new PolicyVersionOperations(parts).bindings(),
            new PolicyEntityOperations(parts).bindings(),
            new OpenIdProviderOperations(parts).bindings(),
            new SamlProviderOperations(parts).bindings())
        .flatMap(List::stream);
  }

  private Stream<Binding<?, ?>> credentials() {
    return Stream.of(
            new AccessKeyOperations(parts).bindings(),
            new LoginProfileOperations(parts).bindings(),
            new UserMfaOperations(parts).bindings(),
            new VirtualMfaDeviceOperations(parts).bindings(),
            new SshPublicKeyOperations(parts).bindings(),
            new SigningCertificateOperations(parts).bindings(),
            new ServerCertificateOperations(parts).bindings())
        .flatMap(List::stream);
  }

  private Stream<Binding<?, ?>> account() {
    return Stream.of(
            new AccountSettingOperations(parts).bindings(),
            new ReportOperations(parts).bindings(),
            new AuthorizationDetailOperations(parts).bindings(),
            new LastAccessOperations(parts).bindings(),
            new GrantingPolicies(parts).bindings(),
            new SimulationOperations(parts).bindings(),
            new ContextKeyOperations(parts).bindings())
        .flatMap(List::stream);
  }
}
