package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.iam.IamClient;

/** What an instance learns about itself, and what its role lets it do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InstanceMetadataTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String METADATA = "http://169.254.169.254/latest/";
  private static final String TOKEN =
      "token=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "
          + METADATA
          + "api/token); ";

  /** Calls STS from inside with nothing but Python's own library: SigV4 by hand. */
  private static final String WHO_AM_I =
      """
      cat > /root/who.py <<'EOF'
      import datetime, hashlib, hmac, json, sys, urllib.request
      keys = json.load(sys.stdin)
      url, host = 'http://169.254.169.254:4566/', '169.254.169.254:4566'
      body = 'Action=GetCallerIdentity&Version=2011-06-15'
      now = datetime.datetime.utcnow().strftime('%Y%m%dT%H%M%SZ')
      scope = now[:8] + '/us-west-2/sts/aws4_request'
      sha = lambda text: hashlib.sha256(text.encode()).hexdigest()
      mac = lambda key, text: hmac.new(key, text.encode(), hashlib.sha256).digest()
      form = 'application/x-www-form-urlencoded'
      signed = {'content-type': form, 'host': host, 'x-amz-date': now,
                'x-amz-security-token': keys['Token']}
      names = ';'.join(sorted(signed))
      canonical = '\\n'.join(['POST', '/', ''] + [n + ':' + signed[n] for n in sorted(signed)]
                            + ['', names, sha(body)])
      key = ('AWS4' + keys['SecretAccessKey']).encode()
      for part in scope.split('/'):
          key = mac(key, part)
      signature = mac(key, '\\n'.join(['AWS4-HMAC-SHA256', now, scope, sha(canonical)])).hex()
      signed['Authorization'] = ('AWS4-HMAC-SHA256 Credential=' + keys['AccessKeyId'] + '/' + scope
                                 + ', SignedHeaders=' + names + ', Signature=' + signature)
      request = urllib.request.Request(url, data=body.encode(), headers=signed)
      print(urllib.request.urlopen(request).read().decode())
      EOF
      curl -sf -H "X-aws-ec2-metadata-token: $token" \
          http://169.254.169.254/latest/meta-data/iam/security-credentials/worker \
          | python3 /root/who.py
      """;

  private final RunningCroft croft = RunningCroft.linux();
  private final Clients root = Clients.root(croft);
  private final Ec2Client ec2 = root.ec2();
  private final Cloud cloud = new Cloud(ec2);

  @BeforeAll
  void makeRole() {
    try (IamClient iam = root.iam()) {
      iam.createRole(r ->
          r.roleName("worker")
              .assumeRolePolicyDocument(
                  """
                  {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                    "Principal": {"Service": "ec2.amazonaws.com"},
                    "Action": "sts:AssumeRole"}}
                  """));
      iam.createInstanceProfile(r -> r.instanceProfileName("worker"));
      iam.addRoleToInstanceProfile(r -> r.instanceProfileName("worker").roleName("worker"));
    }
  }

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void itTellsWhatDescribeInstancesTells() {
    Instance instance = cloud.run(r -> {});
    assertThat(get(instance, "meta-data/instance-id")).isEqualTo(instance.instanceId());
    assertThat(get(instance, "meta-data/local-ipv4")).isEqualTo(instance.privateIpAddress());
    assertThat(get(instance, "meta-data/public-ipv4")).isEqualTo(instance.publicIpAddress());
    assertThat(get(instance, "meta-data/placement/availability-zone"))
        .isEqualTo(instance.placement().availabilityZone());
    assertThat(get(instance, "dynamic/instance-identity/document"))
        .contains("\"instanceId\"", instance.instanceId());
    assertThat(croft.told(instance.instanceId(), "hostname"))
        .isEqualTo(instance.privateDnsName().split("\\.", -1)[0]);
  }

  @Test
  void itAsksForTokensWhereTheyAreRequired() {
    Instance open = cloud.run(r -> r.metadataOptions(m -> m.httpTokens(HttpTokensState.OPTIONAL)));
    assertThat(status(open)).isEqualTo("200");
    ec2.modifyInstanceMetadataOptions(
        r -> r.instanceId(open.instanceId()).httpTokens(HttpTokensState.REQUIRED));
    Await.until(SOON, () -> status(open), status -> status.equals("401"));
    assertThat(get(open, "meta-data/instance-id")).isEqualTo(open.instanceId());
    ec2.modifyInstanceMetadataOptions(
        r -> r.instanceId(open.instanceId()).httpEndpoint(InstanceMetadataEndpointState.DISABLED));
    Await.until(SOON, () -> status(open), status -> status.equals("403"));
  }

  @Test
  void eachInstanceCallsWithCredentialsOfItsOwn() {
    var two = cloud.launch(2, r -> r.iamInstanceProfile(profile -> profile.name("worker")));
    for (Instance instance : two) {
      assertThat(croft.told(instance.instanceId(), TOKEN + WHO_AM_I))
          .contains("arn:aws:sts::123456789012:assumed-role/worker/" + instance.instanceId());
    }
    assertThat(two)
        .extracting(i -> get(i, "meta-data/iam/security-credentials/worker"))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.contains("\"AccessKeyId\" : \"ASIA") || text.contains("ASIA"));
  }

  private String get(Instance instance, String path) {
    return croft.told(
        instance.instanceId(),
        TOKEN + "curl -sf -H \"X-aws-ec2-metadata-token: $token\" " + METADATA + path);
  }

  private String status(Instance instance) {
    return croft.told(
        instance.instanceId(),
        "curl -s -o /dev/null -w '%{http_code}' " + METADATA + "meta-data/instance-id");
  }
}
