package croft.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PageTokenTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final PageToken tokens = new PageToken(new byte[32], () -> now, Duration.ofHours(1));

  @Test
  void givesBackThePositionToTheSameCall() {
    String token = tokens.issue("i-0abc", "123456789012", "DescribeInstances");
    assertThat(tokens.position(token, "InvalidNextToken", "123456789012", "DescribeInstances"))
        .isEqualTo("i-0abc");
  }

  @Test
  void refusesTokensThatAreForeignChangedOrOld() {
    String token = tokens.issue("i-0abc", "123456789012", "DescribeInstances");
    assertInvalid(token, "210987654321", "DescribeInstances");
    assertInvalid(token, "123456789012D", "escribeInstances");
    assertInvalid((token.charAt(20) == 'A' ? "B" : "A") + token.substring(1), "123456789012");
    assertInvalid("not a token", "123456789012", "DescribeInstances");
    assertInvalid("", "123456789012", "DescribeInstances");
    now = now.plusSeconds(3601);
    assertInvalid(token, "123456789012", "DescribeInstances");
  }

  private void assertInvalid(String token, String... scope) {
    assertThatThrownBy(() -> tokens.position(token, "InvalidNextToken", scope))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("InvalidNextToken"));
  }
}
