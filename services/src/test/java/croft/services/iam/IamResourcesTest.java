package croft.services.iam;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.CreateGroupRequest;
import croft.api.iam.IamModel;
import croft.services.iam.accesskey.AccessKeyResource;
import croft.services.iam.group.GroupResource;
import croft.services.iam.group.UserToGroupAdditionResource;
import croft.services.iam.holder.HolderPolicyResource;
import croft.services.iam.holder.PolicyResource;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.instanceprofile.InstanceProfileResource;
import croft.services.iam.managedpolicy.ManagedPolicyResource;
import croft.services.iam.role.RoleResource;
import croft.services.iam.user.UserResource;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import croft.services.resource.ResourceType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lives of IAM's resource types. */
final class IamResourcesTest {
  private static final String DOCUMENT =
      """
      {'Version': '2012-10-17',
       'Statement': [{'Effect': 'Allow', 'Action': 's3:ListBucket', 'Resource': '*'}]}
      """;
  private static final String OTHER_DOCUMENT = DOCUMENT.replace("s3:ListBucket", "s3:GetObject");
  private static final String TRUST =
      """
      {'Version': '2012-10-17',
       'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole',
                      'Principal': {'Service': 'ec2.amazonaws.com'}}]}
      """;

  @TempDir Path directory;
  private IamFixture fixture;

  @BeforeEach
  void open() {
    fixture = new IamFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ResourceTrial trial(ResourceType type) {
    return new ResourceTrial(
            type, fixture.operations.as(fixture.call(fixture.rootCaller())), () -> {})
        .stackTags(Map.of());
  }

  @Test
  void aUserLives() {
    fixture.asRoot(IamModel.CREATE_GROUP, new CreateGroupRequest("/", "staff"));
    ResourceTrial trial = trial(new UserResource()).stackTags(Map.of("team", "shop"));
    String name =
        trial.create(
            """
            {'Path': '/', 'LoginProfile': {'Password': 'Secret.1234567'}, 'Groups': ['staff'],
             'Policies': [{'PolicyName': 'list', 'PolicyDocument': %s}]}
            """
                .formatted(DOCUMENT));

    assertThat(name).startsWith("shop-Thing-");
    assertThat(trial.attribute("Arn").asString()).endsWith(":user/" + name);
    assertThat(trial.read().path("Groups").toString()).isEqualTo("[\"staff\"]");
    assertThat(trial.read().path("Policies").get(0).path("PolicyDocument"))
        .isEqualTo(ResourceTrial.object(DOCUMENT));
    assertThat(trial.read().has("LoginProfile")).isTrue();

    trial.update(
        """
        {'Path': '/a/', 'Policies': [{'PolicyName': 'get', 'PolicyDocument': %s}]}
        """
            .formatted(OTHER_DOCUMENT));
    assertThat(trial.read().path("Policies").size()).isEqualTo(1);
    assertThat(trial.read().path("Policies").get(0).path("PolicyName").asString()).isEqualTo("get");
    assertThat(trial.read().path("Path").asString()).isEqualTo("/a/");
    assertThat(trial.read().path("Groups")).isEmpty();
    assertThat(trial.read().has("LoginProfile")).isFalse();
    assertThat(trial.read().path("Tags").toString()).contains("shop");
    assertThat(trial.replacedBy("{'UserName': 'x'}")).containsExactly("UserName");
    trial.delete();
  }

  @Test
  void aRoleAndItsProfileLive() {
    ResourceTrial role = trial(new RoleResource());
    String name =
        role.create(
            """
            {'AssumeRolePolicyDocument': %s, 'Path': '/app/',
             'Policies': [{'PolicyName': 'list', 'PolicyDocument': %s}],
             'Tags': [{'Key': 'a', 'Value': 'b'}]}
            """
                .formatted(TRUST, DOCUMENT));
    assertThat(role.attribute("Arn").asString()).endsWith(":role/app/" + name);
    assertThat(role.attribute("RoleId").asString()).startsWith("AROA");

    ResourceTrial profile = trial(new InstanceProfileResource());
    profile.create("{'Path': '/', 'Roles': ['%s']}".formatted(name));
    assertThat(profile.read().path("Roles").get(0).asString()).isEqualTo(name);
    profile.delete();

    role.update(
        """
        {'AssumeRolePolicyDocument': %s, 'Path': '/app/', 'Description': 'one',
         'MaxSessionDuration': 7200}
        """
            .formatted(TRUST.replace("ec2.", "sqs.")));
    assertThat(role.read().toString()).contains("sqs.amazonaws.com", "7200", "\"one\"");
    assertThat(role.read().path("Policies")).isEmpty();
    assertThat(role.read().path("Tags")).isEmpty();
    role.delete();
  }

  @Test
  void groupsPoliciesAndMembersLive() {
    fixture.user("ann", null);
    ResourceTrial group = trial(new GroupResource());
    String name = group.create("{}");
    group.update("{'Path': '/x/'}");

    ResourceTrial members = trial(new UserToGroupAdditionResource());
    members.create("{'GroupName': '%s', 'Users': ['ann']}".formatted(name));
    members.delete();

    ResourceTrial policy = trial(new PolicyResource());
    policy.create(
        "{'PolicyName': 'p', 'PolicyDocument': %s, 'Users': ['ann'], 'Groups': ['%s']}"
            .formatted(DOCUMENT, name));
    policy.update(
        "{'PolicyName': 'q', 'PolicyDocument': %s, 'Groups': ['%s']}"
            .formatted(OTHER_DOCUMENT, name));
    assertThat(policy.read().path("Users")).isEmpty();
    assertThat(policy.read().toString()).contains("s3:GetObject");
    policy.delete();

    ResourceTrial own = trial(new HolderPolicyResource(HolderKind.GROUP));
    String id =
        own.create(
            "{'PolicyName': 'p', 'PolicyDocument': %s, 'GroupName': '%s'}"
                .formatted(DOCUMENT, name));
    assertThat(id).isEqualTo("p|" + name);
    own.delete();

    ResourceTrial managed = trial(new ManagedPolicyResource());
    String arn =
        managed.create("{'PolicyDocument': %s, 'Groups': ['%s']}".formatted(DOCUMENT, name));
    assertThat(arn).startsWith("arn:aws:iam::123456789012:policy/shop-Thing-");
    managed.update("{'PolicyDocument': %s, 'Users': ['ann']}".formatted(OTHER_DOCUMENT));
    assertThat(managed.read().path("DefaultVersionId").asString()).isEqualTo("v2");
    assertThat(managed.read().path("Users").toString()).isEqualTo("[\"ann\"]");
    managed.delete();
    group.delete();
  }

  @Test
  void anAccessKeyLives() {
    fixture.asRoot(
        IamModel.CREATE_USER, croft.api.iam.CreateUserRequest.builder().userName("ann").build());
    ResourceTrial trial = trial(new AccessKeyResource());
    trial.create("{'UserName': 'ann'}");
    assertThat(trial.attribute("SecretAccessKey").asString()).hasSize(40);
    trial.update("{'UserName': 'ann', 'Status': 'Inactive'}");
    assertThat(trial.read().path("Status").asString()).isEqualTo("Inactive");
    assertThat(trial.replacedBy("{'UserName': 'ann', 'Serial': 2}")).containsExactly("Serial");
    trial.delete();
  }

  @Test
  void typesHaveThePropertiesAndAttributesOfAws() {
    new IamService(fixture.parts).resourceTypes().forEach(type -> AwsSchema.compare(type.schema()));
  }
}
