package croft.services.iam;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.iam.IamFixture.document;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.AccessKey;
import croft.api.iam.CreateAccessKeyRequest;
import croft.api.iam.CreateUserRequest;
import croft.api.iam.DeleteAccessKeyRequest;
import croft.api.iam.DeleteUserPolicyRequest;
import croft.api.iam.DeleteUserRequest;
import croft.api.iam.GetAccessKeyLastUsedRequest;
import croft.api.iam.GetUserPolicyRequest;
import croft.api.iam.GetUserRequest;
import croft.api.iam.IamModel;
import croft.api.iam.ListAccessKeysRequest;
import croft.api.iam.ListUserPoliciesRequest;
import croft.api.iam.ListUserTagsRequest;
import croft.api.iam.ListUsersRequest;
import croft.api.iam.ListUsersResponse;
import croft.api.iam.PutUserPolicyRequest;
import croft.api.iam.Tag;
import croft.api.iam.TagUserRequest;
import croft.api.iam.UntagUserRequest;
import croft.api.iam.UpdateAccessKeyRequest;
import croft.api.iam.UpdateUserRequest;
import croft.api.iam.User;
import croft.base.Caller;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserOperationsTest {
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

  @Test
  void makesShowsAndDeletesAUser() {
    User made =
        Objects.requireNonNull(
            iam.asRoot(
                    IamModel.CREATE_USER,
                    CreateUserRequest.builder()
                        .userName("Ann")
                        .path("/dev/")
                        .tags(List.of(tag("team", "red")))
                        .build())
                .user());
    assertThat(made.arn()).isEqualTo("arn:aws:iam::123456789012:user/dev/Ann");
    assertThat(made.userId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(made.createDate()).isEqualTo(IamFixture.START);
    User shown = get("Ann");
    assertThat(shown).isEqualTo(made);
    assertThat(shown.tags()).containsExactly(tag("team", "red"));
    iam.asRoot(IamModel.DELETE_USER, DeleteUserRequest.builder().userName("Ann").build());
    assertRefused(() -> get("Ann"), "NoSuchEntity", 404, "The user with name Ann cannot be found.");
  }

  @Test
  void keepsNamesUniqueWithoutCase() {
    create("Ann");
    assertRefused(
        () -> create("ann"), "EntityAlreadyExists", 409, "User with name ann already exists.");
  }

  @Test
  void listsInPagesByPath() {
    IntStream.range(0, 5).forEach(i -> create("u" + i));
    List<String> names = new ArrayList<>();
    String marker = null;
    do {
      ListUsersResponse page =
          iam.asRoot(
              IamModel.LIST_USERS, ListUsersRequest.builder().maxItems(2).marker(marker).build());
      page.usersOrEmpty().forEach(user -> names.add(user.userName()));
      assertThat(page.isTruncated()).isEqualTo(page.marker() != null);
      marker = page.marker();
    } while (marker != null);
    assertThat(names).containsExactly("u0", "u1", "u2", "u3", "u4");
    assertThat(
            iam.asRoot(IamModel.LIST_USERS, ListUsersRequest.builder().pathPrefix("/x/").build())
                .usersOrEmpty())
        .isEmpty();
    assertRefused(
        () -> iam.asRoot(IamModel.LIST_USERS, ListUsersRequest.builder().marker("forged").build()),
        "ValidationError",
        400,
        "Invalid Marker");
  }

  @Test
  void keepsKeysPoliciesAndRightsThroughARename() {
    AccessKey key = iam.user("ann", ALLOW_ALL);
    iam.asRoot(
        IamModel.UPDATE_USER,
        UpdateUserRequest.builder().userName("ann").newUserName("anna").newPath("/x/").build());
    Caller renamed = iam.caller(key);
    assertThat(renamed.arn()).hasToString("arn:aws:iam::123456789012:user/x/anna");
    assertThat(
            Objects.requireNonNull(
                    iam.as(renamed, IamModel.GET_USER, GetUserRequest.builder().build()).user())
                .userName())
        .isEqualTo("anna");
    assertRefused(() -> get("ann"), "NoSuchEntity", 404, "ann");
  }

  @Test
  void refusesToDeleteAUserThatStillHasKeysOrPolicies() {
    AccessKey key = iam.user("ann", ALLOW_ALL);
    DeleteUserRequest delete = DeleteUserRequest.builder().userName("ann").build();
    assertRefused(
        () -> iam.asRoot(IamModel.DELETE_USER, delete),
        "DeleteConflict",
        409,
        "Cannot delete entity, must delete access keys first.");
    iam.asRoot(
        IamModel.DELETE_ACCESS_KEY,
        DeleteAccessKeyRequest.builder().userName("ann").accessKeyId(key.accessKeyId()).build());
    assertRefused(
        () -> iam.asRoot(IamModel.DELETE_USER, delete),
        "DeleteConflict",
        409,
        "Cannot delete entity, must delete policies first.");
    iam.asRoot(
        IamModel.DELETE_USER_POLICY,
        DeleteUserPolicyRequest.builder().userName("ann").policyName("inline").build());
    iam.asRoot(IamModel.DELETE_USER, delete);
  }

  @Test
  void putsShowsAndChecksInlinePolicies() {
    create("ann");
    String document = document(ALLOW_ALL.replace("'Action':'*'", "'Action':'ec2:Describe*'"));
    put("ann", "p one", document);
    var shown =
        iam.asRoot(
            IamModel.GET_USER_POLICY,
            GetUserPolicyRequest.builder().userName("ann").policyName("p one").build());
    String encoded = Objects.requireNonNull(shown.policyDocument());
    assertThat(encoded).startsWith("%7B%22Version").contains("%2A").doesNotContain("*");
    assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(document);
    assertThat(
            iam.asRoot(
                    IamModel.LIST_USER_POLICIES,
                    ListUserPoliciesRequest.builder().userName("ann").build())
                .policyNames())
        .containsExactly("p one");
    assertRefused(
        () -> put("ann", "bad", "{}"), "MalformedPolicyDocument", 400, "Syntax errors in policy.");
    assertRefused(
        () ->
            put(
                "ann",
                "long",
                document(
                    ALLOW_ALL.replace("'Action':'*'", "'Action':'ec2:" + "x".repeat(2000) + "'"))),
        "LimitExceeded",
        409,
        "Maximum policy size of 2048 bytes exceeded for user ann");
    assertRefused(
        () ->
            iam.asRoot(
                IamModel.GET_USER_POLICY,
                GetUserPolicyRequest.builder().userName("ann").policyName("none").build()),
        "NoSuchEntity",
        404,
        "The user policy with name none cannot be found.");
  }

  @Test
  void tagsWithoutRegardToCase() {
    create("ann");
    iam.asRoot(
        IamModel.TAG_USER,
        TagUserRequest.builder()
            .userName("ann")
            .tags(List.of(tag("Team", "red"), tag("age", "7")))
            .build());
    iam.asRoot(
        IamModel.TAG_USER,
        TagUserRequest.builder().userName("ann").tags(List.of(tag("team", "blue"))).build());
    assertThat(tags("ann")).containsExactly(tag("age", "7"), tag("team", "blue"));
    iam.asRoot(
        IamModel.UNTAG_USER,
        UntagUserRequest.builder().userName("ann").tagKeys(List.of("TEAM")).build());
    assertThat(tags("ann")).containsExactly(tag("age", "7"));
    assertRefused(
        () ->
            iam.asRoot(
                IamModel.TAG_USER,
                TagUserRequest.builder()
                    .userName("ann")
                    .tags(List.of(tag("a", "1"), tag("A", "2")))
                    .build()),
        "InvalidInput",
        400,
        "Duplicate tag keys found");
  }

  @Test
  void givesAUserTwoKeysThatCanBeSwitchedOff() {
    AccessKey key = iam.user("ann", null);
    String id = Objects.requireNonNull(key.accessKeyId());
    assertThat(id).matches("AKIA[A-Z2-7]{16}");
    assertThat(key.secretAccessKey()).hasSize(40);
    CreateAccessKeyRequest another = CreateAccessKeyRequest.builder().userName("ann").build();
    iam.asRoot(IamModel.CREATE_ACCESS_KEY, another);
    assertRefused(
        () -> iam.asRoot(IamModel.CREATE_ACCESS_KEY, another),
        "LimitExceeded",
        409,
        "Cannot exceed quota for AccessKeysPerUser: 2");
    var found = Objects.requireNonNull(iam.lookup.find(id, null));
    assertThat(found.secretAccessKey()).isEqualTo(key.secretAccessKey());
    setStatus(id, "Inactive");
    assertThat(iam.lookup.find(id, null)).isNull();
    setStatus(id, "Active");
    assertThat(iam.lookup.find(id, null)).isNotNull();
    assertThat(
            iam.asRoot(
                    IamModel.LIST_ACCESS_KEYS,
                    ListAccessKeysRequest.builder().userName("ann").build())
                .accessKeyMetadataOrEmpty())
        .hasSize(2);
  }

  @Test
  void notesTheUseOfAKey() {
    AccessKey key = iam.user("ann", ALLOW_ALL);
    assertThat(lastUsed(key).serviceName()).isEqualTo("N/A");
    iam.as(iam.caller(key), IamModel.GET_USER, GetUserRequest.builder().build());
    assertThat(lastUsed(key).serviceName()).isEqualTo("iam");
    assertThat(lastUsed(key).region()).isEqualTo("us-west-2");
    assertThat(lastUsed(key).lastUsedDate()).isEqualTo(IamFixture.START);
  }

  @Test
  void keepsSecretsOutOfTheDatabaseFile() throws IOException {
    AccessKey key = iam.user("ann", null);
    iam.close();
    try (var files = Files.list(directory)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("croft.db")).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(Objects.requireNonNull(key.secretAccessKey()));
      }
    }
  }

  private croft.api.iam.AccessKeyLastUsed lastUsed(AccessKey key) {
    return Objects.requireNonNull(
        iam.asRoot(
                IamModel.GET_ACCESS_KEY_LAST_USED,
                GetAccessKeyLastUsedRequest.builder().accessKeyId(key.accessKeyId()).build())
            .accessKeyLastUsed());
  }

  private void setStatus(String keyId, String status) {
    iam.asRoot(
        IamModel.UPDATE_ACCESS_KEY,
        UpdateAccessKeyRequest.builder().userName("ann").accessKeyId(keyId).status(status).build());
  }

  private List<Tag> tags(String name) {
    return iam.asRoot(IamModel.LIST_USER_TAGS, ListUserTagsRequest.builder().userName(name).build())
        .tagsOrEmpty();
  }

  private void create(String name) {
    iam.asRoot(IamModel.CREATE_USER, CreateUserRequest.builder().userName(name).build());
  }

  private User get(String name) {
    return Objects.requireNonNull(
        iam.asRoot(IamModel.GET_USER, GetUserRequest.builder().userName(name).build()).user());
  }

  private void put(String user, String name, String document) {
    iam.asRoot(
        IamModel.PUT_USER_POLICY,
        PutUserPolicyRequest.builder()
            .userName(user)
            .policyName(name)
            .policyDocument(document)
            .build());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
