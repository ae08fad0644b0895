package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * AWS's sample templates of 2014, from a folder {@code shared/samples} beside the project; skipped
 * where it is not there.
 */
final class SampleTemplatesTest {
  private static final String INSTANCE =
      """
      import boto3, sys, time
      cfn, ec2 = boto3.client('cloudformation'), boto3.client('ec2')
      if not ec2.describe_key_pairs()['KeyPairs']:
          ec2.create_key_pair(KeyName='mine')
      body = open(sys.argv[1]).read()
      arn = cfn.create_stack(StackName='sample', TemplateBody=body, Parameters=[
          {'ParameterKey': 'KeyName', 'ParameterValue': 'mine'}])['StackId']
      def wait(status):
          end = time.time() + 90
          while (now := cfn.describe_stacks(StackName=arn)['Stacks'][0])['StackStatus'] != status:
              assert now['StackStatus'].endswith('_IN_PROGRESS') and time.time() < end, (
                  now, cfn.describe_stack_events(StackName=arn)['StackEvents'])
              time.sleep(0.1)
          return {o['OutputKey']: o['OutputValue'] for o in now.get('Outputs', [])}
      outputs = wait('CREATE_COMPLETE')
      found = ec2.describe_instances(InstanceIds=[outputs['InstanceId']])['Reservations'][0]
      instance = found['Instances'][0]
      assert instance['State']['Name'] == 'running' and instance['KeyName'] == 'mine', instance
      assert outputs['PublicIP'] == instance['PublicIpAddress'], outputs
      assert outputs['AZ'] == instance['Placement']['AvailabilityZone'], outputs
      group = ec2.describe_security_groups(
          GroupIds=[g['GroupId'] for g in instance['SecurityGroups']])['SecurityGroups'][0]
      assert [p['FromPort'] for p in group['IpPermissions']] == [22], group
      tags = {t['Key']: t['Value'] for t in instance['Tags']}
      assert tags['aws:cloudformation:stack-name'] == 'sample', tags
      if sys.argv[2] == 'delete':
          cfn.delete_stack(StackName='sample')
          wait('DELETE_COMPLETE')
          gone = ec2.describe_instances(InstanceIds=[instance['InstanceId']])['Reservations'][0]
          assert gone['Instances'][0]['State']['Name'] == 'terminated', gone
          assert not [g for g in ec2.describe_security_groups()['SecurityGroups']
                      if g['GroupName'] != 'default']
      print(instance['InstanceId'])
      """;

  private static final String VALID =
      """
      import boto3, botocore, sys
      cfn = boto3.client('cloudformation')
      for path in sys.argv[1:]:
          body = open(path).read()
          try:
              cfn.validate_template(TemplateBody=body)
              print('valid', path.split('/')[-1])
          except botocore.exceptions.ClientError as e:
              error = e.response['Error']
              named = error['Code'] == 'UnsupportedOperation'
              print(error['Message'] if named else error['Message'].split(':')[1].strip())
      """;

  private static Path samples() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/samples"))) {
      folder = folder.getParent();
    }
    assumeTrue(folder != null, "AWS's sample templates are not beside the project");
    return folder.resolve("shared/samples");
  }

  @Test
  void anInstanceWithItsSecurityGroupReallyRuns() {
    Path sample = samples().resolve("EC2InstanceWithSecurityGroupSample.template");
    Machine.requireInstances();
    Machine.requirePython("boto3");
    try (RunningCroft croft = RunningCroft.linux()) {
      croft.python(INSTANCE, sample.toString(), "delete").succeeded();
      String id = croft.python(INSTANCE, sample.toString(), "keep").succeeded();
      assertThat(croft.told(id, "cat /proc/1/comm")).isNotEmpty();
    }
  }

  /** Each is a template Croft can read; what it lacks is a resource type, and says so by name. */
  @Test
  void allAreReadAndWhatIsMissingIsNamed() throws IOException {
    List<String> paths;
    try (Stream<Path> files = Files.list(samples())) {
      paths = files.map(Path::toString).filter(p -> p.endsWith(".template")).sorted().toList();
    }
    Machine.requirePython("boto3");
    try (RunningCroft croft = RunningCroft.memory()) {
      String said = croft.python(VALID, paths.toArray(String[]::new)).succeeded();
      assertThat(said.lines()).hasSameSizeAs(paths);
      assertThat(said.lines().filter(line -> !isAnswered(line))).isEmpty();
      assertThat(said).contains("valid EC2InstanceWithSecurityGroupSample.template");
    }
  }

  private static boolean isAnswered(String line) {
    return line.startsWith("valid ")
        || line.equals("Unrecognized resource types")
        || line.endsWith(" is not supported by Croft.");
  }
}
