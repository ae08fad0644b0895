package croft.services.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyMatchingTest {
  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource({
    "*,ec2:RunInstances,true",
    "*:*,ec2:RunInstances,true",
    "ec2:*,ec2:RunInstances,true",
    "ec2:*,iam:GetUser,false",
    "ec2:runinstances,ec2:RunInstances,true",
    "EC2:Run*,ec2:RunInstances,true",
    "ec2:Describe*,ec2:RunInstances,false",
    "iam:*AccessKey*,iam:ListAccessKeys,true",
    "s3:?etObject,s3:GetObject,true",
    "s3:?etObject,s3:etObject,false",
    "s3:Get*Object,s3:GetObject,true",
  })
  void matchesActionsWithoutCase(String pattern, String action, boolean matches) {
    TextPattern compiled = TextPattern.of(pattern.replace("*:*", "*"), TextPattern.Form.action());
    assertThat(compiled.matches(action, RequestContext.EMPTY)).isEqualTo(matches);
  }

  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "*|arn:aws:s3:::b|true",
        "arn:aws:s3:::b|arn:aws:s3:::b|true",
        "arn:aws:s3:::b|arn:aws:s3:::B|false",
        "arn:aws:s3:::b|arn:aws:s3:::b/k|false",
        "arn:aws:s3:::b/*|arn:aws:s3:::b/k/l|true",
        "arn:aws:s3:::b/*/test/*|arn:aws:s3:::b/1/test/2/x|true",
        "arn:aws:s3:::b/t?st|arn:aws:s3:::b/test|true",
        "arn:aws:s3:::b/t?st|arn:aws:s3:::b/tst|false",
        "arn:aws:ec2:*:*:instance/*|arn:aws:ec2:us-west-2:123456789012:instance/i-1|true",
        "arn:aws:ec2:*:instance/*|arn:aws:ec2:us-west-2:123456789012:instance/i-1|true",
        "arn:aws:ec2:*|arn:aws:ec2:us-west-2:123456789012:instance/i-1|true",
        "arn:aws:ec2:us-*-2:123456789012:instance/*"
            + "|arn:aws:ec2:us-west-2:123456789012:instance/i-1|true",
        "arn:aws:ec2:us-*2:instance/*" + "|arn:aws:ec2:us-west-2:123456789012:instance/i-1|false",
        "arn:aws:ec2:u*:123456789012:instance/*"
            + "|arn:aws:ec2:us-west-2:123456789012:instance/i-1|true",
        "arn:aws:ec2:*:999999999999:instance/*"
            + "|arn:aws:ec2:us-west-2:123456789012:instance/i-1|false",
        "arn:aws:iam::?23456789012:user/*|arn:aws:iam::123456789012:user/ann|true",
        "arn:aws:logs:*:*:log-group:a*b:*|arn:aws:logs:us-west-2:1:log-group:a:x:b:s|true",
      })
  void matchesResourcesByTheirParts(String pattern, String resource, boolean matches) {
    TextPattern compiled = TextPattern.of(pattern, TextPattern.Form.resource(true));
    assertThat(compiled.matches(resource, RequestContext.EMPTY)).isEqualTo(matches);
  }

  @Test
  void agreesWithRegularExpressionsOnRandomPatterns() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      String pattern = text(random, "ab*?", 8);
      String text = text(random, "ab", 8);
      String regex = pattern.replace("*", ".*").replace("?", ".");
      boolean matches =
          TextPattern.of(pattern, TextPattern.Form.like(false)).matches(text, RequestContext.EMPTY);
      assertThat(matches).as("%s on %s", pattern, text).isEqualTo(Pattern.matches(regex, text));
    }
  }

  private static String text(Random random, String alphabet, int longest) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(longest + 1);
    for (int at = 0; at < length; at++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Test
  void matchesHostilePatternsInBoundedTime() {
    String pattern = "*a".repeat(1_000) + "b";
    String text = "a".repeat(4_000);
    TextPattern like = TextPattern.of(pattern, TextPattern.Form.like(true));
    TextPattern arn = TextPattern.of("arn:*" + pattern, TextPattern.Form.resource(true));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(like.matches(text, RequestContext.EMPTY)).isFalse();
          assertThat(arn.matches("arn:" + text, RequestContext.EMPTY)).isFalse();
        });
  }

  @Test
  void readsVariablesOnlyInTheCurrentVersion() {
    String statement =
        "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:username}/*'}";
    Policy current = new PolicyParser().parse(Documents.of(statement), PolicyKind.IDENTITY);
    Policy old =
        new PolicyParser()
            .parse(
                Documents.quoted("{'Version':'2008-10-17','Statement':" + statement + "}"),
                PolicyKind.IDENTITY);
    assertThat(covers(current, "arn:aws:s3:::b/ann/k", "ann")).isTrue();
    assertThat(covers(current, "arn:aws:s3:::b/bob/k", "ann")).isFalse();
    assertThat(covers(old, "arn:aws:s3:::b/ann/k", "ann")).isFalse();
    assertThat(covers(old, "arn:aws:s3:::b/${aws:username}/k", "ann")).isTrue();
  }

  @Test
  void keepsTheWildcardsOfAUserNameFromReachingOtherFolders() {
    Policy policy =
        new PolicyParser()
            .parse(
                Documents.of(
                    "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:username}'}"),
                PolicyKind.IDENTITY);
    assertThat(covers(policy, "arn:aws:s3:::b/ann", "*")).isFalse();
  }

  private static boolean covers(Policy policy, String resource, String userName) {
    RequestContext context = RequestContext.of(Map.of("aws:username", List.of(userName)));
    return policy
        .statements()
        .getFirst()
        .covers(
            new AuthorizationRequest(
                RequestPrincipal.root("123456789012"),
                "s3:GetObject",
                resource,
                "123456789012",
                context));
  }
}
