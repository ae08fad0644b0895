package croft.services.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.iam.policy.Decision.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEvaluatorTest {
  private static final String HOME = "123456789012";
  private static final String OTHER = "999999999999";
  private static final String BUCKET = "arn:aws:s3:::bucket/key";
  private static final String USER_ARN = "arn:aws:iam::123456789012:user/ann";
  private static final String ROLE_ARN = "arn:aws:iam::123456789012:role/path/app";
  private static final String SESSION_ARN = "arn:aws:sts::123456789012:assumed-role/app/s1";
  private static final RequestPrincipal USER =
      RequestPrincipal.user(HOME, USER_ARN, "AIDAANN0000000000000");
  private static final RequestPrincipal SESSION =
      RequestPrincipal.roleSession(HOME, SESSION_ARN, ROLE_ARN, "AROAAPP00000000000000:s1");
  private static final RequestPrincipal ROOT = RequestPrincipal.root(HOME);

  private static final String ALLOW = "{'Effect':'Allow','Action':'s3:*','Resource':'*'}";
  private static final String DENY = "{'Effect':'Deny','Action':'s3:*','Resource':'*'}";
  private static final String ELSE = "{'Effect':'Allow','Action':'ec2:*','Resource':'*'}";

  private final PolicyEvaluator evaluator = new PolicyEvaluator();

  /**
   * Identity, boundary and session policy (a: allows, d: denies, e: allows something else, -: not
   * there) against the answer and the type that decided.
   */
  @ParameterizedTest(name = "identity {0}, boundary {1}, session {2}: {3} by {4}")
  @CsvSource({
    "a,-,-,ALLOWED,IDENTITY",
    "e,-,-,IMPLICIT_DENY,IDENTITY",
    "d,-,-,EXPLICIT_DENY,IDENTITY",
    "a,a,-,ALLOWED,IDENTITY",
    "a,e,-,IMPLICIT_DENY,PERMISSIONS_BOUNDARY",
    "a,d,-,EXPLICIT_DENY,PERMISSIONS_BOUNDARY",
    "e,a,-,IMPLICIT_DENY,IDENTITY",
    "a,-,a,ALLOWED,IDENTITY",
    "a,-,e,IMPLICIT_DENY,SESSION",
    "a,-,d,EXPLICIT_DENY,SESSION",
    "e,-,a,IMPLICIT_DENY,IDENTITY",
    "a,a,a,ALLOWED,IDENTITY",
    "a,e,e,IMPLICIT_DENY,PERMISSIONS_BOUNDARY",
    "d,e,d,EXPLICIT_DENY,IDENTITY",
  })
  void limitsIdentityPoliciesByBoundaryAndSession(
      String identity, String boundary, String session, Outcome outcome, PolicyType by) {
    PolicySet policies =
        new PolicySet(
            List.of(),
            List.of(),
            List.of(),
            false,
            List.of(policy(identity)),
            optional(boundary),
            optional(session),
            null);
    Decision decision = evaluator.evaluate(request(SESSION, HOME), policies);
    assertThat(decision.outcome()).isEqualTo(outcome);
    assertThat(decision.decidedBy()).isEqualTo(by);
  }

  @ParameterizedTest(name = "identity {0}, VPC endpoint {1}: {2} by {3}")
  @CsvSource({
    "a,a,ALLOWED,IDENTITY",
    "a,e,IMPLICIT_DENY,VPC_ENDPOINT",
    "a,d,EXPLICIT_DENY,VPC_ENDPOINT",
    "e,a,IMPLICIT_DENY,IDENTITY",
  })
  void limitsWhatComesThroughAnEndpointByItsPolicy(
      String identity, String endpoint, Outcome outcome, PolicyType by) {
    PolicySet policies =
        PolicySet.ofIdentity(List.of(policy(identity))).withEndpoint(List.of(policy(endpoint)));
    Decision decision = evaluator.evaluate(request(SESSION, HOME), policies);
    assertThat(decision.outcome()).isEqualTo(outcome);
    assertThat(decision.decidedBy()).isEqualTo(by);
  }

  @ParameterizedTest(name = "{0} with principal {1}: same account {2}, across {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "user|'*'|ALLOWED|IMPLICIT_DENY",
        "user|{'AWS':'*'}|ALLOWED|IMPLICIT_DENY",
        "user|{'AWS':'123456789012'}|IMPLICIT_DENY|IMPLICIT_DENY",
        "user|{'AWS':'arn:aws:iam::123456789012:root'}|IMPLICIT_DENY|IMPLICIT_DENY",
        "user|{'AWS':'arn:aws:iam::123456789012:user/ann'}|ALLOWED|IMPLICIT_DENY",
        "user|{'AWS':'arn:aws:iam::123456789012:user/bob'}|IMPLICIT_DENY|IMPLICIT_DENY",
        "user|{'AWS':'AIDAANN0000000000000'}|ALLOWED|IMPLICIT_DENY",
        "user|{'Service':'ec2.amazonaws.com'}|IMPLICIT_DENY|IMPLICIT_DENY",
        "session|{'AWS':'arn:aws:iam::123456789012:role/path/app'}|ALLOWED|IMPLICIT_DENY",
        "session|{'AWS':'arn:aws:sts::123456789012:assumed-role/app/s1'}|ALLOWED|IMPLICIT_DENY",
        "session|{'AWS':'arn:aws:sts::123456789012:assumed-role/app/s2'}"
            + "|IMPLICIT_DENY|IMPLICIT_DENY",
        "session|{'AWS':'AROAAPP00000000000000'}|ALLOWED|IMPLICIT_DENY",
        "session|{'AWS':'123456789012'}|IMPLICIT_DENY|IMPLICIT_DENY",
        "root|{'AWS':'123456789012'}|ALLOWED|ALLOWED",
        "root|{'AWS':'999999999999'}|ALLOWED|IMPLICIT_DENY",
        "anonymous|'*'|ALLOWED|ALLOWED",
        "anonymous|{'AWS':'123456789012'}|IMPLICIT_DENY|IMPLICIT_DENY",
        "service|{'Service':'ec2.amazonaws.com'}|ALLOWED|ALLOWED",
        "service|{'Service':'sns.amazonaws.com'}|IMPLICIT_DENY|IMPLICIT_DENY",
      })
  void letsAResourcePolicyAloneDecideWithinTheAccountOnly(
      String caller, String principal, Outcome same, Outcome across) {
    PolicySet policies =
        PolicySet.NONE.withResource(
            List.of(resource("'Effect':'Allow','Principal':" + principal)), false);
    assertThat(evaluator.evaluate(request(caller(caller), HOME), policies).outcome())
        .isEqualTo(same);
    assertThat(evaluator.evaluate(request(caller(caller), OTHER), policies).outcome())
        .isEqualTo(across);
  }

  @ParameterizedTest(name = "identity {0}, resource {1}: {2} by {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a|{'AWS':'123456789012'}|ALLOWED|IDENTITY",
        "a|{'AWS':'arn:aws:iam::123456789012:user/ann'}|ALLOWED|IDENTITY",
        "a|{'AWS':'999999999999'}|IMPLICIT_DENY|RESOURCE",
        "e|{'AWS':'123456789012'}|IMPLICIT_DENY|IDENTITY",
        "d|{'AWS':'123456789012'}|EXPLICIT_DENY|IDENTITY",
      })
  void wantsBothSidesAcrossAccounts(
      String identity, String principal, Outcome outcome, PolicyType by) {
    PolicySet policies =
        PolicySet.ofIdentity(List.of(policy(identity)))
            .withResource(List.of(resource("'Effect':'Allow','Principal':" + principal)), false);
    Decision decision = evaluator.evaluate(request(USER, OTHER), policies);
    assertThat(decision.outcome()).isEqualTo(outcome);
    assertThat(decision.decidedBy()).isEqualTo(by);
  }

  @ParameterizedTest(name = "{0} limited by {1}: {2}")
  @CsvSource({
    "arn:aws:iam::123456789012:role/path/app,boundary,IMPLICIT_DENY",
    "arn:aws:iam::123456789012:role/path/app,session,IMPLICIT_DENY",
    "arn:aws:sts::123456789012:assumed-role/app/s1,boundary,ALLOWED",
    "arn:aws:sts::123456789012:assumed-role/app/s1,session,ALLOWED",
  })
  void limitsAGrantToTheRoleButNotOneToTheSession(String arn, String limit, Outcome outcome) {
    PolicySet policies =
        PolicySet.NONE.withResource(
            List.of(resource("'Effect':'Allow','Principal':{'AWS':'" + arn + "'}")), false);
    policies =
        limit.equals("boundary")
            ? policies.withBoundary(List.of(policy("e")))
            : policies.withSession(List.of(policy("e")));
    assertThat(evaluator.evaluate(request(SESSION, HOME), policies).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "NotPrincipal {0} denies {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "['arn:aws:iam::123456789012:user/ann','arn:aws:iam::123456789012:root']|user|false",
        "['arn:aws:iam::123456789012:user/bob','arn:aws:iam::123456789012:root']|user|true",
        "['arn:aws:iam::123456789012:root']|user|false",
        "['arn:aws:iam::999999999999:root']|user|true",
        "['arn:aws:iam::123456789012:role/path/app']|session|false",
        "['arn:aws:sts::123456789012:assumed-role/app/s2']|session|true",
      })
  void sparesWhomNotPrincipalNames(String named, String caller, boolean denied) {
    PolicySet policies =
        PolicySet.ofIdentity(List.of(policy("a")))
            .withResource(
                List.of(resource("'Effect':'Deny','NotPrincipal':{'AWS':" + named + "}")), false);
    Decision decision = evaluator.evaluate(request(caller(caller), HOME), policies);
    assertThat(decision.outcome()).isEqualTo(denied ? Outcome.EXPLICIT_DENY : Outcome.ALLOWED);
  }

  @Test
  void deniesEvenTheRootWhereAResourcePolicyDenies() {
    PolicySet policies =
        PolicySet.NONE.withResource(List.of(resource("'Effect':'Deny','Principal':'*'")), false);
    Decision decision = evaluator.evaluate(request(ROOT, HOME), policies);
    assertThat(decision.reason("s3:GetObject"))
        .isEqualTo("with an explicit deny in a resource-based policy");
  }

  @Test
  void wantsEachLevelOfControlPoliciesToAllowEvenForTheRoot() {
    List<AttachedPolicy> allows = List.of(policy("a"));
    PolicySet both = PolicySet.NONE.withServiceControl(List.of(allows, allows));
    PolicySet one = PolicySet.NONE.withServiceControl(List.of(allows, List.of(policy("e"))));
    assertThat(evaluator.evaluate(request(ROOT, HOME), both).allowed()).isTrue();
    Decision decision = evaluator.evaluate(request(ROOT, HOME), one);
    assertThat(decision.reason("s3:GetObject"))
        .isEqualTo("because no service control policy allows the s3:GetObject action");
  }

  @Test
  void trustsNobodyTheTrustPolicyDoesNotName() {
    AttachedPolicy identity =
        Documents.identity("{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'*'}");
    AuthorizationRequest request =
        new AuthorizationRequest(USER, "sts:AssumeRole", ROLE_ARN, HOME, RequestContext.EMPTY);
    PolicySet mine = PolicySet.ofIdentity(List.of(identity));
    assertThat(evaluator.evaluate(request, mine.withResource(List.of(), true)).allowed()).isFalse();
    AttachedPolicy account = trust("'" + HOME + "'");
    assertThat(evaluator.evaluate(request, mine.withResource(List.of(account), true)).allowed())
        .isTrue();
    PolicySet nothingOfMine = PolicySet.NONE.withResource(List.of(account), true);
    assertThat(evaluator.evaluate(request, nothingOfMine).decidedBy())
        .isEqualTo(PolicyType.IDENTITY);
    PolicySet named = PolicySet.NONE.withResource(List.of(trust("'" + USER_ARN + "'")), true);
    assertThat(evaluator.evaluate(request, named).allowed()).isTrue();
  }

  @Test
  void tellsWhichStatementDecided() {
    PolicySet policies = Documents.identitySet(ALLOW, DENY.replace("{", "{'Sid':'No',"));
    Decision decision = evaluator.evaluate(request(USER, HOME), policies);
    assertThat(decision.statements()).hasSize(1);
    assertThat(decision.statements().getFirst().statement().sid()).isEqualTo("No");
    assertThat(decision.statements().getFirst().index()).isEqualTo(1);
    assertThat(decision.reason("s3:GetObject"))
        .isEqualTo("with an explicit deny in an identity-based policy");
  }

  /** AWS's example of tags: one may start only instances of one's own team. */
  @ParameterizedTest(name = "team {0} on {1}: {2}")
  @CsvSource({"red,red,ALLOWED", "red,blue,IMPLICIT_DENY", "-,red,IMPLICIT_DENY"})
  void comparesTagsOfPrincipalAndResource(String mine, String theirs, Outcome outcome) {
    PolicySet policies =
        Documents.identitySet(
            "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringEquals':"
                + "{'aws:ResourceTag/team':'${aws:PrincipalTag/team}'}}}");
    RequestContext.Builder context = RequestContext.builder();
    context.put("aws:ResourceTag/team", theirs);
    context.putIfKnown("aws:PrincipalTag/team", mine.equals("-") ? null : mine);
    AuthorizationRequest request =
        new AuthorizationRequest(USER, "s3:GetObject", BUCKET, HOME, context.build());
    assertThat(evaluator.evaluate(request, policies).outcome()).isEqualTo(outcome);
  }

  /** AWS's example of a wall: deny everything outside of some regions but global services. */
  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource({
    "s3:GetObject,eu-west-1,ALLOWED",
    "s3:GetObject,us-east-1,EXPLICIT_DENY",
    "iam:GetUser,us-east-1,ALLOWED",
  })
  void sparesNotActionFromADeny(String action, String region, Outcome outcome) {
    PolicySet policies =
        Documents.identitySet(
            "{'Effect':'Allow','Action':'*','Resource':'*'}",
            "{'Effect':'Deny','NotAction':['iam:*','route53:*'],'Resource':'*','Condition':"
                + "{'StringNotEquals':{'aws:RequestedRegion':['eu-west-1','eu-central-1']}}}");
    RequestContext context = RequestContext.of(Map.of("aws:RequestedRegion", List.of(region)));
    AuthorizationRequest request = new AuthorizationRequest(USER, action, BUCKET, HOME, context);
    assertThat(evaluator.evaluate(request, policies).outcome()).isEqualTo(outcome);
  }

  @Test
  void sparesNotResourceFromADeny() {
    PolicySet policies =
        Documents.identitySet(
            ALLOW, "{'Effect':'Deny','Action':'s3:*','NotResource':['arn:aws:s3:::bucket/*']}");
    assertThat(evaluator.evaluate(request(USER, HOME), policies).allowed()).isTrue();
    AuthorizationRequest elsewhere =
        new AuthorizationRequest(
            USER, "s3:GetObject", "arn:aws:s3:::else/key", HOME, RequestContext.EMPTY);
    assertThat(evaluator.evaluate(elsewhere, policies).outcome()).isEqualTo(Outcome.EXPLICIT_DENY);
  }

  private static AttachedPolicy policy(String letter) {
    return switch (letter) {
      case "a" -> Documents.identity(ALLOW);
      case "d" -> Documents.identity(ALLOW, DENY);
      default -> Documents.identity(ELSE);
    };
  }

  private static @Nullable List<AttachedPolicy> optional(String letter) {
    return letter.equals("-") ? null : List.of(policy(letter));
  }

  private static AttachedPolicy resource(String head) {
    return Documents.attached(
        PolicyKind.RESOURCE, "{" + head + ",'Action':'s3:*','Resource':'arn:aws:s3:::bucket/*'}");
  }

  private static AttachedPolicy trust(String principal) {
    return Documents.attached(
        PolicyKind.TRUST,
        "{'Effect':'Allow','Principal':{'AWS':" + principal + "},'Action':'sts:AssumeRole'}");
  }

  private static RequestPrincipal caller(String word) {
    return switch (word) {
      case "user" -> USER;
      case "session" -> SESSION;
      case "root" -> ROOT;
      case "service" -> RequestPrincipal.service("ec2.amazonaws.com");
      default -> RequestPrincipal.anonymous();
    };
  }

  private static AuthorizationRequest request(RequestPrincipal caller, String resourceAccount) {
    return new AuthorizationRequest(
        caller, "s3:GetObject", BUCKET, resourceAccount, RequestContext.EMPTY);
  }
}
