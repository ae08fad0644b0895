package croft.services.iam;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.ChangePasswordRequest;
import croft.api.iam.CreateLoginProfileRequest;
import croft.api.iam.CreateVirtualMFADeviceRequest;
import croft.api.iam.DeleteVirtualMFADeviceRequest;
import croft.api.iam.EnableMFADeviceRequest;
import croft.api.iam.GetUserRequest;
import croft.api.iam.IamModel;
import croft.api.iam.UpdateAccountPasswordPolicyRequest;
import croft.api.iam.User;
import croft.api.iam.VirtualMFADevice;
import croft.api.sts.Credentials;
import croft.api.sts.GetSessionTokenRequest;
import croft.api.sts.GetSessionTokenResponse;
import croft.api.sts.StsModel;
import croft.base.Caller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords and devices for multi-factor authentication. */
class CredentialOperationsTest {
  private static final String STRONG = "Correct-Horse-1";
  private static final String ALLOW_ALL = "{'Effect':'Allow','Action':'*','Resource':'*'}";

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

  private void createProfile(String password) {
    iam.asRoot(
        IamModel.CREATE_LOGIN_PROFILE,
        CreateLoginProfileRequest.builder().userName("ann").password(password).build());
  }

  private void change(Caller caller, String from, String to) {
    iam.as(
        caller,
        IamModel.CHANGE_PASSWORD,
        ChangePasswordRequest.builder().oldPassword(from).newPassword(to).build());
  }

  @Test
  void holdsPasswordsToTheUsualRulesAndToTheAccounts() {
    iam.user("ann", null);
    assertRefused(
        () -> createProfile("short1A"), "PasswordPolicyViolation", 400, "minimum length of 8");
    assertRefused(
        () -> createProfile("onlyletters"), "PasswordPolicyViolation", 400, "at least three");
    iam.asRoot(
        IamModel.UPDATE_ACCOUNT_PASSWORD_POLICY,
        UpdateAccountPasswordPolicyRequest.builder()
            .minimumPasswordLength(12)
            .requireSymbols(true)
            .build());
    assertRefused(
        () -> createProfile("Abcdefghijk12"), "PasswordPolicyViolation", 400, "following symbols");
    createProfile(STRONG);
    assertRefused(() -> createProfile(STRONG), "EntityAlreadyExists", 409, "Login Profile for");
  }

  @Test
  void changesAPasswordWithPermissionOrByThePolicyOfTheAccount() {
    Caller ann = iam.caller(iam.user("ann", null));
    createProfile(STRONG);
    assertRefused(
        () -> change(ann, STRONG, "Other-Horse-2"), "AccessDenied", 403, "iam:ChangePassword");
    iam.asRoot(
        IamModel.UPDATE_ACCOUNT_PASSWORD_POLICY,
        UpdateAccountPasswordPolicyRequest.builder()
            .allowUsersToChangePassword(true)
            .passwordReusePrevention(2)
            .build());
    assertRefused(() -> change(ann, "wrong", "Other-Horse-2"), "AccessDenied", 403, "old password");
    change(ann, STRONG, "Other-Horse-2");
    assertRefused(
        () -> change(ann, "Other-Horse-2", STRONG), "PasswordPolicyViolation", 400, "last 2");
    assertRefused(
        () -> change(iam.rootCaller(), STRONG, STRONG), "InvalidUserType", 400, "Only IAM Users");
  }

  private String device(String name) {
    VirtualMFADevice made =
        Objects.requireNonNull(
            iam.asRoot(
                    IamModel.CREATE_VIRTUAL_MFA_DEVICE,
                    CreateVirtualMFADeviceRequest.builder().virtualMFADeviceName(name).build())
                .virtualMFADevice());
    seed = new String(Objects.requireNonNull(made.base32StringSeed()), StandardCharsets.US_ASCII);
    byte[] png = Objects.requireNonNull(made.qrCodePNG());
    assertThat(new String(png, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
    return Objects.requireNonNull(made.serialNumber());
  }

  private String seed = "";

  private String code(int stepsFromNow) {
    return MfaSeeds.code(seed, iam.now.plusSeconds(30L * stepsFromNow));
  }

  private void enable(String serialNumber, String first, String second) {
    iam.asRoot(
        IamModel.ENABLE_MFA_DEVICE,
        EnableMFADeviceRequest.builder()
            .userName("ann")
            .serialNumber(serialNumber)
            .authenticationCode1(first)
            .authenticationCode2(second)
            .build());
  }

  private GetSessionTokenResponse session(Caller caller, String serialNumber, String code) {
    return iam.as(
        caller,
        StsModel.GET_SESSION_TOKEN,
        GetSessionTokenRequest.builder().serialNumber(serialNumber).tokenCode(code).build());
  }

  @Test
  void enablesADeviceByTwoCodesInARowAndTakesEachCodeOnce() {
    Caller ann = iam.caller(iam.user("ann", ALLOW_ALL));
    String phone = device("phone");
    assertThat(phone).isEqualTo("arn:aws:iam::123456789012:mfa/phone");
    assertRefused(
        () -> enable(phone, code(0), code(2)), "InvalidAuthenticationCode", 403, "not valid");
    enable(phone, code(-1), code(0));
    assertRefused(() -> enable(phone, code(1), code(2)), "EntityAlreadyExists", 409, "in use");
    assertRefused(() -> session(ann, phone, code(0)), "AccessDenied", 403, "one time pass code");
    iam.now = iam.now.plusSeconds(30);
    String fresh = code(0);
    session(ann, phone, fresh);
    assertRefused(() -> session(ann, phone, fresh), "AccessDenied", 403, "one time pass code");
    assertRefused(
        () ->
            iam.asRoot(
                IamModel.DELETE_VIRTUAL_MFA_DEVICE,
                DeleteVirtualMFADeviceRequest.builder().serialNumber(phone).build()),
        "DeleteConflict",
        409,
        "Must deactivate first");
  }

  @Test
  void countsASessionWithACodeAsAuthenticatedByADevice() {
    String withDevice =
        "{'Effect':'Allow','Action':'*','Resource':'*',"
            + "'Condition':{'Bool':{'aws:MultiFactorAuthPresent':'true'}}}";
    Caller ann = iam.caller(iam.user("ann", withDevice));
    String phone = device("phone");
    enable(phone, code(-1), code(0));
    GetUserRequest self = GetUserRequest.builder().userName("ann").build();
    assertRefused(() -> iam.as(ann, IamModel.GET_USER, self), "AccessDenied", 403, "iam:GetUser");
    iam.now = iam.now.plusSeconds(30);
    Credentials made = Objects.requireNonNull(session(ann, phone, code(0)).credentials());
    Caller session =
        iam.lookup.caller(Objects.requireNonNull(made.accessKeyId()), made.sessionToken());
    User shown = iam.as(session, IamModel.GET_USER, self).user();
    assertThat(Objects.requireNonNull(shown).userName()).isEqualTo("ann");
  }
}
