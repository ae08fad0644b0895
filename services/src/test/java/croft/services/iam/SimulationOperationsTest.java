package croft.services.iam;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.iam.IamFixture.document;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.AddUserToGroupRequest;
import croft.api.iam.AttachGroupPolicyRequest;
import croft.api.iam.ContextEntry;
import croft.api.iam.CreateGroupRequest;
import croft.api.iam.EvaluationResult;
import croft.api.iam.GetContextKeysForCustomPolicyRequest;
import croft.api.iam.IamModel;
import croft.api.iam.Position;
import croft.api.iam.PutUserPolicyRequest;
import croft.api.iam.SimulateCustomPolicyRequest;
import croft.api.iam.SimulatePolicyResponse;
import croft.api.iam.SimulatePrincipalPolicyRequest;
import croft.api.iam.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy simulator, context keys, and where malformed documents are wrong. */
class SimulationOperationsTest {
  private static final String READ_ONE =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::one/*"
          },
          {
            "Effect": "Deny",
            "Action": "s3:*",
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}
          }
        ]
      }
      """;

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

  private EvaluationResult simulate(SimulateCustomPolicyRequest request) {
    return iam.asRoot(IamModel.SIMULATE_CUSTOM_POLICY, request)
        .evaluationResultsOrEmpty()
        .getFirst();
  }

  private static SimulateCustomPolicyRequest.Builder read(String resource) {
    return SimulateCustomPolicyRequest.builder()
        .policyInputList(List.of(READ_ONE))
        .actionNames(List.of("s3:GetObject"))
        .resourceArns(List.of(resource));
  }

  private static ContextEntry secure(String value) {
    return ContextEntry.builder()
        .contextKeyName("aws:SecureTransport")
        .contextKeyType("boolean")
        .contextKeyValues(List.of(value))
        .build();
  }

  @Test
  void tellsWhichStatementDecidedAndWhichKeysAreMissing() {
    EvaluationResult allowed = simulate(read("arn:aws:s3:::one/a").build());
    assertThat(allowed.evalDecision()).isEqualTo("allowed");
    assertThat(allowed.missingContextValues()).containsExactly("aws:SecureTransport");
    Statement statement = allowed.matchedStatementsOrEmpty().getFirst();
    assertThat(statement.sourcePolicyId()).isEqualTo("PolicyInputList.1");
    assertThat(statement.startPosition()).isEqualTo(new Position(3, 17));
    assertThat(statement.endPosition()).isEqualTo(new Position(8, 6));
    assertThat(allowed.resourceSpecificResultsOrEmpty().getFirst().evalResourceDecision())
        .isEqualTo("allowed");
    EvaluationResult denied =
        simulate(read("arn:aws:s3:::one/a").contextEntries(List.of(secure("false"))).build());
    assertThat(denied.evalDecision()).isEqualTo("explicitDeny");
    assertThat(denied.missingContextValues()).isEmpty();
    assertThat(simulate(read("arn:aws:s3:::two/a").build()).evalDecision())
        .isEqualTo("implicitDeny");
    assertRefused(
        () -> simulate(read("*").contextEntries(List.of(secure("perhaps"))).build()),
        "InvalidInput",
        400,
        "aws:SecureTransport");
  }

  @Test
  void tellsWhatABoundaryAllows() {
    EvaluationResult result =
        simulate(
            read("arn:aws:s3:::one/a")
                .permissionsBoundaryPolicyInputList(
                    List.of(document("{'Effect':'Allow','Action':'ec2:*','Resource':'*'}")))
                .build());
    assertThat(result.evalDecision()).isEqualTo("implicitDeny");
    assertThat(
            Objects.requireNonNull(result.permissionsBoundaryDecisionDetail())
                .allowedByPermissionsBoundary())
        .isFalse();
  }

  @Test
  void simulatesAPrincipalWithItsGroupsInPages() {
    iam.user("ann", "{'Effect':'Allow','Action':'ec2:Describe*','Resource':'*'}");
    iam.asRoot(IamModel.CREATE_GROUP, CreateGroupRequest.builder().groupName("devs").build());
    iam.asRoot(
        IamModel.ATTACH_GROUP_POLICY,
        AttachGroupPolicyRequest.builder()
            .groupName("devs")
            .policyArn("arn:aws:iam::aws:policy/AmazonSQSFullAccess")
            .build());
    iam.asRoot(
        IamModel.ADD_USER_TO_GROUP,
        AddUserToGroupRequest.builder().groupName("devs").userName("ann").build());
    SimulatePrincipalPolicyRequest.Builder request =
        SimulatePrincipalPolicyRequest.builder()
            .policySourceArn("arn:aws:iam::123456789012:user/ann")
            .actionNames(List.of("ec2:DescribeInstances", "sqs:SendMessage", "sns:Publish"))
            .maxItems(2);
    SimulatePolicyResponse first = iam.asRoot(IamModel.SIMULATE_PRINCIPAL_POLICY, request.build());
    assertThat(first.evaluationResultsOrEmpty())
        .extracting(EvaluationResult::evalDecision)
        .containsExactly("allowed", "allowed");
    assertThat(
            first
                .evaluationResultsOrEmpty()
                .get(1)
                .matchedStatementsOrEmpty()
                .getFirst()
                .sourcePolicyType())
        .isEqualTo("aws-managed");
    SimulatePolicyResponse second =
        iam.asRoot(IamModel.SIMULATE_PRINCIPAL_POLICY, request.marker(first.marker()).build());
    assertThat(second.evaluationResultsOrEmpty())
        .extracting(EvaluationResult::evalDecision)
        .containsExactly("implicitDeny");
    assertThat(second.isTruncated()).isFalse();
  }

  @Test
  void namesTheContextKeysOfPolicies() {
    String document =
        document(
            "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/${aws:username}/*',"
                + "'Condition':{'StringEquals':{'aws:PrincipalTag/team':'x'}}}");
    assertThat(
            iam.asRoot(
                    IamModel.GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY,
                    GetContextKeysForCustomPolicyRequest.builder()
                        .policyInputList(List.of(document))
                        .build())
                .contextKeyNames())
        .containsExactly("aws:PrincipalTag/team", "aws:username");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Version\": \"2012-10-17\",|line 1, column 26",
        "{\"Statement\": {\"Effect\": \"May\"}}|(line 1, column 26)",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"x\"}]}|(line 1, column 46)",
        "{\"Statements\": []}|(line 1, column 16)",
      })
  void saysWhereADocumentIsWrong(String document, String place) {
    iam.user("ann", null);
    assertRefused(
        () ->
            iam.asRoot(
                IamModel.PUT_USER_POLICY,
                PutUserPolicyRequest.builder()
                    .userName("ann")
                    .policyName("p")
                    .policyDocument(document)
                    .build()),
        "MalformedPolicyDocument",
        400,
        place);
  }
}
