package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.iam.IamClient;

/** An instance whose role may read one bucket and not another, with the credentials it is given. */
final class S3InstanceRoleTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ASK =
      """
      cat > /root/ask.py <<'EOF'
      import botocore.session, sys
      from botocore import UNSIGNED
      from botocore.config import Config
      from botocore.exceptions import ClientError
      verb, bucket = sys.argv[1:3]
      config = Config(signature_version=UNSIGNED) if verb == 'unsigned' else Config()
      s3 = botocore.session.get_session().create_client(
          's3', 'us-west-2', endpoint_url='http://169.254.169.254:4566', config=config)
      try:
          if verb == 'put':
              s3.put_object(Bucket=bucket, Key='mine', Body=b'mine')
          else:
              print(s3.get_object(Bucket=bucket, Key='secret.txt')['Body'].read().decode())
      except ClientError as error:
          print(error.response['Error']['Code'])
      EOF
      """;

  private static final String BUCKETS =
      """
      import boto3
      s3 = boto3.client('s3')
      where = {'LocationConstraint': 'us-west-2'}
      for name in ('readable', 'unreadable', 'from-the-vpc'):
          s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
          s3.put_object(Bucket=name, Key='secret.txt', Body=b'of ' + name.encode())
      s3.delete_public_access_block(Bucket='from-the-vpc')
      """;

  private static final String FROM_VPC =
      """
      import boto3, json, sys
      boto3.client('s3').put_bucket_policy(Bucket='from-the-vpc', Policy=json.dumps({
          'Version': '2012-10-17', 'Statement': {
              'Effect': 'Allow', 'Principal': '*', 'Action': 's3:GetObject',
              'Resource': 'arn:aws:s3:::from-the-vpc/*',
              'Condition': {'StringEquals': {'aws:SourceVpc': sys.argv[1]}}}}))
      """;

  @Test
  void itsRoleReadsOneBucketAndNotAnother() {
    Machine.requirePython("boto3");
    try (RunningCroft croft = RunningCroft.linux();
        Ec2Client ec2 = Clients.root(croft).ec2()) {
      croft.python(BUCKETS).succeeded();
      makeRole(Clients.root(croft));
      Instance instance =
          new Cloud(ec2).run(r -> r.iamInstanceProfile(profile -> profile.name("reader")));
      String id = instance.instanceId();
      assumeTrue(
          croft.inside(id, "python3 -c 'import botocore'").succeeded(),
          "the instance, whose root is this machine's, has no botocore: install python3-botocore");
      croft.told(id, ASK);
      Await.until(SOON, () -> ask(croft, id, "get readable"), text -> text.equals("of readable"));
      assertThat(ask(croft, id, "get unreadable")).isEqualTo("AccessDenied");
      assertThat(ask(croft, id, "put readable")).isEqualTo("AccessDenied");

      assertThat(ask(croft, id, "unsigned from-the-vpc")).isEqualTo("AccessDenied");
      croft.python(FROM_VPC, instance.vpcId()).succeeded();
      assertThat(ask(croft, id, "unsigned from-the-vpc")).isEqualTo("of from-the-vpc");
      String outside = croft.endpoint() + "/from-the-vpc/secret.txt";
      assertThat(croft.run("curl", "-s", outside).succeeded()).contains("AccessDenied");
    }
  }

  private static String ask(RunningCroft croft, String instanceId, String what) {
    return croft.seen(instanceId, "python3 /root/ask.py " + what);
  }

  private static void makeRole(Clients root) {
    try (IamClient iam = root.iam()) {
      iam.createRole(r ->
          r.roleName("reader")
              .assumeRolePolicyDocument(
                  """
                  {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                    "Principal": {"Service": "ec2.amazonaws.com"},
                    "Action": "sts:AssumeRole"}}
                  """));
      iam.putRolePolicy(r ->
          r.roleName("reader")
              .policyName("read-one-bucket")
              .policyDocument(
                  """
                  {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                    "Action": "s3:GetObject", "Resource": "arn:aws:s3:::readable/*"}}
                  """));
      iam.createInstanceProfile(r -> r.instanceProfileName("reader"));
      iam.addRoleToInstanceProfile(r -> r.instanceProfileName("reader").roleName("reader"));
    }
  }
}
