package croft.services.s3.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostPolicyTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String DOCUMENT =
      """
      {"expiration": "2026-05-01T12:00:01.000Z", "conditions": [
        {"bucket": "b"}, ["starts-with", "$key", "user/"], ["eq", "$acl", "private"],
        ["starts-with", "$Content-Type", "image/"], ["content-length-range", 3, "10"]]}
      """;

  private static Map<String, String> fields(String... namesAndValues) {
    Map<String, String> fields = new HashMap<>();
    fields.put("bucket", "b");
    fields.put("key", "user/a");
    fields.put("acl", "private");
    fields.put("content-type", "image/png, image/gif");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  @Test
  void allowsWhatItSays() {
    PostPolicy policy = PostPolicy.parse(DOCUMENT);
    assertThat(policy.leastBytes()).isEqualTo(3);
    assertThat(policy.mostBytes()).isEqualTo(10);
    assertThatCode(() ->
            policy.check(fields("policy", "x", "x-amz-signature", "y", "x-ignore-me", "z"), NOW))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key | other/a | Policy Condition failed: [\"starts-with\", \"$key\", \"user/\"]",
        "acl | public-read | Policy Condition failed: [\"eq\", \"$acl\", \"private\"]",
        "bucket | c | Policy Condition failed: [\"eq\", \"$bucket\", \"b\"]",
        "content-type | image/png,text/html | Policy Condition failed: [\"starts-with\", \"$content-type\", \"image/\"]",
        "x-amz-meta-more | 1 | Extra input fields: x-amz-meta-more"
      })
  void refusesTheRest(String field, String value, String reason) {
    assertThatThrownBy(() -> PostPolicy.parse(DOCUMENT).check(fields(field, value), NOW))
        .isInstanceOfSatisfying(
            ServiceError.class,
            e -> {
              assertThat(e.code()).isEqualTo("AccessDenied");
              assertThat(e.status()).isEqualTo(403);
              assertThat(e.message()).isEqualTo("Invalid according to Policy: " + reason);
            });
  }

  @Test
  void expires() {
    PostPolicy policy = PostPolicy.parse(DOCUMENT);
    assertThatThrownBy(() -> policy.check(fields(), NOW.plusSeconds(1)))
        .hasMessage("Invalid according to Policy: Policy expired.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"expiration\": \"soon\", \"conditions\": []}",
        "{\"expiration\": \"2026-05-01T12:00:01Z\"}",
        "{\"expiration\": \"2026-05-01T12:00:01Z\", \"conditions\": [[\"like\", \"$key\", \"a\"]]}",
        "{\"expiration\": \"2026-05-01T12:00:01Z\", \"conditions\": [[\"eq\", \"key\", \"a\"]]}",
        "{\"expiration\": \"2026-05-01T12:00:01Z\", \"conditions\": [[\"content-length-range\", 1]]}",
        "{\"expiration\": \"2026-05-01T12:00:01Z\", \"conditions\": [[[[[[]]]]]]}",
        "{\"expiration\": \"2026-05-01T12:00:01Z\", \"conditions\": [7]}"
      })
  void refusesDocumentsThatAreNone(String document) {
    assertThatThrownBy(() -> PostPolicy.parse(document))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("InvalidPolicyDocument"));
  }
}
