package croft.services.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.iam.policy.GlobalConditionKeys.Connection;
import croft.services.iam.policy.GlobalConditionKeys.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GlobalConditionKeysTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.5Z");

  @Test
  void tellsOfAUserWithLongTermCredentials() {
    RequestContext keys =
        GlobalConditionKeys.of(
            RequestPrincipal.user("123456789012", "arn:aws:iam::123456789012:user/dev/ann", "AIDA"),
            Map.of("team", "red"),
            null,
            new Connection(NOW, "203.0.113.1", true, "aws-cli/2", "us-west-2", List.of()));
    assertThat(keys.single("aws:username")).isEqualTo("ann");
    assertThat(keys.single("aws:userid")).isEqualTo("AIDA");
    assertThat(keys.single("aws:PrincipalArn")).endsWith("user/dev/ann");
    assertThat(keys.single("aws:PrincipalType")).isEqualTo("User");
    assertThat(keys.single("aws:PrincipalTag/team")).isEqualTo("red");
    assertThat(keys.single("aws:CurrentTime")).isEqualTo("2026-05-01T12:00:00Z");
    assertThat(keys.single("aws:EpochTime")).isEqualTo("1777636800");
    assertThat(keys.single("aws:SourceIp")).isEqualTo("203.0.113.1");
    assertThat(keys.single("aws:SecureTransport")).isEqualTo("true");
    assertThat(keys.values("aws:MultiFactorAuthPresent")).isNull();
    assertThat(keys.values("aws:CalledVia")).isNull();
  }

  @Test
  void tellsOfASessionThatCallsThroughAService() {
    RequestContext keys =
        GlobalConditionKeys.of(
            RequestPrincipal.roleSession(
                "123456789012",
                "arn:aws:sts::123456789012:assumed-role/app/s",
                "arn:aws:iam::123456789012:role/app",
                "AROA:s"),
            Map.of(),
            new Session(NOW.minusSeconds(60), NOW.minusSeconds(30), "ann"),
            new Connection(
                NOW, "203.0.113.1", true, "x", "us-west-2", List.of("a.amazonaws.com", "b")));
    assertThat(keys.single("aws:PrincipalArn")).isEqualTo("arn:aws:iam::123456789012:role/app");
    assertThat(keys.values("aws:username")).isNull();
    assertThat(keys.values("aws:SourceIp")).isNull();
    assertThat(keys.values("aws:CalledVia")).containsExactly("a.amazonaws.com", "b");
    assertThat(keys.single("aws:CalledViaLast")).isEqualTo("b");
    assertThat(keys.single("aws:MultiFactorAuthAge")).isEqualTo("30");
    assertThat(keys.single("aws:TokenIssueTime")).isEqualTo("2026-05-01T11:59:00Z");
    assertThat(keys.single("aws:SourceIdentity")).isEqualTo("ann");
  }
}
