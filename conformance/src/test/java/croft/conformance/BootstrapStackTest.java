package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.CommandOutput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Instances of stacks make themselves by cfn-init and say so by cfn-signal, without a role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BootstrapStackTest {
  private static final String STACK =
      """
      import boto3, botocore, json, sys
      cfn, s3 = boto3.client('cloudformation'), boto3.client('s3')
      name, command, image = sys.argv[1:]
      s3.create_bucket(Bucket=name, CreateBucketConfiguration={'LocationConstraint': 'us-west-2'})
      s3.put_object(Bucket=name, Key='a folder/file', Body=b'from the bucket')
      keys = boto3.Session().get_credentials()
      data = '''#!/bin/bash -v
      yum update -y aws-cfn-bootstrap
      /opt/aws/bin/cfn-init -s ${AWS::StackId} -r Web --region ${AWS::Region}
      /opt/aws/bin/cfn-signal -e $? --stack ${AWS::StackName} --resource Web --region ${AWS::Region}
      '''
      template = {'Resources': {'Web': {
          'Type': 'AWS::EC2::Instance',
          'CreationPolicy': {'ResourceSignal': {'Timeout': 'PT2M'}},
          'Metadata': {
              'AWS::CloudFormation::Init': {'config': {
                  'files': {
                      '/etc/made': {'content': {'Fn::Sub': 'by ${AWS::StackName}'}},
                      '/etc/object': {'source': f'https://{name}.s3.amazonaws.com/a%20folder/file'}},
                  'commands': {'one': {'command': command}}}},
              'AWS::CloudFormation::Authentication': {'own': {
                  'type': 'S3', 'accessKeyId': keys.access_key, 'secretKey': keys.secret_key,
                  'buckets': [name]}}},
          'Properties': {'ImageId': image,
                         'UserData': {'Fn::Base64': {'Fn::Sub': data}}}}}}
      cfn.create_stack(StackName=name, TemplateBody=json.dumps(template))
      try:
          cfn.get_waiter('stack_create_complete').wait(
              StackName=name, WaiterConfig={'Delay': 1, 'MaxAttempts': 90})
      except botocore.exceptions.WaiterError:
          pass
      reasons = [e.get('ResourceStatusReason', '')
                 for e in cfn.describe_stack_events(StackName=name)['StackEvents']]
      status = cfn.describe_stacks(StackName=name)['Stacks'][0]['StackStatus']
      made = cfn.describe_stack_resource(StackName=name, LogicalResourceId='Web')
      print(status, made['StackResourceDetail'].get('PhysicalResourceId'), reasons)
      """;

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void aStackIsThereWhenItsInstanceHasMadeItself() {
    String[] told = stack("made", "true").split(" ", 3);
    assertThat(told[0]).as(told[2]).isEqualTo("CREATE_COMPLETE");
    assertThat(told[2]).contains("Received SUCCESS signal with UniqueId " + told[1]);
    assertThat(croft.told(told[1], "cat /etc/made /etc/object"))
        .isEqualTo("by madefrom the bucket");

    CommandOutput again =
        croft.inside(told[1], "cfn-signal --stack made --resource Web --region us-west-2");
    assertThat(again.exitStatus()).isEqualTo(1);
    assertThat(again.stderr().text())
        .contains("is in CREATE_COMPLETE state and can not be signaled");

    String other = cloud.run(r -> {}).instanceId();
    CommandOutput foreign = croft.inside(other, "cfn-get-metadata -s made -r Web");
    assertThat(foreign.exitStatus()).isEqualTo(1);
    assertThat(foreign.stderr().text()).contains("AccessDenied", other);
    CommandOutput forged =
        croft.inside(
            other,
            "curl -s -H \"Authorization: CFN_V1 $(printf '{\"accountId\": \"123456789012\"}' | base64):AAAA\""
                + " 'http://169.254.169.254:4566/?Action=DescribeStackResource&StackName=made"
                + "&LogicalResourceId=Web&Version=2010-05-15'");
    assertThat(forged.stdout().text()).contains("InvalidClientTokenId").doesNotContain("/etc/made");
  }

  @Test
  void aStackFailsWithItsInstance() {
    String told = stack("failed", "exit 4");
    assertThat(told).startsWith("ROLLBACK_COMPLETE").contains("Received FAILURE signal");
  }

  private String stack(String name, String command) {
    return croft.python(STACK, name, command, cloud.image()).succeeded();
  }
}
