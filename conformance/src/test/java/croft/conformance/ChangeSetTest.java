package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would change, by boto3, and {@code aws cloudformation deploy}, which asks for it. */
final class ChangeSetTest {
  private static final String TEMPLATE =
      """
      Description: A shop
      Parameters:
        Title: {Type: String, Default: News}
        Block: {Type: String, Default: 10.7.0.0/16}
      Resources:
        Network:
          Type: AWS::EC2::VPC
          Properties: {CidrBlock: !Ref Block}
        Topic:
          Type: AWS::SNS::Topic
          Properties:
            DisplayName: !Ref Title
            Tags: [{Key: network, Value: !Ref Network}]
        Going: {Type: AWS::SNS::Topic}
      Outputs:
        Topic: {Value: !GetAtt Topic.TopicName}
      """;

  private static final String DIFFERENCES =
      """
      import boto3, botocore, sys, time
      cfn = boto3.client('cloudformation')
      template = open(sys.argv[1]).read()
      def make(name, kind, body, **parameters):
          cfn.create_change_set(StackName='shop', ChangeSetName=name, ChangeSetType=kind,
              TemplateBody=body, Parameters=[{'ParameterKey': k, 'ParameterValue': v}
                                             for k, v in parameters.items()])
          found = cfn.describe_change_set(StackName='shop', ChangeSetName=name,
                                          IncludePropertyValues=True)
          return found, {c['ResourceChange']['LogicalResourceId']: c['ResourceChange']
                         for c in found['Changes']}
      def execute(name, status):
          cfn.execute_change_set(StackName='shop', ChangeSetName=name)
          end = time.time() + 60
          while (now := cfn.describe_stacks(StackName='shop')['Stacks'][0])['StackStatus'] != status:
              assert now['StackStatus'].endswith('_IN_PROGRESS') and time.time() < end, now
              time.sleep(0.05)
          return now
      found, changes = make('first', 'CREATE', template)
      assert found['Status'] == 'CREATE_COMPLETE' and found['ExecutionStatus'] == 'AVAILABLE', found
      assert {k: v['Action'] for k, v in changes.items()} == {
          'Network': 'Add', 'Topic': 'Add', 'Going': 'Add'}, changes
      assert '{{changeSet:KNOWN_AFTER_APPLY}}' in changes['Topic']['AfterContext'], changes
      assert cfn.describe_stacks(StackName='shop')['Stacks'][0]['StackStatus'] == 'REVIEW_IN_PROGRESS'
      assert boto3.client('sns').list_topics()['Topics'] == [], 'nothing is made yet'
      now = execute('first', 'CREATE_COMPLETE')
      assert now['ChangeSetId'] == found['ChangeSetId'], now
      assert len(boto3.client('sns').list_topics()['Topics']) == 2

      found, changes = make('nothing', 'UPDATE', template)
      assert found['Status'] == 'FAILED', found
      assert "didn't contain changes" in found['StatusReason'], found
      try:
          cfn.update_stack(StackName='shop', TemplateBody=template)
          raise AssertionError('updated nothing')
      except botocore.exceptions.ClientError as e:
          assert e.response['Error']['Message'] == 'No updates are to be performed.', e

      found, changes = make('title', 'UPDATE', template, Title='Old')
      assert list(changes) == ['Topic'], changes
      topic = changes['Topic']
      assert (topic['Action'], topic['Replacement'], topic['Scope']) == (
          'Modify', 'False', ['Properties']), topic
      assert topic['Details'] == [{
          'Target': {'Attribute': 'Properties', 'Name': 'DisplayName',
                     'RequiresRecreation': 'Never', 'Path': '/Properties/DisplayName',
                     'BeforeValue': 'News', 'AfterValue': 'Old', 'AttributeChangeType': 'Modify'},
          'Evaluation': 'Static', 'ChangeSource': 'ParameterReference',
          'CausingEntity': 'Title'}], topic['Details']

      less = template.replace('  Going: {Type: AWS::SNS::Topic}\\n', '')
      found, changes = make('block', 'UPDATE', less, Block='10.8.0.0/16')
      assert {k: (v['Action'], v.get('Replacement')) for k, v in changes.items()} == {
          'Network': ('Modify', 'True'), 'Topic': ('Modify', 'False'),
          'Going': ('Remove', None)}, changes
      assert changes['Going']['PolicyAction'] == 'Delete', changes
      detail = changes['Topic']['Details'][0]
      assert detail['Evaluation'] == 'Dynamic' and detail['CausingEntity'] == 'Network', detail
      assert [s['ChangeSetName'] for s in cfn.list_change_sets(StackName='shop')['Summaries']] == [
          'first', 'nothing', 'title', 'block']
      execute('block', 'UPDATE_COMPLETE')
      after = [v['CidrBlock'] for v in boto3.client('ec2').describe_vpcs()['Vpcs']]
      assert '10.8.0.0/16' in after and '10.7.0.0/16' not in after, after
      assert len(boto3.client('sns').list_topics()['Topics']) == 1
      try:
          cfn.execute_change_set(StackName='shop', ChangeSetName='block')
          raise AssertionError('executed twice')
      except botocore.exceptions.ClientError as e:
          assert e.response['Error']['Code'] == 'InvalidChangeSetStatus', e
      secret = ('{"Parameters": {"P": {"Type": "String", "NoEcho": true}}, "Resources": {"Topic": {'
                '"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::Sub": "a-${P}"}}}}}')
      for value in ['hush1', 'hush2']:
          name = 'of-' + value
          kind = 'CREATE' if value == 'hush1' else 'UPDATE'
          cfn.create_change_set(StackName='secret', ChangeSetName=name, ChangeSetType=kind,
              TemplateBody=secret, Parameters=[{'ParameterKey': 'P', 'ParameterValue': value}])
          told = str(cfn.describe_change_set(StackName='secret', ChangeSetName=name,
                                             IncludePropertyValues=True))
          assert 'a-****' in told and 'hush' not in told.replace('of-hush', ''), told
          cfn.execute_change_set(StackName='secret', ChangeSetName=name)
          waiter = cfn.get_waiter('stack_%s_complete' % kind.lower())
          waiter.wait(StackName='secret', WaiterConfig={'Delay': 1})
      events = str(cfn.describe_stack_events(StackName='secret')['StackEvents'])
      assert 'a-****' in events and 'hush' not in events, events
      shown = [t for t in boto3.client('sns').list_topics()['Topics'] if ':secret-' in t['TopicArn']]
      attributes = boto3.client('sns').get_topic_attributes(TopicArn=shown[0]['TopicArn'])
      assert attributes['Attributes']['DisplayName'] == 'a-hush2', attributes
      summary = cfn.get_template_summary(StackName='shop')
      assert sorted(summary['ResourceTypes']) == ['AWS::EC2::VPC', 'AWS::SNS::Topic'], summary
      valid = cfn.validate_template(TemplateBody=template)
      assert [p['ParameterKey'] for p in valid['Parameters']] == ['Title', 'Block'], valid
      print('told apart')
      """;

