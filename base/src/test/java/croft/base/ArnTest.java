package croft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArnTest {
  @Test
  void readsAndWritesTheTextFormWithColonsInTheResource() {
    String text = "arn:aws:logs:us-west-2:123456789012:log-group:app:*";
    Arn arn = Arn.parse(text);
    assertThat(arn.service()).isEqualTo("logs");
    assertThat(arn.resource()).isEqualTo("log-group:app:*");
    assertThat(arn).hasToString(text);
  }

  @Test
  void refusesTextThatIsNoArn() {
    assertThatThrownBy(() -> Arn.parse("i-0123"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("i-0123");
  }
}
