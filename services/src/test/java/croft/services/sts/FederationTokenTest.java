package croft.services.sts;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.iam.IamFixture.document;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.Ec2Model;
import croft.api.iam.CreateAccessKeyRequest;
import croft.api.iam.CreatePolicyRequest;
import croft.api.iam.CreatePolicyResponse;
import croft.api.iam.CreatePolicyVersionRequest;
import croft.api.iam.CreateUserRequest;
import croft.api.iam.DeleteUserPermissionsBoundaryRequest;
import croft.api.iam.IamModel;
import croft.api.iam.ListUsersRequest;
import croft.api.iam.PutUserPermissionsBoundaryRequest;
import croft.api.sts.Credentials;
import croft.api.sts.GetAccessKeyInfoRequest;
import croft.api.sts.GetCallerIdentityRequest;
import croft.api.sts.GetCallerIdentityResponse;
import croft.api.sts.GetFederationTokenRequest;
import croft.api.sts.StsModel;
import croft.base.Caller;
import croft.services.iam.IamAuthorizer;
import croft.services.iam.IamFixture;
import croft.services.operation.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GetFederationToken, and the ways to more rights that must stay shut. */
class FederationTokenTest {
  private static final String EC2 = "{'Effect':'Allow','Action':'ec2:*','Resource':'*'}";
  private static final String ALL = "{'Effect':'Allow','Action':'*','Resource':'*'}";

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

  private Caller federated(Caller asking, @Nullable String policy) {
    Credentials made =
        Objects.requireNonNull(
            iam.as(
                    asking,
                    StsModel.GET_FEDERATION_TOKEN,
                    GetFederationTokenRequest.builder().name("bob").policy(policy).build())
                .credentials());
    return iam.lookup.caller(Objects.requireNonNull(made.accessKeyId()), made.sessionToken());
  }

  private void check(Caller caller, String action) {
    new IamAuthorizer(iam.parts)
        .check(iam.call(caller), Ec2Model.MODEL, List.of(Access.toAll(action)));
  }

  @Test
  void allowsWhatBothTheUserAndTheSessionPolicyAllow() {
    Caller ann = iam.caller(iam.user("ann", ALL));
    Caller bob = federated(ann, document(EC2));
    GetCallerIdentityResponse who =
        iam.as(bob, StsModel.GET_CALLER_IDENTITY, GetCallerIdentityRequest.builder().build());
    assertThat(who.arn()).isEqualTo("arn:aws:sts::123456789012:federated-user/bob");
    assertThat(who.userId()).isEqualTo("123456789012:bob");
    check(bob, "ec2:DescribeInstances");
    assertRefused(
        () -> check(bob, "s3:ListAllMyBuckets"), "UnauthorizedOperation", 403, "session policy");
    assertRefused(
        () -> check(federated(ann, null), "ec2:DescribeInstances"),
        "UnauthorizedOperation",
        403,
        "session policy");
    assertRefused(
        () -> iam.as(bob, IamModel.LIST_USERS, ListUsersRequest.builder().build()),
        "InvalidClientTokenId",
        403,
        "invalid");
    assertRefused(() -> federated(bob, null), "AccessDenied", 403, "GetFederationToken");
    Caller wide = federated(ann, document(ALL));
    assertRefused(
        () ->
            iam.as(
                wide,
                StsModel.GET_ACCESS_KEY_INFO,
                GetAccessKeyInfoRequest.builder().accessKeyId(ann.accessKeyId()).build()),
        "AccessDenied",
        403,
        "with session credentials");
  }

  @Test
  void leavesNoWayAroundABoundary() {
    iam.user("ann", ALL);
    CreatePolicyResponse made =
        iam.asRoot(
            IamModel.CREATE_POLICY,
            CreatePolicyRequest.builder()
                .policyName("fence")
                .policyDocument(
                    document(
                        EC2,
                        "{'Effect':'Allow','Action':'iam:*','Resource':'*'}",
                        "{'Effect':'Deny','Action':['iam:DeleteUserPermissionsBoundary',"
                            + "'iam:CreatePolicyVersion','iam:SetDefaultPolicyVersion'],"
                            + "'Resource':'*'}",
                        "{'Effect':'Deny','Action':'iam:CreateUser','Resource':'*','Condition':"
                            + "{'StringNotEquals':{'iam:PermissionsBoundary':"
                            + "'arn:aws:iam::123456789012:policy/fence'}}}"))
                .build());
    String fence = Objects.requireNonNull(Objects.requireNonNull(made.policy()).arn());
    iam.asRoot(
        IamModel.PUT_USER_PERMISSIONS_BOUNDARY,
        PutUserPermissionsBoundaryRequest.builder()
            .userName("ann")
            .permissionsBoundary(fence)
            .build());
    Caller ann =
        iam.caller(
            Objects.requireNonNull(
                iam.asRoot(
                        IamModel.CREATE_ACCESS_KEY,
                        CreateAccessKeyRequest.builder().userName("ann").build())
                    .accessKey()));
    assertRefused(
        () ->
            iam.as(
                ann,
                IamModel.DELETE_USER_PERMISSIONS_BOUNDARY,
                DeleteUserPermissionsBoundaryRequest.builder().userName("ann").build()),
        "AccessDenied",
        403,
        "explicit deny in a permissions boundary");
    assertRefused(
        () ->
            iam.as(
                ann,
                IamModel.CREATE_POLICY_VERSION,
                CreatePolicyVersionRequest.builder()
                    .policyArn(fence)
                    .policyDocument(document(ALL))
                    .setAsDefault(true)
                    .build()),
        "AccessDenied",
        403,
        "explicit deny in a permissions boundary");
    CreateUserRequest.Builder eve = CreateUserRequest.builder().userName("eve");
    assertRefused(
        () -> iam.as(ann, IamModel.CREATE_USER, eve.build()), "AccessDenied", 403, "CreateUser");
    iam.as(ann, IamModel.CREATE_USER, eve.permissionsBoundary(fence).build());
  }
}
