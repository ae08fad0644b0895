package croft.services.iam;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.iam.IamFixture.document;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.AddRoleToInstanceProfileRequest;
import croft.api.iam.AttachRolePolicyRequest;
import croft.api.iam.CreateInstanceProfileRequest;
import croft.api.iam.CreatePolicyRequest;
import croft.api.iam.CreateRoleRequest;
import croft.api.iam.DeleteInstanceProfileRequest;
import croft.api.iam.DeletePolicyRequest;
import croft.api.iam.DeleteRolePolicyRequest;
import croft.api.iam.DeleteRoleRequest;
import croft.api.iam.DetachRolePolicyRequest;
import croft.api.iam.GetInstanceProfileRequest;
import croft.api.iam.GetPolicyRequest;
import croft.api.iam.GetRoleRequest;
import croft.api.iam.IamModel;
import croft.api.iam.InstanceProfile;
import croft.api.iam.ListAttachedRolePoliciesRequest;
import croft.api.iam.ListEntitiesForPolicyRequest;
import croft.api.iam.ListPoliciesRequest;
import croft.api.iam.Policy;
import croft.api.iam.RemoveRoleFromInstanceProfileRequest;
import croft.api.iam.UpdateAssumeRolePolicyRequest;
import croft.base.Caller;
import croft.services.iam.InstanceRoleCredentials.Profile;
import croft.services.iam.InstanceRoleCredentials.RoleCredentials;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleOperationsTest {
  private static final String TRUST_EC2 =
      "{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}";
  private static final String ALLOW = "{'Effect':'Allow','Action':'s3:*','Resource':'*'}";

  @TempDir Path directory;
  private IamFixture iam;

  @BeforeEach
  void open() {
    iam = new IamFixture(directory);
  }

  @AfterEach
  void close() {
    iam.close();
  }

  @Test
  void makesAndShowsARoleWithItsTrustEncoded() {
    var role = iam.role("app", TRUST_EC2, ALLOW);
    assertThat(role.arn()).isEqualTo("arn:aws:iam::123456789012:role/app");
    assertThat(role.maxSessionDuration()).isEqualTo(3600);
    assertThat(role.assumeRolePolicyDocument()).startsWith("%7B%22Version%22");
    var shown =
        iam.asRoot(IamModel.GET_ROLE, GetRoleRequest.builder().roleName("app").build()).role();
    assertThat(shown).isEqualTo(role);
    assertRefused(
        () -> iam.role("APP", TRUST_EC2, ALLOW),
        "EntityAlreadyExists",
        409,
        "Role with name APP already exists.");
    assertRefused(
        () ->
            iam.asRoot(
                IamModel.CREATE_ROLE,
                CreateRoleRequest.builder()
                    .roleName("bad")
                    .assumeRolePolicyDocument(document(ALLOW))
                    .build()),
        "MalformedPolicyDocument",
        400,
        "Missing required field Principal");
  }

  @Test
  void bringsARoleToAnInstance() {
    iam.role("app", TRUST_EC2, ALLOW);
    InstanceRoleCredentials source = new InstanceRoleCredentials(iam.parts);
    makeProfile("web");
    String arn = "arn:aws:iam::123456789012:instance-profile/web";
    assertThat(source.byName(IamFixture.ACCOUNT, "web").map(Profile::arn)).contains(arn);
    assertThat(source.credentials(IamFixture.ACCOUNT, arn, "i-1", iam.now)).isEmpty();
    add("web", "app");
    InstanceProfile shown = profile("web");
    assertThat(shown.rolesOrEmpty()).singleElement().extracting("roleName").isEqualTo("app");
    RoleCredentials one = source.credentials(IamFixture.ACCOUNT, arn, "i-1", iam.now).orElseThrow();
    RoleCredentials two = source.credentials(IamFixture.ACCOUNT, arn, "i-2", iam.now).orElseThrow();
    assertThat(one.roleName()).isEqualTo("app");
    assertThat(one.credentials().keyPair()).isNotEqualTo(two.credentials().keyPair());
    Caller instance =
        iam.lookup.caller(
            one.credentials().keyPair().accessKeyId(), one.credentials().sessionToken());
    assertThat(instance.arn()).hasToString("arn:aws:sts::123456789012:assumed-role/app/i-1");
    iam.asRoot(
        IamModel.UPDATE_ASSUME_ROLE_POLICY,
        UpdateAssumeRolePolicyRequest.builder()
            .roleName("app")
            .policyDocument(document(TRUST_EC2.replace("ec2.", "sns.")))
            .build());
    assertThat(source.credentials(IamFixture.ACCOUNT, arn, "i-1", iam.now)).isEmpty();
  }

  @Test
  void keepsProfileAndRoleTogether() {
    iam.role("app", TRUST_EC2, ALLOW);
    iam.role("other", TRUST_EC2, ALLOW);
    makeProfile("web");
    assertRefused(
        () -> makeProfile("web"),
        "EntityAlreadyExists",
        409,
        "Instance Profile web already exists.");
    add("web", "app");
    assertRefused(
        () -> add("web", "other"),
        "LimitExceeded",
        409,
        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    assertRefused(
        () -> iam.asRoot(IamModel.DELETE_ROLE, DeleteRoleRequest.builder().roleName("app").build()),
        "DeleteConflict",
        409,
        "Cannot delete entity, must remove roles from instance profile first.");
    assertRefused(
        () ->
            iam.asRoot(
                IamModel.DELETE_INSTANCE_PROFILE,
                DeleteInstanceProfileRequest.builder().instanceProfileName("web").build()),
        "DeleteConflict",
        409,
        "must remove roles");
    iam.asRoot(
        IamModel.REMOVE_ROLE_FROM_INSTANCE_PROFILE,
        RemoveRoleFromInstanceProfileRequest.builder()
            .instanceProfileName("web")
            .roleName("app")
            .build());
    iam.asRoot(
        IamModel.DELETE_INSTANCE_PROFILE,
        DeleteInstanceProfileRequest.builder().instanceProfileName("web").build());
    iam.asRoot(
        IamModel.DELETE_ROLE_POLICY,
        DeleteRolePolicyRequest.builder().roleName("app").policyName("inline").build());
    iam.asRoot(IamModel.DELETE_ROLE, DeleteRoleRequest.builder().roleName("app").build());
    assertRefused(
        () -> profile("web"), "NoSuchEntity", 404, "Instance Profile web cannot be found.");
  }

  @Test
  void wantsPassRoleOfWhoPutsARoleIntoAProfile() {
    iam.role("app", TRUST_EC2, ALLOW);
    makeProfile("web");
    Caller ann =
        iam.caller(
            iam.user(
                "ann",
                "{'Effect':'Allow','Action':'iam:AddRoleToInstanceProfile','Resource':'*'}"));
    assertRefused(
        () ->
            iam.as(
                ann,
                IamModel.ADD_ROLE_TO_INSTANCE_PROFILE,
                AddRoleToInstanceProfileRequest.builder()
                    .instanceProfileName("web")
                    .roleName("app")
                    .build()),
        "AccessDenied",
        403,
        "iam:PassRole on resource: arn:aws:iam::123456789012:role/app");
  }

  @Test
  void attachesManagedPoliciesAndCountsThem() {
    iam.role("app", TRUST_EC2, ALLOW);
    String arn = makePolicy("own");
    assertRefused(
        () -> makePolicy("own"),
        "EntityAlreadyExists",
        409,
        "A policy called own already exists. Duplicate names are not allowed.");
    attach(arn);
    attach("arn:aws:iam::aws:policy/AmazonEC2FullAccess");
    assertRefused(
        () -> attach("arn:aws:iam::aws:policy/NoSuchPolicy"),
        "NoSuchEntity",
        404,
        "Policy arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.");
    assertThat(
            iam.asRoot(
                    IamModel.LIST_ATTACHED_ROLE_POLICIES,
                    ListAttachedRolePoliciesRequest.builder().roleName("app").build())
                .attachedPoliciesOrEmpty())
        .extracting("policyName")
        .containsExactlyInAnyOrder("own", "AmazonEC2FullAccess");
    Policy shown =
        Objects.requireNonNull(
            iam.asRoot(IamModel.GET_POLICY, GetPolicyRequest.builder().policyArn(arn).build())
                .policy());
    assertThat(shown.attachmentCount()).isEqualTo(1);
    assertThat(shown.defaultVersionId()).isEqualTo("v1");
    assertThat(
            iam.asRoot(
                    IamModel.LIST_ENTITIES_FOR_POLICY,
                    ListEntitiesForPolicyRequest.builder().policyArn(arn).build())
                .policyRolesOrEmpty())
        .extracting("roleName")
        .containsExactly("app");
    assertThat(
            iam.asRoot(
                    IamModel.LIST_POLICIES,
                    ListPoliciesRequest.builder().scope("Local").onlyAttached(true).build())
                .policiesOrEmpty())
        .extracting("policyName")
        .containsExactly("own");
    DeletePolicyRequest delete = DeletePolicyRequest.builder().policyArn(arn).build();
    assertRefused(
        () -> iam.asRoot(IamModel.DELETE_POLICY, delete),
        "DeleteConflict",
        409,
        "Cannot delete a policy attached to entities.");
    iam.asRoot(
        IamModel.DETACH_ROLE_POLICY,
        DetachRolePolicyRequest.builder().roleName("app").policyArn(arn).build());
    iam.asRoot(IamModel.DELETE_POLICY, delete);
    assertRefused(
        () -> iam.asRoot(IamModel.GET_POLICY, GetPolicyRequest.builder().policyArn(arn).build()),
        "NoSuchEntity",
        404,
        "Policy " + arn + " was not found.");
  }

  private void attach(String arn) {
    iam.asRoot(
        IamModel.ATTACH_ROLE_POLICY,
        AttachRolePolicyRequest.builder().roleName("app").policyArn(arn).build());
  }

  private String makePolicy(String name) {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                iam.asRoot(
                        IamModel.CREATE_POLICY,
                        CreatePolicyRequest.builder()
                            .policyName(name)
                            .policyDocument(document(ALLOW))
                            .build())
                    .policy())
            .arn());
  }

  private void makeProfile(String name) {
    iam.asRoot(
        IamModel.CREATE_INSTANCE_PROFILE,
        CreateInstanceProfileRequest.builder().instanceProfileName(name).build());
  }

  private InstanceProfile profile(String name) {
    return Objects.requireNonNull(
        iam.asRoot(
                IamModel.GET_INSTANCE_PROFILE,
                GetInstanceProfileRequest.builder().instanceProfileName(name).build())
            .instanceProfile());
  }

  private void add(String profile, String role) {
    iam.asRoot(
        IamModel.ADD_ROLE_TO_INSTANCE_PROFILE,
        AddRoleToInstanceProfileRequest.builder()
            .instanceProfileName(profile)
            .roleName(role)
            .build());
  }
}
