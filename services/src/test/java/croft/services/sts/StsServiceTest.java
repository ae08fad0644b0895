package croft.services.sts;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.Ec2Model;
import croft.api.iam.CreateUserRequest;
import croft.api.iam.DeleteRolePolicyRequest;
import croft.api.iam.DeleteRoleRequest;
import croft.api.iam.GetRoleRequest;
import croft.api.iam.GetUserRequest;
import croft.api.iam.IamModel;
import croft.api.sts.AssumeRoleRequest;
import croft.api.sts.AssumeRoleResponse;
import croft.api.sts.Credentials;
import croft.api.sts.DecodeAuthorizationMessageRequest;
import croft.api.sts.GetAccessKeyInfoRequest;
import croft.api.sts.GetCallerIdentityRequest;
import croft.api.sts.GetCallerIdentityResponse;
import croft.api.sts.GetSessionTokenRequest;
import croft.api.sts.StsModel;
import croft.api.sts.Tag;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.iam.IamAuthorizer;
import croft.services.iam.IamFixture;
import croft.services.operation.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StsServiceTest {
  private static final String ROLE_ARN = "arn:aws:iam::123456789012:role/app";
  private static final String MAY_ASSUME = "{'Effect':'Allow','Action':'sts:*','Resource':'*'}";
  private static final String TRUST_ACCOUNT =
      "{'Effect':'Allow','Principal':{'AWS':'123456789012'},'Action':"
          + "['sts:AssumeRole','sts:TagSession','sts:SetSourceIdentity']}";
  private static final String IAM_READ =
      "{'Effect':'Allow','Action':['iam:Get*','iam:List*','ec2:*'],'Resource':'*'}";

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
  void tellsCallersWhoTheyAre() {
    GetCallerIdentityResponse root = identity(iam.rootCaller());
    assertThat(root.arn()).isEqualTo("arn:aws:iam::123456789012:root");
    assertThat(root.userId()).isEqualTo("123456789012");
    Caller ann = iam.caller(iam.user("ann", null));
    assertThat(identity(ann).arn()).isEqualTo("arn:aws:iam::123456789012:user/ann");
    assertThat(identity(ann).userId()).startsWith("AIDA");
    assertThat(identity(ann).account()).isEqualTo("123456789012");
  }

  @Test
  void givesASessionTheRightsOfItsRole() {
    Caller ann = iam.caller(iam.user("ann", MAY_ASSUME));
    iam.role("app", TRUST_ACCOUNT, IAM_READ);
    AssumeRoleResponse assumed = assume(ann, request().build());
    Credentials credentials = Objects.requireNonNull(assumed.credentials());
    assertThat(credentials.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(credentials.expiration()).isEqualTo(IamFixture.START.plusSeconds(3600));
    Caller session = caller(credentials);
    assertThat(identity(session).arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/app/s1");
    assertThat(identity(session).userId()).matches("AROA[A-Z2-7]{17}:s1");
    assertThat(
            Objects.requireNonNull(iam.lookup.find(session.accessKeyId(), token(credentials)))
                .secretAccessKey())
        .isEqualTo(credentials.secretAccessKey());
    iam.as(session, IamModel.GET_ROLE, GetRoleRequest.builder().roleName("app").build());
    assertRefused(
        () ->
            iam.as(
                session, IamModel.CREATE_USER, CreateUserRequest.builder().userName("x").build()),
        "AccessDenied",
        403,
        "User: arn:aws:sts::123456789012:assumed-role/app/s1 is not authorized to perform:"
            + " iam:CreateUser");
    assertRefused(
        () -> iam.as(session, IamModel.GET_USER, GetUserRequest.builder().build()),
        "ValidationError",
        400,
        "Must specify userName when calling with non-User credentials");
  }

  @Test
  void limitsASessionByItsPolicies() {
    Caller ann = iam.caller(iam.user("ann", MAY_ASSUME));
    iam.role("app", TRUST_ACCOUNT, IAM_READ);
    String policy = IamFixture.document("{'Effect':'Allow','Action':'ec2:*','Resource':'*'}");
    AssumeRoleResponse assumed = assume(ann, request().policy(policy).build());
    assertThat(assumed.packedPolicySize()).isPositive();
    Caller session = caller(Objects.requireNonNull(assumed.credentials()));
    assertRefused(
        () -> iam.as(session, IamModel.GET_ROLE, GetRoleRequest.builder().roleName("app").build()),
        "AccessDenied",
        403,
        "because no session policy allows the iam:GetRole action");
    assertRefused(
        () -> assume(ann, request().policy("{").build()),
        "MalformedPolicyDocument",
        400,
        "Syntax errors in policy.");
  }

  @Test
  void refusesWhomTrustOrOwnPoliciesDoNotAllow() {
    Caller ann = iam.caller(iam.user("ann", MAY_ASSUME));
    Caller bob = iam.caller(iam.user("bob", null));
    iam.role("app", TRUST_ACCOUNT, IAM_READ);
    String refused = " is not authorized to perform: sts:AssumeRole on resource: " + ROLE_ARN;
    assertRefused(
        () -> assume(bob, request().build()),
        "AccessDenied",
        403,
        "User: arn:aws:iam::123456789012:user/bob" + refused);
    iam.role(
        "named",
        "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::123456789012:user/bob'},"
            + "'Action':'sts:AssumeRole'}",
        IAM_READ);
    AssumeRoleRequest named = request().roleArn("arn:aws:iam::123456789012:role/named").build();
    assertThat(assume(bob, named).credentials()).isNotNull();
    assertRefused(() -> assume(ann, named), "AccessDenied", 403, "user/ann is not authorized");
    assertRefused(
        () -> assume(ann, request().roleArn("arn:aws:iam::123456789012:role/none").build()),
        "AccessDenied",
        403,
        "role/none");
    assertRefused(
        () -> assume(ann, request().roleArn("nonsense").build()),
        "ValidationError",
        400,
        "nonsense is invalid");
    assertRefused(
        () -> assume(iam.rootCaller(), request().build()),
        "AccessDenied",
        403,
        "Roles may not be assumed by root accounts.");
  }

  @Test
  void asksForTheExternalIdTheTrustPolicyWants() {
    Caller ann = iam.caller(iam.user("ann", MAY_ASSUME));
    iam.role(
        "app",
        "{'Effect':'Allow','Principal':{'AWS':'123456789012'},'Action':'sts:AssumeRole',"
            + "'Condition':{'StringEquals':{'sts:ExternalId':'secret'}}}",
        IAM_READ);
    assertThat(assume(ann, request().externalId("secret").build()).credentials()).isNotNull();
    assertRefused(
        () -> assume(ann, request().externalId("wrong").build()), "AccessDenied", 403, "ann");
    assertRefused(() -> assume(ann, request().build()), "AccessDenied", 403, "ann");
  }

  @Test
  void boundsTheDuration() {
    Caller ann = iam.caller(iam.user("ann", MAY_ASSUME));
    iam.role("app", TRUST_ACCOUNT, MAY_ASSUME);
    assertRefused(
        () -> assume(ann, request().durationSeconds(7200).build()),
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    Credentials credentials =
        Objects.requireNonNull(assume(ann, request().durationSeconds(900).build()).credentials());
    Caller session = caller(credentials);
    iam.now = IamFixture.START.plusSeconds(900);
    assertRefused(
        () -> iam.lookup.find(session.accessKeyId(), token(credentials)),
        "ExpiredToken",
        403,
        "expired");
  }

  @Test
  void handsTransitiveTagsOnAndTheSourceIdentity() {
    Caller ann = iam.caller(iam.user("ann", MAY_ASSUME));
    iam.role("app", TRUST_ACCOUNT, MAY_ASSUME);
    AssumeRoleRequest tagged =
        request()
            .tags(List.of(tag("team", "red"), tag("job", "42")))
            .transitiveTagKeys(List.of("team"))
            .sourceIdentity("ann")
            .build();
    Caller first = caller(Objects.requireNonNull(assume(ann, tagged).credentials()));
    assertThat(first.sessionTags()).isEqualTo(Map.of("team", "red", "job", "42"));
    Caller second =
        caller(
            Objects.requireNonNull(
                assume(first, request().roleSessionName("s2").build()).credentials()));
    assertThat(second.sessionTags()).isEqualTo(Map.of("team", "red"));
    assertThat(Objects.requireNonNull(second.session()).sourceIdentity()).isEqualTo("ann");
    assertRefused(
        () -> assume(first, request().durationSeconds(3601).build()),
        "ValidationError",
        400,
        "exceeds the MaxSessionDuration");
  }

  @Test
  void refusesTokensThatAreForgedOrAnothersAndSessionsOfADeletedRole() {
    Caller ann = iam.caller(iam.user("ann", MAY_ASSUME));
    iam.role("app", TRUST_ACCOUNT, IAM_READ);
    Credentials one = Objects.requireNonNull(assume(ann, request().build()).credentials());
    Credentials two = Objects.requireNonNull(assume(ann, request().build()).credentials());
    String id = Objects.requireNonNull(one.accessKeyId());
    assertThat(iam.lookup.find(id, token(two))).isNull();
    assertThat(iam.lookup.find(id, token(one).substring(1))).isNull();
    assertThat(iam.lookup.find(id, null)).isNull();
    Caller session = caller(one);
    iam.asRoot(
        IamModel.DELETE_ROLE_POLICY,
        DeleteRolePolicyRequest.builder().roleName("app").policyName("inline").build());
    iam.asRoot(IamModel.DELETE_ROLE, DeleteRoleRequest.builder().roleName("app").build());
    iam.role("app", TRUST_ACCOUNT, IAM_READ);
    assertRefused(
        () -> iam.as(session, IamModel.GET_ROLE, GetRoleRequest.builder().roleName("app").build()),
        "InvalidClientTokenId",
        403,
        "invalid");
  }

  @Test
  void givesAUserASessionOfItsOwn() {
    Caller ann = iam.caller(iam.user("ann", IAM_READ));
    Credentials credentials =
        Objects.requireNonNull(
            iam.as(
                    ann,
                    StsModel.GET_SESSION_TOKEN,
                    GetSessionTokenRequest.builder().durationSeconds(900).build())
                .credentials());
    Caller session = caller(credentials);
    assertThat(identity(session).arn()).isEqualTo("arn:aws:iam::123456789012:user/ann");
    assertRefused(
        () -> iam.as(session, StsModel.GET_SESSION_TOKEN, GetSessionTokenRequest.builder().build()),
        "AccessDenied",
        403,
        "session credentials");
    assertRefused(
        () -> iam.as(session, IamModel.GET_USER, GetUserRequest.builder().build()),
        "InvalidClientTokenId",
        403,
        "invalid");
    new IamAuthorizer(iam.parts)
        .check(iam.call(session), Ec2Model.MODEL, List.of(Access.toAll("ec2:DescribeVpcs")));
  }

  @Test
  void decodesWhatADenialEncoded() {
    Caller ann = iam.caller(iam.user("ann", null));
    ServiceError denied =
        Assertions.catchThrowableOfType(
            ServiceError.class,
            () ->
                new IamAuthorizer(iam.parts)
                    .check(
                        iam.call(ann), Ec2Model.MODEL, List.of(Access.toAll("ec2:RunInstances"))));
    String message = denied.message();
    String encoded = message.substring(message.lastIndexOf(' ') + 1);
    String decoded =
        Objects.requireNonNull(
            iam.asRoot(
                    StsModel.DECODE_AUTHORIZATION_MESSAGE,
                    DecodeAuthorizationMessageRequest.builder().encodedMessage(encoded).build())
                .decodedMessage());
    assertThat(decoded).contains("\"action\":\"ec2:RunInstances\"").contains("\"allowed\":false");
    assertRefused(
        () ->
            iam.asRoot(
                StsModel.DECODE_AUTHORIZATION_MESSAGE,
                DecodeAuthorizationMessageRequest.builder().encodedMessage("x").build()),
        "InvalidAuthorizationMessageException",
        400,
        "invalid");
  }

  @Test
  void tellsTheAccountOfAKey() {
    String id = Objects.requireNonNull(iam.user("ann", null).accessKeyId());
    assertThat(
            iam.asRoot(
                    StsModel.GET_ACCESS_KEY_INFO,
                    GetAccessKeyInfoRequest.builder().accessKeyId(id).build())
                .account())
        .isEqualTo("123456789012");
  }

  private static AssumeRoleRequest.Builder request() {
    return AssumeRoleRequest.builder().roleArn(ROLE_ARN).roleSessionName("s1");
  }

  private AssumeRoleResponse assume(Caller caller, AssumeRoleRequest request) {
    return iam.as(caller, StsModel.ASSUME_ROLE, request);
  }

  private Caller caller(Credentials credentials) {
    return iam.lookup.caller(Objects.requireNonNull(credentials.accessKeyId()), token(credentials));
  }

  private static String token(Credentials credentials) {
    return Objects.requireNonNull(credentials.sessionToken());
  }

  private GetCallerIdentityResponse identity(Caller caller) {
    return iam.as(caller, StsModel.GET_CALLER_IDENTITY, GetCallerIdentityRequest.builder().build());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
