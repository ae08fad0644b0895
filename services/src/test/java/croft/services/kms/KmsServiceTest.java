package croft.services.kms;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.iam.IamFixture.document;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.kms.CancelKeyDeletionRequest;
import croft.api.kms.CreateAliasRequest;
import croft.api.kms.CreateGrantRequest;
import croft.api.kms.CreateGrantResponse;
import croft.api.kms.CreateKeyRequest;
import croft.api.kms.DecryptRequest;
import croft.api.kms.DecryptResponse;
import croft.api.kms.DescribeKeyRequest;
import croft.api.kms.DisableKeyRequest;
import croft.api.kms.EnableKeyRequest;
import croft.api.kms.EnableKeyRotationRequest;
import croft.api.kms.EncryptRequest;
import croft.api.kms.GenerateDataKeyRequest;
import croft.api.kms.GenerateDataKeyResponse;
import croft.api.kms.GenerateMacRequest;
import croft.api.kms.GrantConstraints;
import croft.api.kms.KeyMetadata;
import croft.api.kms.KmsModel;
import croft.api.kms.ListAliasesRequest;
import croft.api.kms.ListKeyRotationsRequest;
import croft.api.kms.PutKeyPolicyRequest;
import croft.api.kms.ReEncryptRequest;
import croft.api.kms.RetireGrantRequest;
import croft.api.kms.RotateKeyOnDemandRequest;
import croft.api.kms.ScheduleKeyDeletionRequest;
import croft.api.kms.SignRequest;
import croft.api.kms.VerifyMacRequest;
import croft.api.kms.VerifyRequest;
import croft.base.Caller;
import croft.services.keys.KeyFixture;
import croft.services.kms.key.KeyUpkeep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsServiceTest {
  private static final byte[] PLAIN = "the plaintext".getBytes(StandardCharsets.UTF_8);
  private static final Map<String, String> CONTEXT = Map.of("purpose", "test");

  @TempDir Path directory;
  private KeyFixture fixture;

  @BeforeEach
  void open() {
    fixture = new KeyFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private KeyMetadata key() {
    return key(CreateKeyRequest.builder().build());
  }

  private KeyMetadata key(CreateKeyRequest request) {
    return Objects.requireNonNull(fixture.asRoot(KmsModel.CREATE_KEY, request).keyMetadata());
  }

  private static EncryptRequest encrypt(@Nullable String keyId, Map<String, String> context) {
    return EncryptRequest.builder()
        .keyId(keyId)
        .plaintext(PLAIN)
        .encryptionContext(context)
        .build();
  }

  private static DecryptRequest decrypt(byte @Nullable [] blob, Map<String, String> context) {
    return DecryptRequest.builder().ciphertextBlob(blob).encryptionContext(context).build();
  }

  private byte[] encrypted(KeyMetadata key) {
    return Objects.requireNonNull(
        fixture.asRoot(KmsModel.ENCRYPT, encrypt(key.keyId(), CONTEXT)).ciphertextBlob());
  }

  @Test
  void decryptsWithoutAKeyIdAndOnlyUnderTheSameContext() {
    KeyMetadata key = key();
    byte[] blob = encrypted(key);
    DecryptResponse opened = fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, CONTEXT));
    assertThat(opened.plaintext()).isEqualTo(PLAIN);
    assertThat(opened.keyId()).isEqualTo(key.arn());
    assertRefused(
        () -> fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, Map.of("purpose", "other"))),
        "InvalidCiphertextException",
        400,
        "");
    blob[blob.length - 1] ^= 1;
    assertRefused(
        () -> fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, CONTEXT)),
        "InvalidCiphertextException",
        400,
        "");
    assertRefused(
        () -> fixture.asRoot(KmsModel.DECRYPT, decrypt(new byte[] {9, 9, 9}, CONTEXT)),
        "InvalidCiphertextException",
        400,
        "");
  }

  @Test
  void tellsAnotherKeyFromTheRightOne() {
    byte[] blob = encrypted(key());
    KeyMetadata other = key();
    assertRefused(
        () ->
            fixture.asRoot(
                KmsModel.DECRYPT, decrypt(blob, CONTEXT).toBuilder().keyId(other.keyId()).build()),
        "IncorrectKeyException",
        400,
        "does not identify");
    assertRefused(
        () ->
            fixture.asRoot(
                KmsModel.ENCRYPT, encrypt("1234abcd-12ab-34cd-56ef-1234567890ab", CONTEXT)),
        "NotFoundException",
        400,
        "key/1234abcd-12ab-34cd-56ef-1234567890ab' does not exist");
    assertRefused(
        () -> fixture.asRoot(KmsModel.ENCRYPT, encrypt("alias/none", CONTEXT)),
        "NotFoundException",
        400,
        "alias/none is not found");
  }

  @Test
  void reEncryptsUnderAnotherKey() {
    byte[] blob = encrypted(key());
    KeyMetadata other = key();
    byte[] again =
        fixture
            .asRoot(
                KmsModel.RE_ENCRYPT,
                ReEncryptRequest.builder()
                    .ciphertextBlob(blob)
                    .sourceEncryptionContext(CONTEXT)
                    .destinationKeyId(other.keyId())
                    .build())
            .ciphertextBlob();
    DecryptResponse opened = fixture.asRoot(KmsModel.DECRYPT, decrypt(again, Map.of()));
    assertThat(opened.plaintext()).isEqualTo(PLAIN);
    assertThat(opened.keyId()).isEqualTo(other.arn());
  }

  @Test
  void aDisabledKeyDoesNothingAndAnEnabledOneWorksOn() {
    KeyMetadata key = key();
    byte[] blob = encrypted(key);
    fixture.asRoot(KmsModel.DISABLE_KEY, DisableKeyRequest.builder().keyId(key.keyId()).build());
    assertRefused(
        () -> fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, CONTEXT)),
        "DisabledException",
        400,
        key.arn() + " is disabled.");
    fixture.asRoot(KmsModel.ENABLE_KEY, EnableKeyRequest.builder().keyId(key.keyId()).build());
    assertThat(fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, CONTEXT)).plaintext())
        .isEqualTo(PLAIN);
  }

  @Test
  void deletionWaitsCanBeCancelledAndIsForGood() throws IOException {
    KeyMetadata key = key();
    byte[] blob = encrypted(key);
    ScheduleKeyDeletionRequest schedule =
        ScheduleKeyDeletionRequest.builder().keyId(key.keyId()).pendingWindowInDays(7).build();
    assertThat(fixture.asRoot(KmsModel.SCHEDULE_KEY_DELETION, schedule).deletionDate())
        .isEqualTo(fixture.now.plus(Duration.ofDays(7)));
    assertRefused(
        () -> fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, CONTEXT)),
        "KMSInvalidStateException",
        400,
        "is pending deletion");
    fixture.asRoot(
        KmsModel.CANCEL_KEY_DELETION,
        CancelKeyDeletionRequest.builder().keyId(key.keyId()).build());
    fixture.asRoot(KmsModel.ENABLE_KEY, EnableKeyRequest.builder().keyId(key.keyId()).build());
    fixture.asRoot(KmsModel.SCHEDULE_KEY_DELETION, schedule);
    KeyUpkeep upkeep = new KeyUpkeep(fixture.kms, () -> fixture.now);
    fixture.now = fixture.now.plus(Duration.ofDays(7)).minusSeconds(1);
    upkeep.reconcile();
    fixture.asRoot(KmsModel.DESCRIBE_KEY, DescribeKeyRequest.builder().keyId(key.keyId()).build());
    fixture.now = fixture.now.plusSeconds(1);
    upkeep.reconcile();
    assertRefused(
        () ->
            fixture.asRoot(
                KmsModel.DESCRIBE_KEY, DescribeKeyRequest.builder().keyId(key.keyId()).build()),
        "NotFoundException",
        400,
        "does not exist");
    assertRefused(
        () -> fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, CONTEXT)),
        "AccessDeniedException",
        400,
        "does not exist");
  }

  @Test
  void whatAFormerMaterialEncryptedStaysReadable() {
    KeyMetadata key = key();
    byte[] first = encrypted(key);
    fixture.asRoot(
        KmsModel.ROTATE_KEY_ON_DEMAND,
        RotateKeyOnDemandRequest.builder().keyId(key.keyId()).build());
    fixture.asRoot(
        KmsModel.ENABLE_KEY_ROTATION,
        EnableKeyRotationRequest.builder().keyId(key.keyId()).rotationPeriodInDays(90).build());
    byte[] second = encrypted(key);
    fixture.now = fixture.now.plus(Duration.ofDays(90));
    new KeyUpkeep(fixture.kms, () -> fixture.now).reconcile();
    byte[] third = encrypted(key);
    for (byte[] blob : List.of(first, second, third)) {
      assertThat(fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, CONTEXT)).plaintext())
          .isEqualTo(PLAIN);
    }
    assertThat(
            fixture
                .asRoot(
                    KmsModel.LIST_KEY_ROTATIONS,
                    ListKeyRotationsRequest.builder().keyId(key.keyId()).build())
                .rotationsOrEmpty())
        .extracting(rotation -> rotation.rotationType())
        .containsExactly("ON_DEMAND", "AUTOMATIC");
  }

  @Test
  void theKeyPolicyDecidesAlsoForTheRoot() {
    Caller ann = fixture.user("ann", "{'Effect':'Allow','Action':'kms:*','Resource':'*'}");
    KeyMetadata key = key();
    assertThat(fixture.as(ann, KmsModel.ENCRYPT, encrypt(key.keyId(), CONTEXT)).keyId())
        .isEqualTo(key.arn());
    String annOnly =
        document(
            "{'Effect':'Allow','Principal':{'AWS':'"
                + ann.arn()
                + "'},'Action':'kms:*','Resource':'*'}");
    PutKeyPolicyRequest put =
        PutKeyPolicyRequest.builder().keyId(key.keyId()).policy(annOnly).build();
    assertRefused(
        () -> fixture.asRoot(KmsModel.PUT_KEY_POLICY, put),
        "MalformedPolicyDocumentException",
        400,
        "will not allow you to update the key policy");
    fixture.as(ann, KmsModel.PUT_KEY_POLICY, put);
    assertRefused(
        () -> fixture.asRoot(KmsModel.ENCRYPT, encrypt(key.keyId(), CONTEXT)),
        "AccessDeniedException",
        400,
        "no resource-based policy allows");
    assertRefused(
        () ->
            fixture.as(
                ann, KmsModel.PUT_KEY_POLICY, put.toBuilder().policy("{\"Statement\":[]}").build()),
        "MalformedPolicyDocumentException",
        400,
        "Syntax");
  }

  @Test
  void conditionsSeeTheEncryptionContext() {
    Caller ann =
        fixture.user(
            "ann",
            "{'Effect':'Allow','Action':'kms:Decrypt','Resource':'*','Condition':"
                + "{'StringEquals':{'kms:EncryptionContext:purpose':'test'}}}");
    KeyMetadata key = key();
    byte[] blob = encrypted(key);
    byte[] without =
        fixture.asRoot(KmsModel.ENCRYPT, encrypt(key.keyId(), Map.of())).ciphertextBlob();
    assertThat(fixture.as(ann, KmsModel.DECRYPT, decrypt(blob, CONTEXT)).plaintext())
        .isEqualTo(PLAIN);
    assertRefused(
        () -> fixture.as(ann, KmsModel.DECRYPT, decrypt(without, Map.of())),
        "AccessDeniedException",
        400,
        "kms:Decrypt");
  }

  @Test
  void aGrantAllowsWhatItSaysUntilItIsRetired() {
    Caller bob = fixture.user("bob");
    KeyMetadata key = key();
    byte[] blob = encrypted(key);
    assertRefused(
        () -> fixture.as(bob, KmsModel.DECRYPT, decrypt(blob, CONTEXT)),
        "AccessDeniedException",
        400,
        "kms:Decrypt");
    CreateGrantResponse grant =
        fixture.asRoot(
            KmsModel.CREATE_GRANT,
            CreateGrantRequest.builder()
                .keyId(key.keyId())
                .granteePrincipal(bob.arn().toString())
                .retiringPrincipal(bob.arn().toString())
                .operations(List.of("Decrypt"))
                .constraints(GrantConstraints.builder().encryptionContextSubset(CONTEXT).build())
                .build());
    assertThat(fixture.as(bob, KmsModel.DECRYPT, decrypt(blob, CONTEXT)).plaintext())
        .isEqualTo(PLAIN);
    assertRefused(
        () -> fixture.as(bob, KmsModel.ENCRYPT, encrypt(key.keyId(), CONTEXT)),
        "AccessDeniedException",
        400,
        "kms:Encrypt");
    assertRefused(
        () -> fixture.as(bob, KmsModel.DECRYPT, decrypt(blob, Map.of("purpose", "other"))),
        "AccessDeniedException",
        400,
        "kms:Decrypt");
    fixture.as(
        bob,
        KmsModel.RETIRE_GRANT,
        RetireGrantRequest.builder().grantToken(grant.grantToken()).build());
    assertRefused(
        () -> fixture.as(bob, KmsModel.DECRYPT, decrypt(blob, CONTEXT)),
        "AccessDeniedException",
        400,
        "kms:Decrypt");
  }

  @Test
  void whoWasGrantedToGrantHandsOnNoMoreThanThat() {
    Caller bob = fixture.user("bob");
    Caller eve = fixture.user("eve");
    KeyMetadata key = key();
    CreateGrantRequest toBob =
        CreateGrantRequest.builder()
            .keyId(key.keyId())
            .granteePrincipal(bob.arn().toString())
            .operations(List.of("CreateGrant", "Decrypt"))
            .build();
    fixture.asRoot(KmsModel.CREATE_GRANT, toBob);
    CreateGrantRequest toEve =
        toBob.toBuilder()
            .granteePrincipal(eve.arn().toString())
            .operations(List.of("Decrypt"))
            .build();
    fixture.as(bob, KmsModel.CREATE_GRANT, toEve);
    assertThat(fixture.as(eve, KmsModel.DECRYPT, decrypt(encrypted(key), CONTEXT)).plaintext())
        .isEqualTo(PLAIN);
    assertRefused(
        () ->
            fixture.as(
                bob,
                KmsModel.CREATE_GRANT,
                toEve.toBuilder().operations(List.of("Encrypt")).build()),
        "AccessDeniedException",
        400,
        "kms:CreateGrant");
    assertRefused(
        () ->
            fixture.asRoot(
                KmsModel.CREATE_GRANT, toBob.toBuilder().operations(List.of("Sign")).build()),
        "ValidationException",
        400,
        "Sign");
  }

  @Test
  void anotherAccountNeedsTheKeyPolicy() {
    KeyMetadata key = key();
    assertRefused(
        () -> fixture.asOther(KmsModel.ENCRYPT, encrypt(key.arn(), CONTEXT)),
        "AccessDeniedException",
        400,
        "kms:Encrypt");
    String both =
        document(
            "{'Effect':'Allow','Principal':{'AWS':['arn:aws:iam::"
                + KeyFixture.ACCOUNT
                + ":root','arn:aws:iam::"
                + KeyFixture.OTHER_ACCOUNT
                + ":root']},'Action':'kms:*','Resource':'*'}");
    fixture.asRoot(
        KmsModel.PUT_KEY_POLICY,
        PutKeyPolicyRequest.builder().keyId(key.keyId()).policy(both).build());
    byte[] blob = fixture.asOther(KmsModel.ENCRYPT, encrypt(key.arn(), CONTEXT)).ciphertextBlob();
    assertThat(fixture.asOther(KmsModel.DECRYPT, decrypt(blob, CONTEXT)).plaintext())
        .isEqualTo(PLAIN);
  }

  @Test
  void aliasesNameKeysAndAwsOnesAreMadeAtFirstUse() {
    KeyMetadata key = key();
    fixture.asRoot(
        KmsModel.CREATE_ALIAS,
        CreateAliasRequest.builder().aliasName("alias/app").targetKeyId(key.keyId()).build());
    assertThat(fixture.asRoot(KmsModel.ENCRYPT, encrypt("alias/app", CONTEXT)).keyId())
        .isEqualTo(key.arn());
    KeyMetadata managed =
        Objects.requireNonNull(
            fixture
                .asRoot(
                    KmsModel.DESCRIBE_KEY,
                    DescribeKeyRequest.builder().keyId("alias/aws/ssm").build())
                .keyMetadata());
    assertThat(managed.keyManager()).isEqualTo("AWS");
    assertRefused(
        () -> fixture.asRoot(KmsModel.ENCRYPT, encrypt("alias/aws/ssm", CONTEXT)),
        "AccessDeniedException",
        400,
        "kms:Encrypt");
    assertThat(
            fixture
                .asRoot(KmsModel.LIST_ALIASES, ListAliasesRequest.builder().build())
                .aliasesOrEmpty())
        .extracting(alias -> alias.aliasName())
        .containsExactly("alias/app", "alias/aws/ssm");
    assertRefused(
        () ->
            fixture.asRoot(
                KmsModel.CREATE_ALIAS,
                CreateAliasRequest.builder()
                    .aliasName("alias/app")
                    .targetKeyId(key.keyId())
                    .build()),
        "AlreadyExistsException",
        400,
        "alias/app already exists");
  }

  @Test
  void signsAndAuthenticates() {
    KeyMetadata pair =
        key(CreateKeyRequest.builder().keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY").build());
    byte[] signature =
        fixture
            .asRoot(
                KmsModel.SIGN,
                SignRequest.builder()
                    .keyId(pair.keyId())
                    .message(PLAIN)
                    .signingAlgorithm("ECDSA_SHA_256")
                    .build())
            .signature();
    VerifyRequest verify =
        VerifyRequest.builder()
            .keyId(pair.keyId())
            .message(PLAIN)
            .signature(signature)
            .signingAlgorithm("ECDSA_SHA_256")
            .build();
    assertThat(fixture.asRoot(KmsModel.VERIFY, verify).signatureValid()).isTrue();
    assertRefused(
        () -> fixture.asRoot(KmsModel.VERIFY, verify.toBuilder().message(new byte[] {1}).build()),
        "KMSInvalidSignatureException",
        400,
        "");
    assertRefused(
        () -> fixture.asRoot(KmsModel.ENCRYPT, encrypt(pair.keyId(), CONTEXT)),
        "InvalidKeyUsageException",
        400,
        "SIGN_VERIFY");
    KeyMetadata code =
        key(CreateKeyRequest.builder().keySpec("HMAC_256").keyUsage("GENERATE_VERIFY_MAC").build());
    byte[] mac =
        fixture
            .asRoot(
                KmsModel.GENERATE_MAC,
                GenerateMacRequest.builder()
                    .keyId(code.keyId())
                    .message(PLAIN)
                    .macAlgorithm("HMAC_SHA_256")
                    .build())
            .mac();
    VerifyMacRequest check =
        VerifyMacRequest.builder()
            .keyId(code.keyId())
            .message(PLAIN)
            .macAlgorithm("HMAC_SHA_256")
            .mac(mac)
            .build();
    assertThat(fixture.asRoot(KmsModel.VERIFY_MAC, check).macValid()).isTrue();
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    assertRefused(
        () -> key(CreateKeyRequest.builder().keySpec("SM2").keyUsage("SIGN_VERIFY").build()),
        "UnsupportedOperationException",
        400,
        "SM2");
    assertRefused(
        () -> key(CreateKeyRequest.builder().multiRegion(true).build()),
        "UnsupportedOperation",
        400,
        "MultiRegion");
  }

  @Test
  void materialIsSealedAndSurvivesARestart() throws IOException {
    KeyMetadata key = key();
    byte[] blob = encrypted(key);
    GenerateDataKeyResponse data =
        fixture.asRoot(
            KmsModel.GENERATE_DATA_KEY,
            GenerateDataKeyRequest.builder().keyId(key.keyId()).keySpec("AES_256").build());
    fixture.close();
    String plain = Base64.getEncoder().encodeToString(data.plaintext());
    fixture.assertNotStored(new String(PLAIN, StandardCharsets.UTF_8), plain);
    fixture = new KeyFixture(directory);
    assertThat(fixture.asRoot(KmsModel.DECRYPT, decrypt(blob, CONTEXT)).plaintext())
        .isEqualTo(PLAIN);
    assertThat(
            fixture.asRoot(KmsModel.DECRYPT, decrypt(data.ciphertextBlob(), Map.of())).plaintext())
        .isEqualTo(data.plaintext());
  }
}
