package croft.services.iam.report;

import croft.services.iam.certificate.ServerCertificate;
import croft.services.iam.credential.MfaDevice;
import croft.services.iam.group.Group;
import croft.services.iam.instanceprofile.InstanceProfile;
import croft.services.iam.managedpolicy.ManagedPolicy;
import croft.services.iam.provider.OpenIdProvider;
import croft.services.iam.provider.SamlProvider;
import croft.services.iam.role.Role;
import croft.services.iam.setting.AccountSettings;
import croft.services.iam.user.User;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an account has and may have.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html">GetAccountSummary</a>.
 */
final class AccountSummary {
  private AccountSummary() {}

  /** The numbers, by AWS's names. */
  static Map<String, Integer> of(Transaction tx, String account) {
    Map<String, Integer> summary = new TreeMap<>();
    List<MfaDevice> devices = tx.list(MfaDevice.TABLE, account);
    List<ManagedPolicy> policies = tx.list(ManagedPolicy.TABLE, account);
    summary.put("Users", tx.list(User.TABLE, account).size());
    summary.put("Groups", tx.list(Group.TABLE, account).size());
    summary.put("Roles", tx.list(Role.TABLE, account).size());
    summary.put("InstanceProfiles", tx.list(InstanceProfile.TABLE, account).size());
    summary.put("Policies", policies.size());
    summary.put("PolicyVersionsInUse", policies.stream().mapToInt(p -> p.versions().size()).sum());
    summary.put("ServerCertificates", tx.list(ServerCertificate.TABLE, account).size());
    summary.put(
        "Providers",
        tx.list(OpenIdProvider.TABLE, account).size()
            + tx.list(SamlProvider.TABLE, account).size());
    summary.put("MFADevices", devices.size());
    summary.put("MFADevicesInUse", (int) devices.stream().filter(MfaDevice::assigned).count());
    summary.put("AccountMFAEnabled", MfaDevice.ofUser(tx, account, account).isEmpty() ? 0 : 1);
    summary.put("AccountAccessKeysPresent", 1);
    summary.put("AccountPasswordPresent", 0);
    summary.put("AccountSigningCertificatesPresent", 0);
    summary.put("GlobalEndpointTokenVersion", AccountSettings.of(tx, account).tokenVersion());
    summary.putAll(
        Map.of(
            "UsersQuota", 5000,
            "GroupsQuota", 300,
            "RolesQuota", 1000,
            "InstanceProfilesQuota", 1000,
            "PoliciesQuota", 1500,
            "PolicyVersionsInUseQuota", 10000,
            "ServerCertificatesQuota", 20,
            "AccessKeysPerUserQuota", 2,
            "SigningCertificatesPerUserQuota", 2,
            "GroupsPerUserQuota", 10));
    summary.putAll(
        Map.of(
            "UserPolicySizeQuota", 2048,
            "GroupPolicySizeQuota", 5120,
            "RolePolicySizeQuota", 10240,
            "PolicySizeQuota", 6144,
            "AssumeRolePolicySizeQuota", 2048,
            "VersionsPerPolicyQuota", 5,
            "AttachedPoliciesPerUserQuota", 10,
            "AttachedPoliciesPerGroupQuota", 10,
            "AttachedPoliciesPerRoleQuota", 10));
    return summary;
  }
}
