package croft.services.ssm;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.kms.CreateKeyRequest;
import croft.api.kms.DisableKeyRequest;
import croft.api.kms.KmsModel;
import croft.api.ssm.AddTagsToResourceRequest;
import croft.api.ssm.DeleteParametersRequest;
import croft.api.ssm.DescribeParametersRequest;
import croft.api.ssm.GetParameterHistoryRequest;
import croft.api.ssm.GetParameterRequest;
import croft.api.ssm.GetParametersByPathRequest;
import croft.api.ssm.GetParametersRequest;
import croft.api.ssm.GetParametersResult;
import croft.api.ssm.LabelParameterVersionRequest;
import croft.api.ssm.LabelParameterVersionResult;
import croft.api.ssm.ListTagsForResourceRequest;
import croft.api.ssm.Parameter;
import croft.api.ssm.ParameterStringFilter;
import croft.api.ssm.PutParameterRequest;
import croft.api.ssm.SsmModel;
import croft.api.ssm.Tag;
import croft.base.Caller;
import croft.services.keys.KeyFixture;
import croft.services.ssm.parameter.ParameterUpkeep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterStoreTest {
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

  private static PutParameterRequest.Builder put(String name, String type, String value) {
    return PutParameterRequest.builder().name(name).type(type).value(value);
  }

  private long put(PutParameterRequest.Builder request) {
    return Objects.requireNonNull(
        fixture.asRoot(SsmModel.PUT_PARAMETER, request.build()).version());
  }

  private Parameter get(String name) {
    return Objects.requireNonNull(
        fixture
            .asRoot(
                SsmModel.GET_PARAMETER,
                GetParameterRequest.builder().name(name).withDecryption(true).build())
            .parameter());
  }

  @Test
  void keepsVersionsAndFindsThemBySelector() {
    assertThat(put(put("/app/url", "String", "one"))).isEqualTo(1);
    assertRefused(
        () -> put(put("/app/url", "String", "two")),
        "ParameterAlreadyExists",
        400,
        "already exists");
    assertThat(put(put("/app/url", "String", "two").overwrite(true))).isEqualTo(2);
    LabelParameterVersionResult labels =
        fixture.asRoot(
            SsmModel.LABEL_PARAMETER_VERSION,
            LabelParameterVersionRequest.builder()
                .name("/app/url")
                .parameterVersion(1L)
                .labels(List.of("live", "1bad", "awsbad"))
                .build());
    assertThat(labels.invalidLabelsOrEmpty()).containsExactly("1bad", "awsbad");
    assertThat(get("/app/url").value()).isEqualTo("two");
    assertThat(get("/app/url:1").value()).isEqualTo("one");
    assertThat(get("/app/url:live").value()).isEqualTo("one");
    assertThat(get("/app/url:live").selector()).isEqualTo(":live");
    assertThat(get("arn:aws:ssm:us-west-2:123456789012:parameter/app/url").version()).isEqualTo(2L);
    assertRefused(() -> get("/app/url:9"), "ParameterVersionNotFound", 400, "version 9");
    assertRefused(() -> get("/app/none"), "ParameterNotFound", 400, "");
    assertThat(
            fixture
                .asRoot(
                    SsmModel.GET_PARAMETER_HISTORY,
                    GetParameterHistoryRequest.builder().name("/app/url").build())
                .parametersOrEmpty())
        .extracting(version -> version.value())
        .containsExactly("one", "two");
  }

  @Test
  void ofAHundredVersionsTheOldestGoesUnlessItIsLabelled() {
    put(put("many", "String", "1"));
    for (int i = 2; i <= 101; i++) {
      put(put("many", "String", Integer.toString(i)).overwrite(true));
    }
    assertRefused(() -> get("many:1"), "ParameterVersionNotFound", 400, "version 1");
    fixture.asRoot(
        SsmModel.LABEL_PARAMETER_VERSION,
        LabelParameterVersionRequest.builder()
            .name("many")
            .parameterVersion(2L)
            .labels(List.of("kept"))
            .build());
    assertRefused(
        () -> put(put("many", "String", "102").overwrite(true)),
        "ParameterMaxVersionLimitExceeded",
        400,
        "Version 2, the oldest version");
  }

  @Test
  void secureStringsAreEncryptedAsTheCaller() throws IOException {
    put(put("/app/password", "SecureString", "correct horse"));
    put(put("/app/long", "SecureString", "battery".repeat(700)).tier("Advanced"));
    put(put("/app/plain", "String", "staple plain"));
    assertThat(get("/app/password").value()).isEqualTo("correct horse");
    assertThat(get("/app/long").value()).isEqualTo("battery".repeat(700));
    Parameter closed =
        Objects.requireNonNull(
            fixture
                .asRoot(
                    SsmModel.GET_PARAMETER,
                    GetParameterRequest.builder().name("/app/password").build())
                .parameter());
    assertThat(closed.value()).isNotEqualTo("correct horse").isBase64();
    Caller reader =
        fixture.user("reader", "{'Effect':'Allow','Action':'ssm:GetParameter','Resource':'*'}");
    assertThat(
            fixture
                .as(
                    reader,
                    SsmModel.GET_PARAMETER,
                    GetParameterRequest.builder()
                        .name("/app/password")
                        .withDecryption(true)
                        .build())
                .parameter())
        .as("the managed key lets everybody of the account use it through this service")
        .isNotNull();
    fixture.close();
    fixture.assertNotStored("correct horse", "batterybattery", "staple plain");
    fixture = new KeyFixture(directory);
    assertThat(get("/app/password").value()).isEqualTo("correct horse");
    assertThat(get("/app/plain").value()).isEqualTo("staple plain");
  }

  @Test
  void aKeyOfOnesOwnMustAllowTheReader() {
    String keyId =
        Objects.requireNonNull(
            Objects.requireNonNull(
                    fixture
                        .asRoot(KmsModel.CREATE_KEY, CreateKeyRequest.builder().build())
                        .keyMetadata())
                .keyId());
    put(put("/app/own", "SecureString", "value").keyId(keyId));
    Caller reader =
        fixture.user("reader", "{'Effect':'Allow','Action':'ssm:GetParameter','Resource':'*'}");
    GetParameterRequest request =
        GetParameterRequest.builder().name("/app/own").withDecryption(true).build();
    assertRefused(
        () -> fixture.as(reader, SsmModel.GET_PARAMETER, request),
        "AccessDeniedException",
        400,
        "kms:Decrypt");
    fixture.asRoot(KmsModel.DISABLE_KEY, DisableKeyRequest.builder().keyId(keyId).build());
    assertRefused(() -> get("/app/own"), "InvalidKeyId", 400, "is disabled");
    assertRefused(
        () -> put(put("/app/other", "SecureString", "value").keyId("alias/none")),
        "InvalidKeyId",
        400,
        "alias/none");
  }

  @Test
  void namesValuesAndPatternsAreChecked() {
    assertRefused(
        () -> put(put("aws-name", "String", "v")), "ValidationException", 400, "can't be prefixed");
    assertRefused(
        () -> put(put("/aws/name", "String", "v")), "AccessDeniedException", 400, "reserved");
    assertRefused(
        () -> put(put("a/b", "String", "v")), "ValidationException", 400, "fully qualified");
    assertRefused(
        () -> put(put("/a".repeat(16), "String", "v")),
        "HierarchyLevelLimitExceededException",
        400,
        "15");
    assertRefused(
        () -> put(put("big", "String", "x".repeat(4097))), "ValidationException", 400, "4096");
    assertThat(
            fixture
                .asRoot(
                    SsmModel.PUT_PARAMETER,
                    put("big", "String", "x".repeat(4097)).tier("Intelligent-Tiering").build())
                .tier())
        .isEqualTo("Advanced");
    assertRefused(
        () -> put(put("port", "String", "http").allowedPattern("^\\d+$")),
        "ParameterPatternMismatchException",
        400,
        "allowedPattern");
    assertRefused(
        () -> put(put("evil", "String", "a".repeat(40) + "!").allowedPattern("^(a+)+\\1b$")),
        "InvalidAllowedPatternException",
        400,
        "regular expression");
    assertRefused(
        () -> put(PutParameterRequest.builder().name("untyped").value("v")),
        "ValidationException",
        400,
        "type is required");
  }

  @Test
  void pathsAreReadByLevelOrWhole() {
    for (String name : List.of("/a/x", "/a/b/y", "/a/b/c/z", "/ab/w")) {
      put(put(name, "String", name));
    }
    GetParametersByPathRequest path = GetParametersByPathRequest.builder().path("/a").build();
    assertThat(fixture.asRoot(SsmModel.GET_PARAMETERS_BY_PATH, path).parametersOrEmpty())
        .extracting(Parameter::name)
        .containsExactly("/a/x");
    assertThat(
            fixture
                .asRoot(SsmModel.GET_PARAMETERS_BY_PATH, path.toBuilder().recursive(true).build())
                .parametersOrEmpty())
        .extracting(Parameter::name)
        .containsExactly("/a/b/c/z", "/a/b/y", "/a/x");
    Caller reader =
        fixture.user(
            "reader",
            "{'Effect':'Allow','Action':'ssm:GetParametersByPath',"
                + "'Resource':'arn:aws:ssm:*:*:parameter/a'}");
    fixture.as(reader, SsmModel.GET_PARAMETERS_BY_PATH, path);
    assertRefused(
        () ->
            fixture.as(
                reader, SsmModel.GET_PARAMETERS_BY_PATH, path.toBuilder().path("/ab").build()),
        "AccessDeniedException",
        400,
        "parameter/ab");
  }

  @Test
  void severalAreReadTaggedFilteredAndDeleted() {
    put(put("one", "String", "1"));
    put(put("two", "StringList", "2,3").tags(List.of(Tag.builder().key("k").value("v").build())));
    GetParametersResult both =
        fixture.asRoot(
            SsmModel.GET_PARAMETERS,
            GetParametersRequest.builder().names(List.of("one", "two", "three")).build());
    assertThat(both.parametersOrEmpty()).hasSize(2);
    assertThat(both.invalidParametersOrEmpty()).containsExactly("three");
    fixture.asRoot(
        SsmModel.ADD_TAGS_TO_RESOURCE,
        AddTagsToResourceRequest.builder()
            .resourceType("Parameter")
            .resourceId("two")
            .tags(List.of(Tag.builder().key("l").value("w").build()))
            .build());
    assertThat(
            fixture
                .asRoot(
                    SsmModel.LIST_TAGS_FOR_RESOURCE,
                    ListTagsForResourceRequest.builder()
                        .resourceType("Parameter")
                        .resourceId("two")
                        .build())
                .tagListOrEmpty())
        .extracting(Tag::key)
        .containsExactly("k", "l");
    ParameterStringFilter tagged =
        ParameterStringFilter.builder().key("tag:k").values(List.of("v")).build();
    assertThat(
            fixture
                .asRoot(
                    SsmModel.DESCRIBE_PARAMETERS,
                    DescribeParametersRequest.builder().parameterFilters(List.of(tagged)).build())
                .parametersOrEmpty())
        .extracting(found -> found.name())
        .containsExactly("two");
    assertThat(
            fixture
                .asRoot(
                    SsmModel.DELETE_PARAMETERS,
                    DeleteParametersRequest.builder().names(List.of("one", "none")).build())
                .invalidParametersOrEmpty())
        .containsExactly("none");
  }

  @Test
  void anExpiredParameterIsDeleted() {
    String policies =
        "[{\"Type\":\"Expiration\",\"Version\":\"1.0\",\"Attributes\":{\"Timestamp\":\""
            + fixture.now.plus(Duration.ofHours(1))
            + "\"}}]";
    put(put("brief", "String", "v").tier("Advanced").policies(policies));
    assertRefused(
        () ->
            put(
                put("told", "String", "v")
                    .tier("Advanced")
                    .policies(policies.replace("Expiration", "NoChangeNotification"))),
        "UnsupportedOperation",
        400,
        "NoChangeNotification");
    ParameterUpkeep upkeep = new ParameterUpkeep(fixture.ssm, () -> fixture.now);
    upkeep.reconcile();
    assertThat(get("brief").value()).isEqualTo("v");
    fixture.now = fixture.now.plus(Duration.ofHours(1));
    upkeep.reconcile();
    assertRefused(() -> get("brief"), "ParameterNotFound", 400, "");
  }
}
