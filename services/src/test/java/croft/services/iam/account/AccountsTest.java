package croft.services.iam.account;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.iam.IamFixture.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import croft.api.iam.CreateUserRequest;
import croft.api.iam.GetUserRequest;
import croft.api.iam.IamModel;
import croft.api.iam.ListUsersRequest;
import croft.base.Arn;
import croft.base.Caller;
import croft.services.iam.IamAuthorizer;
import croft.services.iam.IamFixture;
import croft.services.iam.credential.RootCredentials;
import croft.services.operation.Access;
import croft.services.operation.ResourcePolicies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
  private static final String EVERYTHING = "{'Effect':'Allow','Action':'*','Resource':'*'}";

  @TempDir Path directory;
  private IamFixture iam;
  private Accounts accounts;
  private IamAuthorizer authorizer;

  @BeforeEach
  void open() {
    iam = new IamFixture(directory);
    accounts = new Accounts(iam.parts);
    accounts.keepConfigured(IamFixture.ACCOUNT, IamFixture.START);
    authorizer = new IamAuthorizer(iam.parts);
  }

  @AfterEach
  void close() {
    iam.close();
  }

  @Test
  void anAccountHasARootWhoseKeySignsAndSeesItsOwnOnly() {
    Account staging = accounts.create("staging", IamFixture.START);
    RootCredentials root = accounts.root(staging).orElseThrow();

    assertThat(staging.id()).matches("[1-9][0-9]{11}").isNotEqualTo(IamFixture.ACCOUNT);
    var key = Objects.requireNonNull(iam.lookup.find(root.keyPair().accessKeyId(), null));
    assertThat(key.secretAccessKey()).isEqualTo(root.keyPair().secretAccessKey());
    Caller caller = iam.lookup.caller(root.keyPair().accessKeyId(), null);
    assertThat(caller).isEqualTo(Caller.root(staging.id(), root.keyPair().accessKeyId()));

    iam.user("ann", null);
    iam.as(caller, IamModel.CREATE_USER, CreateUserRequest.builder().userName("bob").build());
    assertThat(iam.as(caller, IamModel.LIST_USERS, ListUsersRequest.builder().build()).users())
        .singleElement()
        .satisfies(user -> assertThat(user.userName()).isEqualTo("bob"));
    assertRefused(
        () -> iam.as(caller, IamModel.GET_USER, GetUserRequest.builder().userName("ann").build()),
        "NoSuchEntity",
        404,
        "ann");
  }

  @Test
  void theSecretOfARootIsSealedInTheStore() throws Exception {
    String secret =
        accounts
            .root(accounts.create("staging", IamFixture.START))
            .orElseThrow()
            .keyPair()
            .secretAccessKey();
    iam.close();
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().contains("croft.db")).toList()) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain(secret);
      }
    }
    iam = new IamFixture(directory);
  }

  @Test
  void namesAreCheckedAndTakenOnce() {
    accounts.create("staging", IamFixture.START);
    assertRefused(
        () -> accounts.create("staging", IamFixture.START),
        "DuplicateAccountException",
        409,
        "staging");
    assertRefused(
        () -> accounts.create("../x", IamFixture.START), "InvalidInputException", 400, "name");
    assertRefused(() -> accounts.require("nope"), "AccountNotFoundException", 404, "nope");
    assertThat(accounts.list())
        .extracting(Account::name)
        .containsExactlyInAnyOrder("default", "staging");
  }

  @Test
  void serviceControlPoliciesLimitTheRootTooFromTheNextCallOn() {
    Account staging = accounts.create("staging", IamFixture.START);
    Caller root =
        Caller.root(staging.id(), accounts.root(staging).orElseThrow().keyPair().accessKeyId());
    assertThatCode(() -> check(root, "ec2:RunInstances")).doesNotThrowAnyException();

    accounts.putServiceControlPolicies(
        "staging",
        List.of(
            document(EVERYTHING, "{'Effect':'Deny','Action':'ec2:RunInstances','Resource':'*'}")));
    assertRefused(
        () -> check(root, "ec2:RunInstances"),
        "UnauthorizedOperation",
        403,
        "with an explicit deny in a service control policy");
    assertThatCode(() -> check(root, "ec2:StopInstances")).doesNotThrowAnyException();

    accounts.putServiceControlPolicies(
        staging.id(), List.of(document("{'Effect':'Allow','Action':'ec2:Run*','Resource':'*'}")));
    assertThatCode(() -> check(root, "ec2:RunInstances")).doesNotThrowAnyException();
    assertRefused(
        () -> check(root, "ec2:StopInstances"),
        "UnauthorizedOperation",
        403,
        "because no service control policy allows the ec2:StopInstances action");
    assertRefused(
        () -> accounts.putServiceControlPolicies("staging", List.of("{")),
        "MalformedPolicyDocumentException",
        400,
        "");
    accounts.putServiceControlPolicies("staging", List.of());
    assertThatCode(() -> check(root, "ec2:StopInstances")).doesNotThrowAnyException();
  }

  @Test
  void acrossAccountsBothSidesMustAllow() {
    Account other = accounts.create("other", IamFixture.START);
    Caller ann = iam.caller(iam.user("ann", "{'Effect':'Allow','Action':'s3:*','Resource':'*'}"));
    Caller bob = iam.caller(iam.user("bob", null));
    ResourcePolicies closed = ResourcePolicies.ownedBy(other.id());
    ResourcePolicies open =
        new ResourcePolicies(
            other.id(),
            List.of(
                document(
                    "{'Effect':'Allow','Principal':{'AWS':'"
                        + IamFixture.ACCOUNT
                        + "'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}")),
            false);

    assertRefused(() -> checkObject(ann, closed), "UnauthorizedOperation", 403, "resource-based");
    assertRefused(() -> checkObject(bob, open), "UnauthorizedOperation", 403, "identity-based");
    assertThatCode(() -> checkObject(ann, open)).doesNotThrowAnyException();
  }

  @Test
  void nobodyIsAllowedWhatAResourceAllowsToEveryone() {
    ResourcePolicies open =
        new ResourcePolicies(
            IamFixture.ACCOUNT,
            List.of(
                document(
                    "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject',"
                        + "'Resource':'arn:aws:s3:::b/*'}")),
            false);
    assertThatCode(() -> checkObject(Caller.anonymous(), open)).doesNotThrowAnyException();
    assertRefused(
        () -> checkObject(Caller.anonymous(), ResourcePolicies.ownedBy(IamFixture.ACCOUNT)),
        "UnauthorizedOperation",
        403,
        "because no resource-based policy allows the s3:GetObject action");
    assertRefused(
        () -> check(Caller.anonymous(), "ec2:RunInstances"), "UnauthorizedOperation", 403, "");
  }

  private void checkObject(Caller caller, ResourcePolicies guard) {
    Access access = Access.to("s3:GetObject", Arn.parse("arn:aws:s3:::b/key")).guardedBy(guard);
    authorizer.check(iam.call(caller), croft.api.ec2.Ec2Model.MODEL, List.of(access));
  }

  private void check(Caller caller, String action) {
    Arn arn = Arn.of("ec2", "us-west-2", caller.account(), "instance/i-1");
    authorizer.check(
        iam.call(caller), croft.api.ec2.Ec2Model.MODEL, List.of(Access.to(action, arn)));
  }
}