  @Test
  void tellsWhatWouldChangeAndDoesJustThat() throws IOException {
    Machine.requirePython("boto3");
    try (RunningCroft croft = RunningCroft.memory()) {
      Path file = Files.writeString(croft.home().resolve("shop.yaml"), TEMPLATE);
      assertThat(croft.python(DIFFERENCES, file.toString()).succeeded()).isEqualTo("told apart");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "/usr/bin/aws"})
  void isDeployedByTheCommandLine(String aws) throws IOException {
    Machine.require(aws, "it is the client under test: install the package awscli");
    try (RunningCroft croft = RunningCroft.memory()) {
      Path file = Files.writeString(croft.home().resolve("shop.yaml"), TEMPLATE);
      String said = deploy(croft, aws, file, "Title=News");
      assertThat(said).contains("Successfully created/updated stack - shop");
      assertThat(deploy(croft, aws, file, "Title=News")).contains("No changes to deploy");
      Program.Outcome title =
          croft.run(
              aws,
              "cloudformation",
              "describe-stacks",
              "--stack-name",
              "shop",
              "--query",
              "Stacks[0].[StackStatus, Parameters[?ParameterKey=='Title'].ParameterValue|[0]]",
              "--endpoint-url",
              croft.endpoint(),
              "--output",
              "text");
      assertThat(title.succeeded()).isEqualTo("CREATE_COMPLETE\tNews");
    }
  }

  private static String deploy(RunningCroft croft, String aws, Path file, String parameter) {
    return croft
        .run(
            aws,
            "cloudformation",
            "deploy",
            "--stack-name",
            "shop",
            "--template-file",
            file.toString(),
            "--no-fail-on-empty-changeset",
            "--endpoint-url",
            croft.endpoint(),
            "--parameter-overrides",
            parameter)
        .succeeded();
  }
}
