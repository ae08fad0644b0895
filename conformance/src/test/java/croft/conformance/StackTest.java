package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of CloudFormation's stacks, by boto3. */
final class StackTest {
  private static final String COMMON =
      """
      import boto3, botocore, json, time
      cfn, ec2 = boto3.client('cloudformation'), boto3.client('ec2')
      def vpcs(**tags):
          found = ec2.describe_vpcs(Filters=[{'Name': 'tag:' + k.replace('_', '-'), 'Values': [v]}
                                             for k, v in tags.items()])
          return sorted(v['VpcId'] for v in found['Vpcs'])
      def stack(name):
          return cfn.describe_stacks(StackName=name)['Stacks'][0]
      def resource(name, logical):
          return cfn.describe_stack_resource(StackName=name, LogicalResourceId=logical)[
              'StackResourceDetail']
      def outputs(name):
          return {o['OutputKey']: o['OutputValue'] for o in stack(name)['Outputs']}
      def events(name, logical=None):
          pages = cfn.get_paginator('describe_stack_events').paginate(StackName=name)
          found = [e for page in pages for e in page['StackEvents']]
          return [e['ResourceStatus'] for e in reversed(found)
                  if e['LogicalResourceId'] == (logical or name.split('/')[-2:][0])]
      def wait(name, status, seconds=60):
          end = time.time() + seconds
          while (now := stack(name))['StackStatus'] != status:
              assert time.time() < end and now['StackStatus'].endswith('_IN_PROGRESS'), (
                  now, cfn.describe_stack_events(StackName=name)['StackEvents'])
              time.sleep(0.05)
          return now
      def refused(code, words, call, **given):
          try:
              call(**given)
          except botocore.exceptions.ClientError as e:
              assert e.response['Error']['Code'] == code, e
              assert words in e.response['Error']['Message'], e
          else:
              raise AssertionError('not refused: ' + words)
      NETWORK = '''
      AWSTemplateFormatVersion: 2010-09-09
      Description: Two networks
      Parameters:
        Block: {Type: String, Default: 10.7.0.0/16}
        Names: {Type: String, Default: 'false', AllowedValues: ['true', 'false']}
        Second: {Type: String, Default: 'no'}
        Secret: {Type: String, NoEcho: true, Default: hush}
      Conditions:
        Both: !Equals [!Ref Second, 'yes']
      Resources:
        Front:
          Type: AWS::EC2::VPC
          Properties:
            CidrBlock: !Ref Block
            EnableDnsHostnames: !Ref Names
            Tags: [{Key: Name, Value: !Sub '${AWS::StackName}-front'}]
        Back:
          Type: AWS::EC2::VPC
          Condition: Both
          Properties:
            CidrBlock: !Select [1, !Cidr [!GetAtt Front.CidrBlock, 2, 12]]
            Tags: [{Key: Peer, Value: !Ref Front}]
      Outputs:
        Vpc: {Value: !Ref Front, Export: {Name: !Sub '${AWS::StackName}-vpc'}}
        Group: {Value: !GetAtt Front.DefaultSecurityGroup}
        Other: {Value: !Ref Back, Condition: Both}
      '''
      def given(**values):
          return [{'ParameterKey': k, 'ParameterValue': v} for k, v in values.items()]
      """;

  private static final String LIFE =
      COMMON
          + """
          arn = cfn.create_stack(StackName='net', TemplateBody=NETWORK,
                                 Parameters=given(Second='yes'),
                                 Tags=[{'Key': 'team', 'Value': 'shop'}])['StackId']
          assert arn.startswith('arn:aws:cloudformation:us-west-2:123456789012:stack/net/'), arn
          now = wait('net', 'CREATE_COMPLETE')
          assert now['Description'] == 'Two networks' and now['StackId'] == arn, now
          assert {p['ParameterKey']: p['ParameterValue'] for p in now['Parameters']} == {
              'Block': '10.7.0.0/16', 'Names': 'false', 'Second': 'yes', 'Secret': '****'}, now
          assert now['Tags'] == [{'Key': 'team', 'Value': 'shop'}], now
          front, back = outputs('net')['Vpc'], outputs('net')['Other']
          assert vpcs(Name='net-front') == [front] and vpcs(Peer=front) == [back]
          assert vpcs(team='shop') == sorted([front, back])
          assert vpcs(**{'aws:cloudformation:logical_id': 'Back'}) == [back]
          shown = ec2.describe_vpcs(VpcIds=[back])['Vpcs'][0]
          assert shown['CidrBlock'] == '10.7.16.0/20', shown
          groups = ec2.describe_security_groups(GroupIds=[outputs('net')['Group']])
          assert groups['SecurityGroups'][0]['VpcId'] == front
          assert events('net', 'Front') == ['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS',
                                            'CREATE_COMPLETE'], events('net', 'Front')
          assert events('net') == ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'], events('net')
          assert resource('net', 'Back')['PhysicalResourceId'] == back
          assert cfn.get_template(StackName='net')['TemplateBody'] == NETWORK
          assert cfn.list_exports()['Exports'] == [
              {'ExportingStackId': arn, 'Name': 'net-vpc', 'Value': front}]
          refused('AlreadyExistsException', 'Stack [net] already exists', cfn.create_stack,
                  StackName='net', TemplateBody=NETWORK)

          cfn.update_stack(StackName='net', UsePreviousTemplate=True,
                           Parameters=given(Names='true'))
          wait('net', 'UPDATE_COMPLETE')
          assert outputs('net')['Vpc'] == front, 'changed in place'
          on = ec2.describe_vpc_attribute(VpcId=front, Attribute='enableDnsHostnames')
          assert on['EnableDnsHostnames']['Value']
          assert vpcs(Peer=front) == [], 'its condition holds no more'
          assert 'Other' not in outputs('net')
          assert events('net')[2:] == ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
                                       'UPDATE_COMPLETE'], events('net')

          cfn.update_stack(StackName='net', UsePreviousTemplate=True, Parameters=[
              {'ParameterKey': 'Names', 'UsePreviousValue': True}] + given(Block='10.8.0.0/16'))
          wait('net', 'UPDATE_COMPLETE')
          replaced = outputs('net')['Vpc']
          assert replaced != front and vpcs(Name='net-front') == [replaced]
          steps = events('net', 'Front')
          assert steps[-2:] == ['UPDATE_COMPLETE', 'DELETE_COMPLETE'], steps

          cfn.delete_stack(StackName='net')
          wait(arn, 'DELETE_COMPLETE')
          assert vpcs(team='shop') == []
          refused('ValidationError', 'Stack with id net does not exist', cfn.describe_stacks,
                  StackName='net')
          assert [s['StackStatus'] for s in cfn.list_stacks()['StackSummaries']] == [
              'DELETE_COMPLETE']
          print('lived')
          """;

