package croft.services.logs.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes are not below what RE2/J makes of expressions. */
final class PatternSizeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "abc~3~3",
        "a{10}~10~11",
        "(a{10}){10}~100~150",
        "(a{10}|b{2,}){3,10}~100~250",
        "[a{100}]~1~1",
        "[]{9}]{9}~9~10",
        "[^]{9}]{9}~9~10",
        "[[:alpha:]]{9}~9~10",
        "[\\]]{9}~9~10",
        "\\x{100}~1~1",
        "\\p{Greek}{9}~9~10",
        "\\{9}~3~5",
        "\\Qa{9}\\E~4~6",
        "a{,9}~1~20",
        "a{x}~4~4",
        "((((a{99}){99}){99}){99}){99}~1000000~1e15",
        "(a{99999999}~1000~1e9",
      })
  void isAbout(String expression, double least, double most) {
    assertThat(PatternSize.of(expression)).isBetween(least, most);
  }
}
