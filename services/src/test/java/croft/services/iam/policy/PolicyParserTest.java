package croft.services.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyParserTest {
  /** What follows IAM's message: where the fault is. */
  private static final String PLACE = "( \\(line \\d+, column \\d+\\))?";

  private static final String SYNTAX = "Syntax errors in policy.";
  private final PolicyParser parser = new PolicyParser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "'text'",
        "{",
        "{'Version':'2012-10-17'}",
        "{'Version':'2012-10-17','Statement':[]}",
        "{'Version':'2012-10-17','Statement':null}",
        "{'Version':'2013-01-01','Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}",
        "{'Version':20121017,'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}",
        "{'Conditions':{},'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}",
        "{'Statement':{'Effect':'allow','Action':'*','Resource':'*'}}",
        "{'Statement':{'Action':'*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Action':1,'Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','NotResource':'*'}}",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Extra':1}}",
        "{'Statement':{'Effect':'Allow','Effect':'Deny','Action':'*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':[]}}",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':1}}}",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}} more",
      })
  void refusesWhatIsNoPolicy(String document) {
    assertRefused(Documents.quoted(document), PolicyKind.IDENTITY, SYNTAX);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Effect':'Allow','Resource':'*'}|Policy statement must contain actions.",
        "{'Effect':'Allow','Action':[],'Resource':'*'}|Policy statement must contain actions.",
        "{'Effect':'Allow','Action':'*'}|Policy statement must contain resources.",
        "{'Effect':'Allow','Action':'*','Resource':[]}|Policy statement must contain resources.",
        "{'Effect':'Allow','Action':'GetUser','Resource':'*'}"
            + "|Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "{'Effect':'Allow','Action':'ec2:','Resource':'*'}"
            + "|Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "{'Effect':'Allow','Action':'ec2:Run:Now','Resource':'*'}"
            + "|Actions/Condition can contain only one colon.",
        "{'Effect':'Allow','Action':'e*:Run','Resource':'*'}|Vendor e* is not valid",
        "{'Effect':'Allow','Action':'*','Resource':'i-1'}"
            + "|Resource i-1 must be in ARN format or \"*\".",
        "{'Effect':'Allow','Action':'*','Resource':'arn:azure:s3:::b'}"
            + "|Partition \"azure\" is not valid for resource \"arn:azure:s3:::b\".",
        "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s*:::b'}"
            + "|Resource vendor must be fully qualified and cannot contain regexes.",
        "{'Sid':'a b','Effect':'Allow','Action':'*','Resource':'*'}"
            + "|Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the"
            + " regular expression [0-9A-Za-z]*",
        "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}"
            + "|Policy document should not specify a principal.",
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringIs':{'a:b':'c'}}}"
            + "|Invalid Condition type : StringIs.",
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'IpAddress':{'a:b':'c'}}}"
            + "|Invalid value \"c\" for condition operator IpAddress.",
      })
  void namesTheFaultOfAStatementAsIamDoes(String statement, String message) {
    assertRefused(Documents.of(statement), PolicyKind.IDENTITY, message);
  }

  @Test
  void wantsUniqueSids() {
    String statement = "{'Sid':'one','Effect':'Allow','Action':'*','Resource':'*'}";
    assertRefused(
        Documents.of(statement, statement),
        PolicyKind.IDENTITY,
        "Statement IDs (SID) in a single policy must be unique.");
  }

  @Test
  void wantsTheCurrentVersionOfManagedPolicies() {
    assertRefused(
        Documents.quoted("{'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}"),
        PolicyKind.MANAGED,
        "Policy document must be version 2012-10-17 or greater.");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Effect':'Allow','Action':'sts:AssumeRole'}|Missing required field Principal",
        "{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Resource':'*'}"
            + "|Has prohibited field Resource",
        "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject'}"
            + "|AssumeRole policy may only specify STS AssumeRole actions.",
        "{'Effect':'Allow','Principal':{'AWS':'nobody'},'Action':'sts:AssumeRole'}"
            + "|Invalid principal in policy: \"AWS\":\"nobody\"",
        "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::123456789012:user/*'},"
            + "'Action':'sts:AssumeRole'}"
            + "|Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789012:user/*\"",
        "{'Effect':'Allow','Principal':{'Service':'ec2'},'Action':'sts:AssumeRole'}"
            + "|Invalid principal in policy: \"Service\":\"ec2\"",
      })
  void namesTheFaultOfATrustPolicyAsIamDoes(String statement, String message) {
    assertRefused(Documents.of(statement), PolicyKind.TRUST, message);
  }

  @Test
  void saysOfATrustPolicyThatItIsNoJson() {
    assertRefused("{", PolicyKind.TRUST, "This policy contains invalid Json");
  }

  @Test
  void refusesDeepAndHugeDocuments() {
    assertRefused("[".repeat(100_000), PolicyKind.IDENTITY, SYNTAX);
    String nested = "{'a':".repeat(2_000) + "1" + "}".repeat(2_000);
    assertRefused(Documents.quoted(nested), PolicyKind.IDENTITY, SYNTAX);
    String padding = " ".repeat(PolicyParser.LONGEST_DOCUMENT);
    String fine = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    assertRefused(Documents.of(fine) + padding, PolicyKind.IDENTITY, SYNTAX);
  }

  @Test
  void readsStringsAndListsAlike() {
    Policy policy =
        parser.parse(
            Documents.quoted(
                "{'Id':'x','Statement':{'Sid':'s','Effect':'Deny','NotAction':['iam:*','sts:*'],"
                    + "'Resource':['arn:aws:ec2:*','arn:aws:s3:::b/${aws:username}/*'],"
                    + "'Condition':{'Bool':{'aws:SecureTransport':false},"
                    + "'NumericLessThan':{'s3:max-keys':10}}}}"),
            PolicyKind.IDENTITY);
    assertThat(policy.version()).isEqualTo("2008-10-17");
    assertThat(policy.id()).isEqualTo("x");
    Statement statement = policy.statements().getFirst();
    assertThat(statement.sid()).isEqualTo("s");
    assertThat(statement.effect()).isEqualTo(Effect.DENY);
    assertThat(statement.actions().negated()).isTrue();
    assertThat(statement.actions().patterns()).hasSize(2);
    assertThat(statement.conditions()).hasSize(2);
  }

  @Test
  void compilesADocumentOnce() {
    PolicyCache cache = new PolicyCache(1);
    String one = Documents.of("{'Effect':'Allow','Action':'*','Resource':'*'}");
    String other = Documents.of("{'Effect':'Deny','Action':'*','Resource':'*'}");
    Policy first = cache.compile(one, PolicyKind.IDENTITY);
    assertThat(cache.compile(one, PolicyKind.IDENTITY)).isSameAs(first);
    cache.compile(other, PolicyKind.IDENTITY);
    assertThat(cache.compile(one, PolicyKind.IDENTITY)).isNotSameAs(first);
  }

  private void assertRefused(String document, PolicyKind kind, String message) {
    assertThatThrownBy(() -> parser.parse(document, kind))
        .isInstanceOfSatisfying(
            MalformedPolicyException.class,
            malformed -> {
              assertThat(malformed.toServiceError().code()).isEqualTo("MalformedPolicyDocument");
              assertThat(malformed.toServiceError().status()).isEqualTo(400);
              assertThat(malformed.toServiceError().message())
                  .matches(Pattern.quote(message) + PLACE);
            });
  }
}