  private static final String FAILURES =
      COMMON
          + """
          broken = NETWORK.replace('!Select [1, !Cidr [!GetAtt Front.CidrBlock, 2, 12]]', '10.0.0.0/8')
          arn = cfn.create_stack(StackName='broken', TemplateBody=broken,
                                 Parameters=given(Second='yes'))['StackId']
          now = wait(arn, 'ROLLBACK_COMPLETE')
          assert vpcs(Name='broken-front') == []
          failed = [e for e in cfn.describe_stack_events(StackName=arn)['StackEvents']
                    if e['ResourceStatus'] == 'CREATE_FAILED']
          assert [e['LogicalResourceId'] for e in failed] == ['Back'], failed
          assert "InvalidVpc.Range" in failed[0]['ResourceStatusReason'], failed
          assert events('broken') == ['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS',
                                      'ROLLBACK_COMPLETE'], events('broken')
          refused('ValidationError', 'is in ROLLBACK_COMPLETE state and can not be updated',
                  cfn.update_stack, StackName='broken', TemplateBody=NETWORK)
          cfn.delete_stack(StackName='broken')
          wait(arn, 'DELETE_COMPLETE')

          arn = cfn.create_stack(StackName='kept', TemplateBody=broken, OnFailure='DO_NOTHING',
                                 Parameters=given(Second='yes'))['StackId']
          wait(arn, 'CREATE_FAILED')
          assert len(vpcs(Name='kept-front')) == 1
          cfn.delete_stack(StackName='kept')
          wait(arn, 'DELETE_COMPLETE')
          assert vpcs(Name='kept-front') == []

          arn = cfn.create_stack(StackName='net', TemplateBody=NETWORK)['StackId']
          wait('net', 'CREATE_COMPLETE')
          front = outputs('net')['Vpc']
          for change in [dict(Names='true'), dict(Block='10.8.0.0/16'),
                         dict(Names='true', Block='10.8.0.0/16')]:
              cfn.update_stack(StackName='net', TemplateBody=broken,
                               Parameters=given(Second='yes', **change))
              wait('net', 'UPDATE_ROLLBACK_COMPLETE')
              assert outputs('net')['Vpc'] == front
              assert vpcs(Name='net-front') == [front], 'what replaced it is gone'
              on = ec2.describe_vpc_attribute(VpcId=front, Attribute='enableDnsHostnames')
              assert not on['EnableDnsHostnames']['Value'], change
              assert vpcs(Peer=front) == []
              assert cfn.get_template(StackName='net')['TemplateBody'] == NETWORK
          assert events('net')[-4:] == [
              'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS',
              'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE']
          cfn.update_stack(StackName='net', TemplateBody=NETWORK, Parameters=given(Names='true'))
          wait('net', 'UPDATE_COMPLETE')
          assert outputs('net')['Vpc'] == front

          importer = json.dumps({'Resources': {'Mine': {'Type': 'AWS::EC2::VPC', 'Properties': {
              'CidrBlock': '10.9.0.0/16',
              'Tags': [{'Key': 'Other', 'Value': {'Fn::ImportValue': 'net-vpc'}}]}}}})
          cfn.create_stack(StackName='importer', TemplateBody=importer)
          wait('importer', 'CREATE_COMPLETE')
          assert len(vpcs(Other=front)) == 1
          assert cfn.list_imports(ExportName='net-vpc')['Imports'] == ['importer']
          refused('ValidationError', 'Export net-vpc cannot be deleted as it is in use by importer',
                  cfn.delete_stack, StackName='net')
          cfn.delete_stack(StackName='importer')
          cfn.get_waiter('stack_delete_complete').wait(
              StackName='importer', WaiterConfig={'Delay': 1})
          cfn.update_termination_protection(StackName='net', EnableTerminationProtection=True)
          refused('ValidationError', 'cannot be deleted while TerminationProtection is enabled',
                  cfn.delete_stack, StackName='net')
          cfn.update_termination_protection(StackName='net', EnableTerminationProtection=False)
          keeper = NETWORK.replace('Type: AWS::EC2::VPC\\n', 'Type: AWS::EC2::VPC\\n    DeletionPolicy: Retain\\n', 1)
          assert keeper != NETWORK
          cfn.update_stack(StackName='net', TemplateBody=keeper)
          wait('net', 'UPDATE_COMPLETE')
          cfn.delete_stack(StackName='net')
          wait(arn, 'DELETE_COMPLETE')
          assert vpcs(Name='net-front') == [front]
          assert events(arn, 'Front')[-1] == 'DELETE_SKIPPED', events(arn, 'Front')
          print('taken back')
          """;

