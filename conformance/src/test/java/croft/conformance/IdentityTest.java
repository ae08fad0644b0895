package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Who may do what: signatures, users, policies and roles, as clients meet them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityTest {
  private static final String ALL_BUT_TERMINATE =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "ec2:TerminateInstances", "Resource": "*"}]}
      """;

  /** Signs with botocore, then sends what its first argument says. */
  private static final String SEND_ODDLY =
      """
      import sys, datetime, urllib.request, urllib.error, botocore.auth, botocore.session
      from botocore.awsrequest import AWSRequest
      session = botocore.session.get_session()
      import os
      url, oddity = os.environ['AWS_ENDPOINT_URL'], sys.argv[1]
      body = 'Action=DescribeVpcs&Version=2016-11-15'
      if oddity.startswith('skew'):
          hours = int(oddity[4:])
          botocore.auth.get_current_datetime = (
              lambda remove_tzinfo=True: datetime.datetime.utcnow() + datetime.timedelta(hours=hours))
      request = AWSRequest(method='POST', url=url, data=body,
                           headers={'Content-Type': 'application/x-www-form-urlencoded'})
      region = 'eu-west-1' if oddity == 'region' else 'us-west-2'
      botocore.auth.SigV4Auth(session.get_credentials(), 'ec2', region).add_auth(request)
      sent = dict(request.headers)
      if oddity == 'tampered':
          body = body.replace('Vpcs', 'Subnets')
      send = urllib.request.Request(url + '/', data=body.encode(), headers=sent, method='POST')
      try:
          with urllib.request.urlopen(send) as answer:
              print(answer.status)
      except urllib.error.HTTPError as e:
          text = e.read().decode()
          print(e.code, text[text.index('<Code>') + 6:text.index('</Code>')])
      """;

  private final RunningCroft croft = RunningCroft.memory();
  private final Clients root = Clients.root(croft);
  private final Ec2Client ec2 = root.ec2();
  private final IamClient iam = root.iam();

  @AfterAll
  void close() {
    iam.close();
    ec2.close();
    croft.close();
  }

  private AccessKey user(String name) {
    iam.createUser(r -> r.userName(name));
    return iam.createAccessKey(r -> r.userName(name)).accessKey();
  }

  @Test
  void aPolicyThatForbidsToTerminateReallyForbidsIt() {
    Clients user = root.as(user("operator"));
    iam.putUserPolicy(
        r -> r.userName("operator").policyName("operate").policyDocument(ALL_BUT_TERMINATE));
    try (Ec2Client operator = user.ec2()) {
      String id = new Cloud(operator).run(r -> {}).instanceId();
      AwsServiceException refusal =
          refused(() -> operator.terminateInstances(r -> r.instanceIds(id)));
      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("UnauthorizedOperation");
      assertThat(refusal.statusCode()).isEqualTo(403);
      assertThat(refusal.getMessage())
          .contains("arn:aws:iam::123456789012:user/operator", "ec2:TerminateInstances", id);
      assertThat(new Cloud(ec2).look(id).state().name()).isEqualTo(InstanceStateName.RUNNING);

      iam.deleteUserPolicy(r -> r.userName("operator").policyName("operate"));
      assertThat(refused(operator::describeInstances).awsErrorDetails().errorCode())
          .isEqualTo("UnauthorizedOperation");
      ec2.terminateInstances(r -> r.instanceIds(id));
      new Cloud(ec2).become(id, InstanceStateName.TERMINATED);
    }
  }

  @Test
  void anAssumedRoleMayWhatItsPolicySays() {
    Clients user = root.as(user("visitor"));
    iam.putUserPolicy(
        r -> r.userName("visitor").policyName("assume").policyDocument(allow("sts:AssumeRole")));
    String role =
        iam.createRole(r ->
                r.roleName("reader")
                    .assumeRolePolicyDocument(
                        """
                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                          "Principal": {"AWS": "arn:aws:iam::123456789012:user/visitor"},
                          "Action": "sts:AssumeRole"}}
                        """))
            .role()
            .arn();
    iam.putRolePolicy(
        r -> r.roleName("reader").policyName("read").policyDocument(allow("ec2:Describe*")));
    Credentials session;
    try (var sts = user.sts();
        var direct = user.ec2()) {
      assertThat(refused(direct::describeVpcs).statusCode()).isEqualTo(403);
      session = sts.assumeRole(r -> r.roleArn(role).roleSessionName("a-visit")).credentials();
    }
    try (var sts = root.as(session).sts();
        var assumed = root.as(session).ec2()) {
      assertThat(sts.getCallerIdentity().arn())
          .isEqualTo("arn:aws:sts::123456789012:assumed-role/reader/a-visit");
      assertThat(assumed.describeVpcs().vpcs()).isNotEmpty();
      AwsServiceException refusal = refused(() -> assumed.createKeyPair(r -> r.keyName("no")));
      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("UnauthorizedOperation");
    }
    try (var other = root.as(user("stranger")).sts()) {
      assertThat(
              refused(() -> other.assumeRole(r -> r.roleArn(role).roleSessionName("a-try")))
                  .awsErrorDetails()
                  .errorCode())
          .isEqualTo("AccessDenied");
    }
    Credentials forged = session.toBuilder().sessionToken(session.sessionToken() + "A").build();
    try (var assumed = root.as(forged).ec2()) {
      assertThat(refused(assumed::describeVpcs).statusCode()).isIn(401, 403);
    }
  }

  private static String allow(String action) {
    return """
    {"Version": "2012-10-17", "Statement":
      {"Effect": "Allow", "Action": "%s", "Resource": "*"}}
    """
        .formatted(action);
  }

  @Test
  void aWrongSecretAndAnUnknownKeyAreRefused() {
    RunningCroft.Credentials own = croft.credentials();
    try (Ec2Client wrong = root.as(AwsBasicCredentials.create(own.accessKeyId(), "x")).ec2();
        Ec2Client unknown = root.as(AwsBasicCredentials.create("AKIA234567ABCDEFGHIJ", "x")).ec2();
        var sts = root.as(AwsBasicCredentials.create(own.accessKeyId(), "x")).sts()) {
      // java.net's connections keep the body of a 401 to themselves, so the status is what is seen.
      assertThat(refused(wrong::describeVpcs).statusCode()).isEqualTo(401);
      assertThat(refused(unknown::describeVpcs).statusCode()).isEqualTo(401);
      assertThat(refused(sts::getCallerIdentity).awsErrorDetails().errorCode())
          .isEqualTo("SignatureDoesNotMatch");
    }
  }

  @Test
  void aKeyThatIsDeletedOrInactiveIsRefusedAtOnce() {
    AccessKey key = user("leaver");
    iam.putUserPolicy(
        r -> r.userName("leaver").policyName("read").policyDocument(allow("ec2:Describe*")));
    try (Ec2Client leaver = root.as(key).ec2()) {
      assertThat(leaver.describeVpcs().vpcs()).isNotEmpty();
      iam.updateAccessKey(
          r -> r.userName("leaver").accessKeyId(key.accessKeyId()).status("Inactive"));
      assertThat(refused(leaver::describeVpcs).statusCode()).isEqualTo(401);
      iam.deleteAccessKey(r -> r.userName("leaver").accessKeyId(key.accessKeyId()));
      assertThat(refused(leaver::describeVpcs).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whatWasSignedIsWhatCounts() {
    Machine.requirePython("botocore");
    assertThat(send("as signed")).isEqualTo("200");
    assertThat(send("region")).isEqualTo("200");
    assertThat(send("skew-1")).isEqualTo("400 RequestExpired");
    assertThat(send("skew2")).isEqualTo("400 RequestExpired");
    assertThat(send("tampered")).isEqualTo("401 AuthFailure");
  }

  private String send(String oddity) {
    return croft.python(SEND_ODDLY, oddity).succeeded();
  }

  @Test
  void anUnsignedRequestIsRefused() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(croft.endpoint() + "/"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "Action=DescribeInstances&Version=2016-11-15"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("<Code>MissingAuthenticationToken</Code>");
    }
  }

  private static AwsServiceException refused(ThrowingCallable call) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(refusal).as("the refusal").isNotNull();
    return refusal;
  }
}
