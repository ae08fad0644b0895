package croft.services.operation.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes are not below what RE2/J makes of expressions. */
final class BoundedPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "abc~3~3",
        "a{10}~10~11",
        "(a{10}){10}~100~150",
        "(a{10}|b{2,}){3,10}~100~250",
        "(?<aLongName>b)(?P<other>c)~2~8",
        "(?<a(b{99})>)~99~110",
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((a{100}){100}){100}){100}",
        "[a-z]{900}[a-z]{900}",
        "(a?){400}a{400}b",
        "(?i:(\\x{41}{9,99}[]()]){999}b)",
        "((a{100}|[^]{5}]){20,})+",
        "(",
        "(?=ahead)",
      })
  void refusesWhatIsTooLargeOrNone(String expression) {
    assertThatThrownBy(() -> BoundedPattern.compile(expression))
        .isInstanceOf(PatternSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:?\\d{2})",
        "(\\d{1,3}\\.){3}\\d{1,3}",
        "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}",
      })
  void takesWhatPeopleWrite(String expression) {
    assertThat(BoundedPattern.compile(expression).pattern()).isEqualTo(expression);
  }
}
