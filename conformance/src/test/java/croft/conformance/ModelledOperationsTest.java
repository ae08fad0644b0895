package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every operation AWS has is either there or refused by its name; none is answered as if done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelledOperationsTest {
  /** Calls every operation boto3 knows of one service with an empty request and prints the code. */
  private static final String CALL_EVERYTHING =
      """
      import sys, boto3, botocore
      from botocore.config import Config
      from concurrent.futures import ThreadPoolExecutor
      name = sys.argv[1]
      client = boto3.client(name, config=Config(
          parameter_validation=False, retries={'total_max_attempts': 1}, max_pool_connections=8))
      def call(method):
          operation = client.meta.method_to_api_mapping[method]
          try:
              getattr(client, method)()
              return operation, 'answered', ''
          except botocore.exceptions.ClientError as e:
              return operation, e.response['Error']['Code'], e.response['Error'].get('Message', '')
          except botocore.exceptions.BotoCoreError as e:
              return operation, 'NotSent', str(e)
          except (KeyError, TypeError, AttributeError) as e:
              return operation, 'NotSent', repr(e)
      with ThreadPoolExecutor(8) as pool:
          for result in pool.map(call, sorted(client.meta.method_to_api_mapping)):
              print('\\t'.join(part.replace('\\n', ' ') for part in result))
      """;

  private static final List<String> REFUSALS = List.of("UnsupportedOperation", "InvalidAction");

  private final RunningCroft croft = RunningCroft.memory();

  /** What a call without parameters came to. */
  private record Answer(String operation, String code, String message) {}

  @BeforeAll
  void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @AfterAll
  void close() {
    croft.close();
  }

  @Test
  void everyOperationOfEc2() {
    List<Answer> answers = callEverything("ec2");
    assertThat(answers).hasSizeGreaterThan(700);
    assertNothingIsPretended(answers);
    assertThat(implemented(answers))
        .contains("RunInstances", "DescribeInstances", "CreateTags", "AllocateAddress");
  }

  @Test
  void everyOperationOfIam() {
    List<Answer> answers = callEverything("iam");
    assertThat(answers).hasSizeGreaterThan(160);
    assertNothingIsPretended(answers);
    assertThat(implemented(answers)).contains("CreateUser", "CreateRole", "PutUserPolicy");
  }

  @Test
  void everyOperationOfSns() {
    List<Answer> answers = callEverything("sns");
    assertThat(answers).hasSizeGreaterThan(40);
    assertNothingIsPretended(answers);
    assertThat(implemented(answers)).contains("CreateTopic", "Subscribe", "Publish");
  }

  @Test
  void everyOperationOfSts() {
    List<Answer> answers = callEverything("sts");
    assertNothingIsPretended(answers);
    assertThat(implemented(answers)).contains("GetCallerIdentity", "AssumeRole");
  }

  @Test
  void everyOperationOfWhatKeepsSecrets() {
    List<Answer> kms = callEverything("kms");
    assertNothingIsPretended(kms);
    assertThat(implemented(kms)).contains("Encrypt", "Decrypt", "CreateGrant", "Sign");
    List<Answer> ssm = callEverything("ssm");
    assertNothingIsPretended(ssm);
    assertThat(implemented(ssm)).contains("PutParameter", "GetParametersByPath");
    assertThat(implemented(ssm)).hasSizeLessThan(20);
    List<Answer> secrets = callEverything("secretsmanager");
    assertNothingIsPretended(secrets);
    assertThat(implemented(secrets)).contains("GetSecretValue").doesNotContain("RotateSecret");
    List<Answer> certificates = callEverything("acm");
    assertNothingIsPretended(certificates);
    assertThat(implemented(certificates)).contains("ImportCertificate", "RequestCertificate");
  }

  private static void assertNothingIsPretended(List<Answer> answers) {
    List<String> refused = new ArrayList<>();
    for (Answer answer : answers) {
      assertThat(answer.code()).as(answer.operation()).isNotIn("InternalFailure", "500", "404");
      // A client newer than Croft's model asks for what that model does not know.
      if (REFUSALS.contains(answer.code())) {
        refused.add(answer.operation() + ": " + answer.message());
      }
    }
    // Shown so that a run tells how far Croft has come, and what the client did not even send.
    System.out.println("implemented: " + implemented(answers));
    System.out.println(
        "not sent: " + answers.stream().filter(a -> a.code().equals("NotSent")).toList());
    System.out.println("refused by name: " + refused.size());
  }

  private static List<String> implemented(List<Answer> answers) {
    return answers.stream()
        .filter(answer -> !REFUSALS.contains(answer.code()) && !answer.code().equals("NotSent"))
        .map(Answer::operation)
        .toList();
  }

  private List<Answer> callEverything(String service) {
    return croft
        .python(CALL_EVERYTHING, service)
        .succeeded()
        .lines()
        .map(line -> line.split("\t", -1))
        .map(parts -> new Answer(parts[0], parts[1], parts[2]))
        .toList();
  }
}