  private static final String REFUSALS =
      COMMON
          + """
          def bad(words, template, **more):
              refused('ValidationError', words, cfn.create_stack, StackName='bad',
                      TemplateBody=template, **more)
          vpc = '{"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}}'
          bad('JSON not well-formed. (line 2, column', '{"Resources":\\n {"A": }}')
          bad('YAML not well-formed. (line 2, column', 'Resources:\\n  A: [')
          bad('At least one Resources member must be defined.', '{"Resources": {}}')
          bad("Invalid template property or properties [Resource]", '{"Resource": {"A": %s}}' % vpc)
          bad('Unrecognized resource types: [AWS::Mars::Rover]',
              '{"Resources": {"A": {"Type": "AWS::Mars::Rover"}}}')
          bad('Unresolved resource dependencies [B] in the Resources block of the template',
              '{"Resources": {"A": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": '
              '{"Ref": "B"}}}}}')
          bad('Circular dependency between resources: [A, B]', json.dumps({'Resources': {
              a: {'Type': 'AWS::EC2::VPC', 'Properties': {
                  'Tags': [{'Key': 'other', 'Value': {'Ref': b}}]}}
              for a, b in [('A', 'B'), ('B', 'A')]}}))
          bad('extraneous key [CidrBlok] is not permitted',
              '{"Resources": {"A": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlok": "x"}}}}')
          bad('Parameters: [Size] must have values',
              '{"Parameters": {"Size": {"Type": "Number"}}, "Resources": {"A": %s}}' % vpc)
          bad('Parameters: [Siez] do not exist in the template', NETWORK,
              Parameters=given(Siez='1'))
          bad("Parameter 'Names' must be one of AllowedValues", NETWORK,
              Parameters=given(Names='perhaps'))
          bomb = 'a: &a [x, x, x, x, x, x, x, x, x]\\n' + ''.join(
              '%s: &%s [%s]\\n' % (c, c, ', '.join(['*' + chr(ord(c) - 1)] * 9)) for c in 'bcdefgh')
          bad('Template format error', bomb)
          bad('Template format error', '{"Resources": ' + '[' * 5000 + ']' * 5000 + '}')
          for name, template in [
                  ('The section Rules', {'Rules': {'A': {}}}),
                  ('The transform AWS::Include', {'Transform': 'AWS::Include'}),
                  ('The dynamic reference {{resolve:ssm:x}}', {'Resources': {'A': {
                      'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '{{resolve:ssm:x}}'}}}})]:
              refused('UnsupportedOperation', name + ' ', cfn.create_stack, StackName='bad',
                      TemplateBody=json.dumps({'Resources': {'B': json.loads(vpc)}} | template))
          bad('resource type AWS::EC2::VPC does not support deletion policy Snapshot', json.dumps(
              {'Resources': {'A': {'Type': 'AWS::EC2::VPC', 'DeletionPolicy': 'Snapshot'}}}))
          refused('UnsupportedOperation', 'RoleARN', cfn.create_stack, StackName='bad',
                  TemplateBody='{"Resources": {"A": %s}}' % vpc,
                  RoleARN='arn:aws:iam::123456789012:role/maker')
          assert cfn.list_stacks()['StackSummaries'] == []
          print('refused')
          """;

  @BeforeAll
  static void look() {
    Machine.requirePython("boto3");
  }

  @Test
  void isMadeChangedReplacedAndRemoved() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(LIFE).succeeded()).isEqualTo("lived");
    }
  }

  @Test
  void takesBackWhatFailed() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(FAILURES).succeeded()).isEqualTo("taken back");
    }
  }

  @Test
  void refusesWhatIsNoTemplateBeforeAnythingIsMade() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(REFUSALS).succeeded()).isEqualTo("refused");
    }
  }
}
