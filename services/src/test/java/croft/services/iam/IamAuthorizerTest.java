package croft.services.iam;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.iam.IamFixture.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import croft.api.ec2.Ec2Model;
import croft.api.iam.AccessKey;
import croft.api.iam.AddUserToGroupRequest;
import croft.api.iam.AttachGroupPolicyRequest;
import croft.api.iam.AttachUserPolicyRequest;
import croft.api.iam.CreateGroupRequest;
import croft.api.iam.CreatePolicyRequest;
import croft.api.iam.CreatePolicyVersionRequest;
import croft.api.iam.CreateUserRequest;
import croft.api.iam.DeleteAccessKeyRequest;
import croft.api.iam.DeleteUserPolicyRequest;
import croft.api.iam.DeleteUserRequest;
import croft.api.iam.GetUserRequest;
import croft.api.iam.IamModel;
import croft.api.iam.PutUserPermissionsBoundaryRequest;
import croft.api.iam.TagUserRequest;
import croft.api.sqs.SqsModel;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.ResourcePolicies;
import croft.wire.schema.Operation;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IamAuthorizerTest {
  private static final Arn INSTANCE =
      Arn.of("ec2", "us-west-2", IamFixture.ACCOUNT, "instance/i-1");
  private static final String EC2_BUT_TERMINATE =
      "{'Effect':'Allow','Action':'ec2:*','Resource':'*'},"
          + "{'Effect':'Deny','Action':'ec2:TerminateInstances','Resource':'*'}";

  @TempDir Path directory;
  private IamFixture iam;
  private IamAuthorizer authorizer;

  @BeforeEach
  void open() {
    iam = new IamFixture(directory);
    authorizer = new IamAuthorizer(iam.parts);
  }

  @AfterEach
  void close() {
    iam.close();
  }

  @Test
  void reallyForbidsAUserToTerminateInstances() {
    Caller ann = iam.caller(iam.user("ann", EC2_BUT_TERMINATE));
    assertThatCode(() -> check(ann, "ec2:RunInstances")).doesNotThrowAnyException();
    assertRefused(
        () -> check(ann, "ec2:TerminateInstances"),
        "UnauthorizedOperation",
        403,
        "You are not authorized to perform this operation. User:"
            + " arn:aws:iam::123456789012:user/ann is not authorized to perform:"
            + " ec2:TerminateInstances on resource:"
            + " arn:aws:ec2:us-west-2:123456789012:instance/i-1 with an explicit deny in an"
            + " identity-based policy. Encoded authorization failure message: ");
    assertThatCode(() -> check(iam.rootCaller(), "ec2:TerminateInstances"))
        .doesNotThrowAnyException();
  }

  @Test
  void namesADenialAsEachProtocolDoes() {
    Caller bob = iam.caller(iam.user("bob", null));
    assertRefused(
        () -> iam.as(bob, IamModel.GET_USER, GetUserRequest.builder().build()),
        "AccessDenied",
        403,
        "User: arn:aws:iam::123456789012:user/bob is not authorized to perform: iam:GetUser on"
            + " resource: arn:aws:iam::123456789012:user/bob because no identity-based policy"
            + " allows the iam:GetUser action");
    assertRefused(
        () -> check(bob, SqsModel.MODEL, Access.toAll("sqs:ListQueues")),
        "AccessDeniedException",
        400,
        "because no identity-based policy allows the sqs:ListQueues action");
  }

  @Test
  void holdsAChangeOfPolicyFromTheNextCallOn() {
    Caller ann = iam.caller(iam.user("ann", "{'Effect':'Allow','Action':'*','Resource':'*'}"));
    check(ann, "ec2:RunInstances");
    iam.asRoot(
        IamModel.DELETE_USER_POLICY,
        DeleteUserPolicyRequest.builder().userName("ann").policyName("inline").build());
    assertRefused(
        () -> check(ann, "ec2:RunInstances"), "UnauthorizedOperation", 403, "no identity-based");
  }

  @Test
  void grantsByGroupAndByManagedPolicyAndItsVersions() {
    Caller ann = iam.caller(iam.user("ann", null));
    String arn = policy("run", "{'Effect':'Allow','Action':'ec2:Run*','Resource':'*'}");
    iam.asRoot(IamModel.CREATE_GROUP, CreateGroupRequest.builder().groupName("dev").build());
    iam.asRoot(
        IamModel.ATTACH_GROUP_POLICY,
        AttachGroupPolicyRequest.builder().groupName("dev").policyArn(arn).build());
    assertRefused(() -> check(ann, "ec2:RunInstances"), "UnauthorizedOperation", 403, "ann");
    iam.asRoot(
        IamModel.ADD_USER_TO_GROUP,
        AddUserToGroupRequest.builder().groupName("dev").userName("ann").build());
    check(ann, "ec2:RunInstances");
    iam.asRoot(
        IamModel.CREATE_POLICY_VERSION,
        CreatePolicyVersionRequest.builder()
            .policyArn(arn)
            .policyDocument(document("{'Effect':'Allow','Action':'s3:*','Resource':'*'}"))
            .setAsDefault(true)
            .build());
    assertRefused(() -> check(ann, "ec2:RunInstances"), "UnauthorizedOperation", 403, "ann");
    iam.asRoot(
        IamModel.ATTACH_USER_POLICY,
        AttachUserPolicyRequest.builder()
            .userName("ann")
            .policyArn("arn:aws:iam::aws:policy/AmazonEC2FullAccess")
            .build());
    check(ann, "ec2:RunInstances");
  }

  @Test
  void limitsByAPermissionsBoundary() {
    Caller ann = iam.caller(iam.user("ann", "{'Effect':'Allow','Action':'*','Resource':'*'}"));
    String arn = policy("edge", "{'Effect':'Allow','Action':'s3:*','Resource':'*'}");
    iam.asRoot(
        IamModel.PUT_USER_PERMISSIONS_BOUNDARY,
        PutUserPermissionsBoundaryRequest.builder()
            .userName("ann")
            .permissionsBoundary(arn)
            .build());
    assertRefused(
        () -> check(ann, "ec2:RunInstances"),
        "UnauthorizedOperation",
        403,
        "because no permissions boundary allows the ec2:RunInstances action");
  }

  @Test
  void comparesTagsOfUserRequestAndResource() {
    Caller ann =
        iam.caller(
            iam.user(
                "ann",
                "{'Effect':'Allow','Action':'ec2:*','Resource':'*','Condition':{'StringEquals':"
                    + "{'ec2:ResourceTag/team':'${aws:PrincipalTag/team}'}}}"));
    iam.asRoot(
        IamModel.TAG_USER,
        TagUserRequest.builder()
            .userName("ann")
            .tags(List.of(croft.api.iam.Tag.builder().key("team").value("red").build()))
            .build());
    Access red =
        Access.to("ec2:StopInstances", INSTANCE)
            .with(Map.of("ec2:ResourceTag/team", List.of("red")));
    Access blue = red.with(Map.of("ec2:ResourceTag/team", List.of("blue")));
    check(ann, Ec2Model.MODEL, red);
    assertRefused(() -> check(ann, Ec2Model.MODEL, blue), "UnauthorizedOperation", 403, "ann");
  }

  @Test
  void letsAUserManageItselfOnly() {
    Caller ann =
        iam.caller(
            iam.user(
                "ann",
                "{'Effect':'Allow','Action':'iam:*','Resource':"
                    + "'arn:aws:iam::*:user/${aws:username}'}"));
    iam.user("bob", null);
    iam.as(ann, IamModel.GET_USER, GetUserRequest.builder().userName("ann").build());
    assertRefused(
        () -> iam.as(ann, IamModel.GET_USER, GetUserRequest.builder().userName("bob").build()),
        "AccessDenied",
        403,
        "user/bob");
    assertRefused(
        () ->
            iam.as(ann, IamModel.CREATE_USER, CreateUserRequest.builder().userName("eve").build()),
        "AccessDenied",
        403,
        "iam:CreateUser on resource: arn:aws:iam::123456789012:user/eve");
  }

  @Test
  void knowsNoCallerWhoseUserIsGone() {
    AccessKey key = iam.user("ann", null);
    Caller ann = iam.caller(key);
    iam.asRoot(
        IamModel.DELETE_ACCESS_KEY,
        DeleteAccessKeyRequest.builder().userName("ann").accessKeyId(key.accessKeyId()).build());
    iam.asRoot(IamModel.DELETE_USER, DeleteUserRequest.builder().userName("ann").build());
    iam.user("ann", "{'Effect':'Allow','Action':'*','Resource':'*'}");
    assertRefused(() -> check(ann, "ec2:RunInstances"), "AuthFailure", 401, "validate");
  }

  @Test
  void leavesTheResourcesOfOtherAccountsToTheirOwners() {
    Arn theirs = Arn.of("ec2", "us-west-2", "999999999999", "instance/i-1");
    assertRefused(
        () -> check(iam.rootCaller(), Ec2Model.MODEL, Access.to("ec2:TerminateInstances", theirs)),
        "UnauthorizedOperation",
        403,
        "because no resource-based policy allows");
  }

  @Test
  void wantsADeclaredAccessOfEveryOperationButWhatAwsLeavesOpen() {
    Caller nobody = iam.caller(iam.user("nobody", null));
    List<String> open =
        iam.operations.models().stream()
            .flatMap(model -> model.operations().values().stream())
            .filter(iam.operations::implemented)
            .filter(operation -> !operation.name().startsWith("Assume"))
            .filter(operation -> isAllowed(nobody, operation))
            .map(operation -> operation.name())
            .toList();
    assertThat(open).containsExactlyInAnyOrder("GetCallerIdentity", "GetSessionToken");
  }

  /** Calls with an empty request: the access comes before the request's own faults. */
  private boolean isAllowed(Caller caller, Operation<?, ?> operation) {
    try {
      invokeEmpty(caller, operation);
      return true;
    } catch (ServiceError error) {
      return !error.code().startsWith("AccessDenied");
    }
  }

  private <I extends Shape, O extends Shape> void invokeEmpty(
      Caller caller, Operation<I, O> operation) {
    iam.as(caller, operation, operation.input().apply(new EmptyRequest()));
  }

  private String policy(String name, String statement) {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                iam.asRoot(
                        IamModel.CREATE_POLICY,
                        CreatePolicyRequest.builder()
                            .policyName(name)
                            .policyDocument(document(statement))
                            .build())
                    .policy())
            .arn());
  }

  private void check(Caller caller, String action) {
    check(caller, Ec2Model.MODEL, Access.to(action, INSTANCE));
  }

  private void check(Caller caller, ServiceModel service, Access access) {
    authorizer.check(iam.call(caller), service, List.of(access));
  }

  @Test
  void letsResourcesDecideWhichServicesMayUseThem() {
    Arn queue = Arn.of("sqs", "us-west-2", IamFixture.ACCOUNT, "orders");
    String policy =
        document(
            "{'Effect':'Allow','Principal':{'Service':'sns.amazonaws.com'},'Action':'sqs:SendMessage',"
                + "'Resource':'*','Condition':{'ArnEquals':{'aws:SourceArn':'arn:aws:sns:*:*:news'}}}");
    ResourcePolicies trusting = new ResourcePolicies(IamFixture.ACCOUNT, List.of(policy), false);
    Access access = Access.to("sqs:SendMessage", queue);
    Call topic =
        iam.call(Caller.service(IamFixture.ACCOUNT, "sns.amazonaws.com"))
            .with(Map.of("aws:SourceArn", List.of("arn:aws:sns:us-west-2:123456789012:news")));
    Call other = iam.call(Caller.service(IamFixture.ACCOUNT, "sns.amazonaws.com"));
    assertThatCode(() -> ask(other, access.guardedBy(trusting))).doesNotThrowAnyException();
    assertThatCode(() -> ask(topic, access.guardedBy(trusting.askingServices())))
        .doesNotThrowAnyException();
    assertRefused(
        () -> ask(other, access.guardedBy(trusting.askingServices())),
        "AccessDeniedException",
        400,
        "User: sns.amazonaws.com is not authorized to perform: sqs:SendMessage");
    assertRefused(
        () ->
            ask(
                topic,
                access.guardedBy(ResourcePolicies.ownedBy(IamFixture.ACCOUNT).askingServices())),
        "AccessDeniedException",
        400,
        "because no resource-based policy allows");
  }

  private void ask(Call call, Access access) {
    authorizer.check(call, SqsModel.MODEL, List.of(access));
  }
}
