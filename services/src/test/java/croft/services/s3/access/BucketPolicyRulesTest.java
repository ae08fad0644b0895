package croft.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketPolicyRulesTest {
  private final BucketPolicyRules rules = new BucketPolicyRules(document -> null);

  private static String statement(String action, String resource) {
    return """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
      "Action": "%s", "Resource": "%s"}]}
    """
        .formatted(action, resource)
        .strip();
  }

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject, arn:aws:s3:::logs/*",
    "s3:GetObject, arn:aws:s3:::logs*",
    "s3:ListBucket, arn:aws:s3:::logs",
    "s3:*, arn:aws:s3:::logs",
    "S3:getobject, arn:aws:s3:::logs/a/*",
    "s3:Get*, arn:aws:s3:::logs/*",
    "*, arn:aws:s3:::logs/*",
    "s3:ListBucket, arn:aws:s3:::lo?s",
    "s3:ListBucket, *"
  })
  void takesWhatIsAboutTheBucket(String action, String resource) {
    assertThatCode(() -> rules.check(statement(action, resource), "logs"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3:GetObject | arn:aws:s3:::other/* | Policy has invalid resource",
        "s3:GetObject | arn:aws:s3:::logs2/* | Policy has invalid resource",
        "s3:ListBucket | arn:aws:sqs:us-east-1:123456789012:logs | Policy has invalid resource",
        "s3:GetObjects | arn:aws:s3:::logs/* | Policy has invalid action",
        "ec2:RunInstances | arn:aws:s3:::logs/* | Policy has invalid action",
        "s3:GetObject | arn:aws:s3:::logs | Action does not apply to any resource(s) in statement",
        "s3:ListBucket | arn:aws:s3:::logs/x | Action does not apply to any resource(s) in statement"
      })
  void refusesWhatIsNotInAwssWords(String action, String resource, String message) {
    assertThatThrownBy(() -> rules.check(statement(action, resource), "logs"))
        .isInstanceOfSatisfying(
            ServiceError.class,
            e -> {
              assertThat(e.code()).isEqualTo("MalformedPolicy");
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.message()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | Policies must be valid JSON and the first byte must be '{'",
        "[] | Policies must be valid JSON and the first byte must be '{'",
        "{\"Statement\": [} | Policies must be valid JSON and the first byte must be '{'",
        "{\"Version\": \"2012-10-17\"} | Missing required field Statement",
        "{\"Version\": \"2014-01-01\", \"Statement\": []} | The policy must contain a valid version string",
        "{\"Statement\": []} | Could not parse the policy: Statement is empty!",
        "{\"Statements\": []} | Unknown field Statements",
        "{\"Statement\": [{\"Principal\": \"*\"}]} | Missing required field Effect",
        "{\"Statement\": [{\"Effect\": \"allow\"}]} | Invalid effect: allow",
        "{\"Statement\": [{\"Effect\": \"Allow\"}]} | Missing required field Principal",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\"}]} | Missing required field Action",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:*\"}]} | Missing required field Resource",
      })
  void namesWhatIsMissing(String document, String message) {
    assertThatThrownBy(() -> rules.check(document, "logs"))
        .isInstanceOf(ServiceError.class)
        .hasMessage(message);
  }

  @Test
  void refusesTooLongADocument() {
    String document = statement("s3:GetObject", "arn:aws:s3:::logs/" + "x".repeat(20 * 1024));
    assertThatThrownBy(() -> rules.check(document, "logs"))
        .isInstanceOf(ServiceError.class)
        .hasMessageContaining("maximum allowed document size");
  }

  @Test
  void passesOnWhatTheEngineSays() {
    BucketPolicyRules strict =
        new BucketPolicyRules(document -> "Invalid principal in policy: \"AWS\":\"bob\"");
    assertThatThrownBy(() -> strict.check(statement("s3:*", "arn:aws:s3:::logs/*"), "logs"))
        .hasMessage("Invalid principal in policy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a*b*c*d*e*f*g*h*", "*a*a*a*a*a*a*a*a*a*a*a*a*b"})
  void hostilePatternsCostLittle(String pattern) {
    String text = "a".repeat(10_000);
    assertThat(BucketActions.matches(pattern, text)).isFalse();
  }
}
