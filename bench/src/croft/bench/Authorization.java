package croft.bench;

import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.AuthorizationRequest;
import croft.services.iam.policy.PolicyEvaluator;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicyParser;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestContext;
import croft.services.iam.policy.RequestPrincipal;
import croft.wire.sigv4.AccessKey;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What it costs to verify and allow a call, against a server that takes every signature; and one
 * decision over many statements, alone.
 */
final class Authorization {
  private static final int POLICIES = 10;
  private static final int STATEMENTS = 50;
  private static final int TURNS = 7;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final String REQUEST = "Action=DescribeRegions";

  private final CroftProcess.Launcher launcher;

  Authorization(CroftProcess.Launcher launcher) {
    this.launcher = launcher;
  }

  /** Microseconds a signed, verified and allowed call takes longer than one that is let through. */
  record Cost(double openMicroseconds, double allowedMicroseconds) {
    double added() {
      return allowedMicroseconds - openMicroseconds;
    }
  }

  /** One client, in turns: latency is what a caller feels, and both servers meet the same noise. */
  Cost cost(Path home) throws Exception {
    Path openHome = Files.createDirectory(home.resolve("open"));
    Path checkedHome = Files.createDirectory(home.resolve("checked"));
    try (CroftProcess open = CroftProcess.start(launcher, openHome, "--auth", "open");
        CroftProcess checked = CroftProcess.start(launcher, checkedHome)) {
      // The root's key is let through there without a look at the store or the signature.
      Signed user = new Signed(checked.signed().port(), userWithPolicy(checked));
      Load openLoad = new Load(open.signed().port(), open.signed().ec2(REQUEST), 1);
      Load checkedLoad = new Load(user.port(), user.ec2(REQUEST), 1);
      openLoad.run(WARM_UP);
      checkedLoad.run(WARM_UP);
      List<Double> opens = new ArrayList<>();
      List<Double> checks = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        opens.add(1e6 / openLoad.run(TURN));
        checks.add(1e6 / checkedLoad.run(TURN));
      }
      return new Cost(new Spread(opens).median(), new Spread(checks).median());
    } finally {
      CroftProcess.purge(launcher, openHome);
      CroftProcess.purge(launcher, checkedHome);
    }
  }

  private static AccessKey userWithPolicy(CroftProcess server) throws IOException {
    iam(server, "Action=CreateUser&UserName=bench");
    iam(
        server,
        "Action=PutUserPolicy&UserName=bench&PolicyName=p&PolicyDocument="
            + URLEncoder.encode(document(0, 5), StandardCharsets.UTF_8));
    String key = iam(server, "Action=CreateAccessKey&UserName=bench");
    return AccessKey.of(element(key, "AccessKeyId"), element(key, "SecretAccessKey"), null);
  }

  private static String iam(CroftProcess server, String parameters) throws IOException {
    try (Connection connection = new Connection(server.signed().port())) {
      Connection.Answer answer = connection.send(server.signed().iam(parameters));
      if (answer.status() != 200) {
        throw new IOException(parameters.split("&", 2)[0] + " answers " + answer.status() + ": " + answer.body());
      }
      return answer.body();
    }
  }

  private static String element(String xml, String name) {
    Matcher found = Pattern.compile("<" + name + ">([^<]*)<").matcher(xml);
    if (!found.find()) {
      throw new IllegalStateException("no " + name + " in " + xml);
    }
    return found.group(1);
  }

  /** Microseconds of one decision over every statement of ten policies: the last one allows. */
  static double decisionMicroseconds() {
    PolicyParser parser = new PolicyParser();
    List<AttachedPolicy> policies =
        IntStream.range(0, POLICIES)
            .mapToObj(i ->
                new AttachedPolicy("p" + i, parser.parse(document(i, STATEMENTS), PolicyKind.MANAGED)))
            .toList();
    PolicySet set = PolicySet.ofIdentity(policies);
    PolicyEvaluator evaluator = new PolicyEvaluator();
    RequestContext context =
        RequestContext.of(
            Map.of("aws:SourceIp", List.of("203.0.113.9"), "aws:username", List.of("ann")));
    AuthorizationRequest request =
        new AuthorizationRequest(
            RequestPrincipal.user("123456789012", "arn:aws:iam::123456789012:user/ann", "AIDA"),
            "ec2:DescribeRegions",
            "*",
            "123456789012",
            context);
    List<Double> microseconds = new ArrayList<>();
    for (int turn = 0; turn < 3 * TURNS; turn++) {
      int decisions = 2_000;
      long started = System.nanoTime();
      for (int i = 0; i < decisions; i++) {
        if (!evaluator.evaluate(request, set).allowed()) {
          throw new IllegalStateException("denied");
        }
      }
      microseconds.add((System.nanoTime() - started) / 1e3 / decisions);
    }
    return new Spread(microseconds.subList(TURNS, microseconds.size())).median();
  }

  /** Statements on other services, with wildcards and conditions; the last one allows EC2's reads. */
  private static String document(int number, int statements) {
    String others =
        IntStream.range(0, statements - 1)
            .mapToObj(i ->
                """
                {"Effect":"%s","Action":["s3:Get*","s3:List*","dynamodb:*Item"],\
                "Resource":["arn:aws:s3:::bucket-%d-%d/*","arn:aws:dynamodb:*:*:table/t%d-*"],\
                "Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}"""
                    .formatted(i % 10 == 0 ? "Deny" : "Allow", number, i, i))
            .collect(Collectors.joining(","));
    return """
        {"Version":"2012-10-17","Statement":[%s,\
        {"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}]}"""
        .formatted(others);
  }
}
