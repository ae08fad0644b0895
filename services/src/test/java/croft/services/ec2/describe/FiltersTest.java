package croft.services.ec2.describe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
  @ParameterizedTest
  @CsvSource({
    "web, web, true",
    "web, Web, false",
    "w*, web, true",
    "*, '', true",
    "w?b, web, true",
    "w?b, wb, false",
    "*b*b, abab, true",
    "*b*c, abab, false",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "a\\?, a?, true",
    "a\\?, ab, false",
  })
  void wildcardsMatchAsEc2Documents(String pattern, String value, boolean matches) {
    assertThat(Filters.matches(pattern, value)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"a", "b"})
  void hostilePatternsEndSoon(String last) {
    assertThat(Filters.matches("*a".repeat(200) + last, "a".repeat(2000)))
        .isEqualTo(last.equals("a"));
  }
}
