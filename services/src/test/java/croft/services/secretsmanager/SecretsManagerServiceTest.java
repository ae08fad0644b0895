package croft.services.secretsmanager;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.iam.IamFixture.document;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.kms.CreateKeyRequest;
import croft.api.kms.KmsModel;
import croft.api.kms.PutKeyPolicyRequest;
import croft.api.secretsmanager.BatchGetSecretValueRequest;
import croft.api.secretsmanager.BatchGetSecretValueResponse;
import croft.api.secretsmanager.CreateSecretRequest;
import croft.api.secretsmanager.CreateSecretResponse;
import croft.api.secretsmanager.DeleteSecretRequest;
import croft.api.secretsmanager.DescribeSecretRequest;
import croft.api.secretsmanager.DescribeSecretResponse;
import croft.api.secretsmanager.Filter;
import croft.api.secretsmanager.GetRandomPasswordRequest;
import croft.api.secretsmanager.GetSecretValueRequest;
import croft.api.secretsmanager.GetSecretValueResponse;
import croft.api.secretsmanager.ListSecretsRequest;
import croft.api.secretsmanager.PutResourcePolicyRequest;
import croft.api.secretsmanager.PutSecretValueRequest;
import croft.api.secretsmanager.ReplicaRegionType;
import croft.api.secretsmanager.RestoreSecretRequest;
import croft.api.secretsmanager.SecretsmanagerModel;
import croft.api.secretsmanager.UpdateSecretRequest;
import croft.api.secretsmanager.UpdateSecretVersionStageRequest;
import croft.base.Caller;
import croft.services.keys.KeyFixture;
import croft.services.secretsmanager.secret.SecretUpkeep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsManagerServiceTest {
  private static final String TOKEN = "11111111-1111-1111-1111-111111111111";
  private static final String NEXT = "22222222-2222-2222-2222-222222222222";

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

  private CreateSecretResponse create(String name, String value) {
    return fixture.asRoot(
        SecretsmanagerModel.CREATE_SECRET,
        CreateSecretRequest.builder()
            .name(name)
            .secretString(value)
            .clientRequestToken(TOKEN)
            .build());
  }

  private static GetSecretValueRequest get(@Nullable String id) {
    return GetSecretValueRequest.builder().secretId(id).build();
  }

  private GetSecretValueResponse value(@Nullable String id) {
    return fixture.asRoot(SecretsmanagerModel.GET_SECRET_VALUE, get(id));
  }

  private DescribeSecretResponse describe(String id) {
    return fixture.asRoot(
        SecretsmanagerModel.DESCRIBE_SECRET, DescribeSecretRequest.builder().secretId(id).build());
  }

  private static PutSecretValueRequest put(String id, String token, String value) {
    return PutSecretValueRequest.builder()
        .secretId(id)
        .clientRequestToken(token)
        .secretString(value)
        .build();
  }

  @Test
  void isFoundByNameArnAndArnWithoutSuffix() {
    CreateSecretResponse made = create("app/db", "tiger");
    String arn = Objects.requireNonNull(made.arn());
    assertThat(arn).matches(".*:secret:app/db-[A-Za-z0-9]{6}");
    assertThat(value("app/db").secretString()).isEqualTo("tiger");
    assertThat(value(arn).versionId()).isEqualTo(TOKEN);
    assertThat(value(arn.substring(0, arn.length() - 7)).versionStagesOrEmpty())
        .containsExactly("AWSCURRENT");
    assertRefused(() -> value("none"), "ResourceNotFoundException", 400, "can't find");
  }

  @Test
  void repeatedRequestsAreOneAndOthersAreRefused() {
    String arn = create("app/db", "tiger").arn();
    assertThat(create("app/db", "tiger").arn()).isEqualTo(arn);
    assertRefused(() -> create("app/db", "lion"), "ResourceExistsException", 400, "already exists");
    fixture.asRoot(SecretsmanagerModel.PUT_SECRET_VALUE, put("app/db", NEXT, "lion"));
    fixture.asRoot(SecretsmanagerModel.PUT_SECRET_VALUE, put("app/db", NEXT, "lion"));
    assertRefused(
        () -> fixture.asRoot(SecretsmanagerModel.PUT_SECRET_VALUE, put("app/db", NEXT, "cat")),
        "ResourceExistsException",
        400,
        "already in use");
  }

  @Test
  void stagesMoveAndThePreviousValueStays() {
    create("app/db", "one");
    fixture.asRoot(SecretsmanagerModel.PUT_SECRET_VALUE, put("app/db", NEXT, "two"));
    assertThat(value("app/db").secretString()).isEqualTo("two");
    GetSecretValueRequest previous = get("app/db").toBuilder().versionStage("AWSPREVIOUS").build();
    assertThat(fixture.asRoot(SecretsmanagerModel.GET_SECRET_VALUE, previous).secretString())
        .isEqualTo("one");
    UpdateSecretVersionStageRequest back =
        UpdateSecretVersionStageRequest.builder()
            .secretId("app/db")
            .versionStage("AWSCURRENT")
            .moveToVersionId(TOKEN)
            .build();
    assertRefused(
        () -> fixture.asRoot(SecretsmanagerModel.UPDATE_SECRET_VERSION_STAGE, back),
        "InvalidParameterException",
        400,
        "RemoveFromVersionId can't be empty");
    fixture.asRoot(
        SecretsmanagerModel.UPDATE_SECRET_VERSION_STAGE,
        back.toBuilder().removeFromVersionId(NEXT).build());
    assertThat(describe("app/db").versionIdsToStages())
        .containsEntry(TOKEN, List.of("AWSCURRENT"))
        .containsEntry(NEXT, List.of("AWSPREVIOUS"));
    fixture.asRoot(
        SecretsmanagerModel.PUT_SECRET_VALUE,
        put("app/db", "33333333-3333-3333-3333-333333333333", "three").toBuilder()
            .versionStages(List.of("AWSPENDING"))
            .build());
    assertThat(value("app/db").secretString()).isEqualTo("one");
  }

  @Test
  void deletionWaitsCanBeUndoneAndIsForGood() {
    create("app/db", "one");
    DeleteSecretRequest delete =
        DeleteSecretRequest.builder().secretId("app/db").recoveryWindowInDays(7L).build();
    fixture.asRoot(SecretsmanagerModel.DELETE_SECRET, delete);
    assertRefused(() -> value("app/db"), "InvalidRequestException", 400, "marked for deletion");
    assertRefused(
        () -> create("app/db", "two"), "InvalidRequestException", 400, "already scheduled");
    fixture.asRoot(
        SecretsmanagerModel.RESTORE_SECRET,
        RestoreSecretRequest.builder().secretId("app/db").build());
    assertThat(value("app/db").secretString()).isEqualTo("one");
    fixture.asRoot(SecretsmanagerModel.DELETE_SECRET, delete);
    SecretUpkeep upkeep = new SecretUpkeep(fixture.secrets, () -> fixture.now);
    upkeep.reconcile();
    assertThat(describe("app/db").deletedDate()).isEqualTo(fixture.now);
    fixture.now = fixture.now.plus(Duration.ofDays(7));
    upkeep.reconcile();
    assertRefused(() -> describe("app/db"), "ResourceNotFoundException", 400, "can't find");
    create("app/db", "two");
    fixture.asRoot(
        SecretsmanagerModel.DELETE_SECRET,
        DeleteSecretRequest.builder().secretId("app/db").forceDeleteWithoutRecovery(true).build());
    create("app/db", "three");
    assertThat(value("app/db").secretString()).isEqualTo("three");
  }

  @Test
  void anotherAccountNeedsThePolicyOfTheSecretAndOfItsKey() {
    String keyArn =
        Objects.requireNonNull(
            Objects.requireNonNull(
                    fixture
                        .asRoot(KmsModel.CREATE_KEY, CreateKeyRequest.builder().build())
                        .keyMetadata())
                .arn());
    String arn =
        fixture
            .asRoot(
                SecretsmanagerModel.CREATE_SECRET,
                CreateSecretRequest.builder()
                    .name("shared")
                    .secretString("value")
                    .kmsKeyId(keyArn)
                    .build())
            .arn();
    GetSecretValueRequest get = get(arn);
    assertRefused(
        () -> fixture.asOther(SecretsmanagerModel.GET_SECRET_VALUE, get),
        "AccessDeniedException",
        400,
        "secretsmanager:GetSecretValue");
    String roots =
        "'Principal':{'AWS':['arn:aws:iam::123456789012:root','arn:aws:iam::210987654321:root']}";
    fixture.asRoot(
        SecretsmanagerModel.PUT_RESOURCE_POLICY,
        PutResourcePolicyRequest.builder()
            .secretId("shared")
            .resourcePolicy(
                document(
                    "{'Effect':'Allow',"
                        + roots
                        + ",'Action':'secretsmanager:GetSecretValue','Resource':'*'}"))
            .blockPublicPolicy(true)
            .build());
    assertRefused(
        () -> fixture.asOther(SecretsmanagerModel.GET_SECRET_VALUE, get),
        "AccessDeniedException",
        400,
        "Access to KMS is not allowed");
    fixture.asRoot(
        KmsModel.PUT_KEY_POLICY,
        PutKeyPolicyRequest.builder()
            .keyId(keyArn)
            .policy(document("{'Effect':'Allow'," + roots + ",'Action':'kms:*','Resource':'*'}"))
            .build());
    assertThat(fixture.asOther(SecretsmanagerModel.GET_SECRET_VALUE, get).secretString())
        .isEqualTo("value");
    assertRefused(
        () ->
            fixture.asRoot(
                SecretsmanagerModel.PUT_RESOURCE_POLICY,
                PutResourcePolicyRequest.builder()
                    .secretId("shared")
                    .resourcePolicy(
                        document("{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}"))
                    .blockPublicPolicy(true)
                    .build()),
        "PublicPolicyException",
        400,
        "broad access");
  }

  @Test
  void aBatchTellsTheDeniedOnesApart() {
    create("open", "one");
    fixture.asRoot(
        SecretsmanagerModel.CREATE_SECRET,
        CreateSecretRequest.builder().name("shut").secretString("two").build());
    Caller reader =
        fixture.user(
            "reader",
            "{'Effect':'Allow','Action':'secretsmanager:BatchGetSecretValue','Resource':'*'}",
            "{'Effect':'Allow','Action':'secretsmanager:GetSecretValue',"
                + "'Resource':'arn:aws:secretsmanager:*:*:secret:open-??????'}");
    BatchGetSecretValueResponse batch =
        fixture.as(
            reader,
            SecretsmanagerModel.BATCH_GET_SECRET_VALUE,
            BatchGetSecretValueRequest.builder()
                .secretIdList(List.of("open", "shut", "none"))
                .build());
    assertThat(batch.secretValuesOrEmpty())
        .extracting(found -> found.secretString())
        .containsExactly("one");
    assertThat(batch.errorsOrEmpty())
        .extracting(error -> error.errorCode())
        .containsExactly("AccessDeniedException", "AccessDeniedException");
  }

  @Test
  void listsByFilter() {
    create("prod/db", "one");
    fixture.asRoot(
        SecretsmanagerModel.CREATE_SECRET,
        CreateSecretRequest.builder().name("test/db").description("Of the tests").build());
    Filter named = Filter.builder().key("name").values(List.of("!prod")).build();
    assertThat(
            fixture
                .asRoot(
                    SecretsmanagerModel.LIST_SECRETS,
                    ListSecretsRequest.builder().filters(List.of(named)).build())
                .secretListOrEmpty())
        .extracting(secret -> secret.name())
        .containsExactly("test/db");
    Filter words = Filter.builder().key("description").values(List.of("TEST")).build();
    assertThat(
            fixture
                .asRoot(
                    SecretsmanagerModel.LIST_SECRETS,
                    ListSecretsRequest.builder().filters(List.of(words)).build())
                .secretListOrEmpty())
        .hasSize(1);
  }

  @Test
  void replicationIsRefusedByNameAndPasswordsAreAsAsked() {
    assertRefused(
        () ->
            fixture.asRoot(
                SecretsmanagerModel.CREATE_SECRET,
                CreateSecretRequest.builder()
                    .name("far")
                    .addReplicaRegions(
                        List.of(ReplicaRegionType.builder().region("eu-west-1").build()))
                    .build()),
        "UnsupportedOperation",
        400,
        "AddReplicaRegions");
    String password =
        fixture
            .asRoot(
                SecretsmanagerModel.GET_RANDOM_PASSWORD,
                GetRandomPasswordRequest.builder()
                    .passwordLength(20L)
                    .excludePunctuation(true)
                    .excludeCharacters("abc")
                    .build())
            .randomPassword();
    assertThat(password).matches("[d-zA-Z0-9]{20}").containsPattern("[0-9]");
  }

  @Test
  void valuesAreEncryptedAndSurviveARestartAndAnotherKey() throws IOException {
    create("app/db", "correct horse battery");
    String keyArn =
        Objects.requireNonNull(
                fixture
                    .asRoot(KmsModel.CREATE_KEY, CreateKeyRequest.builder().build())
                    .keyMetadata())
            .arn();
    fixture.asRoot(
        SecretsmanagerModel.UPDATE_SECRET,
        UpdateSecretRequest.builder().secretId("app/db").kmsKeyId(keyArn).build());
    fixture.close();
    fixture.assertNotStored("correct horse battery");
    fixture = new KeyFixture(directory);
    assertThat(value("app/db").secretString()).isEqualTo("correct horse battery");
    assertThat(describe("app/db").kmsKeyId()).isEqualTo(keyArn);
  }
}
