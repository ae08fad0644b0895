package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Stacks that go on when somebody has said so: wait conditions and creation policies. */
final class WaitConditionTest {
  private static final String COMMON =
      """
      import boto3, json, os, time, urllib.error, urllib.request
      cfn = boto3.client('cloudformation')
      def stack(name):
          return cfn.describe_stacks(StackName=name)['Stacks'][0]
      def wait(name, passes, seconds=90):
          end = time.time() + seconds
          while not passes(stack(name)):
              assert time.time() < end, (
                  stack(name), cfn.describe_stack_events(StackName=name)['StackEvents'])
              time.sleep(0.05)
          return stack(name)
      def reach(name, status):
          return wait(name, lambda s: s['StackStatus'] == status)
      def reasons(name):
          return [e.get('ResourceStatusReason', '') for e in
                  cfn.describe_stack_events(StackName=name)['StackEvents']]
      """;

  private static final String HANDLES =
      COMMON
          + """
          template = json.dumps({'Resources': {
              'Handle': {'Type': 'AWS::CloudFormation::WaitConditionHandle'},
              'Ready': {'Type': 'AWS::CloudFormation::WaitCondition',
                        'Properties': {'Handle': {'Ref': 'Handle'}, 'Timeout': '300', 'Count': 2}}},
              'Outputs': {'Data': {'Value': {'Fn::GetAtt': ['Ready', 'Data']}}}})
          def signal(name, **body):
              handle = cfn.describe_stack_resource(StackName=name, LogicalResourceId='Handle')[
                  'StackResourceDetail']['PhysicalResourceId']
              url = os.environ['AWS_ENDPOINT_URL'] + handle[handle.index('/', 8):]
              try:
                  urllib.request.urlopen(urllib.request.Request(
                      url, method='PUT', data=json.dumps(body).encode()))
                  return 200
              except urllib.error.HTTPError as e:
                  return e.code
          def begin(name):
              cfn.create_stack(StackName=name, TemplateBody=template)
              wait(name, lambda s: any(
                  e['LogicalResourceId'] == 'Ready' for e in
                  cfn.describe_stack_events(StackName=name)['StackEvents']))
          begin('ready')
          assert signal('ready', Status='SUCCESS', UniqueId='1', Data='one') == 200
          assert signal('ready', Status='SUCCESS', UniqueId='1', Data='one again') == 200
          assert signal('ready', Status='PERHAPS', UniqueId='2') == 400
          assert stack('ready')['StackStatus'] == 'CREATE_IN_PROGRESS'
          assert signal('ready', Status='SUCCESS', UniqueId='2', Data='two') == 200
          data = reach('ready', 'CREATE_COMPLETE')['Outputs'][0]['OutputValue']
          assert json.loads(data) == {'1': 'one again', '2': 'two'}, data

          begin('broken')
          assert signal('broken', Status='FAILURE', UniqueId='1', Reason='no disk') == 200
          reach('broken', 'ROLLBACK_COMPLETE')
          assert any("failed message: 'no disk' for uniqueId: 1" in r for r in reasons('broken')), (
              reasons('broken'))
          # Five minutes of a clock that runs sixty times as fast.
          begin('late')
          reach('late', 'ROLLBACK_COMPLETE')
          assert any('timed out. Received 0 conditions when expecting 2' in r
                     for r in reasons('late')), reasons('late')
          print('waited')
          """;

  private static final String INSTANCES =
      COMMON
          + """
          ec2 = boto3.client('ec2')
          image = ec2.describe_images(Owners=['amazon'])['Images'][0]['ImageId']
          template = '''
          Resources:
            Handle: {Type: AWS::CloudFormation::WaitConditionHandle}
            Web:
              Type: AWS::EC2::Instance
              Properties:
                ImageId: IMAGE
                InstanceType: t3.micro
                UserData:
                  Fn::Base64: !Sub |
                    #!/bin/bash
                    curl -sf -X PUT --data-binary \
          '{"Status": "SUCCESS", "UniqueId": "web", "Data": "up"}' '${Handle}'
            Ready:
              Type: AWS::CloudFormation::WaitCondition
              DependsOn: Web
              Properties: {Handle: !Ref Handle, Timeout: 600}
          Outputs:
            Data: {Value: !GetAtt Ready.Data}
          '''.replace('IMAGE', image)
          cfn.create_stack(StackName='web', TemplateBody=template)
          outputs = reach('web', 'CREATE_COMPLETE')['Outputs']
          assert json.loads(outputs[0]['OutputValue']) == {'web': 'up'}, outputs

          policy = json.dumps({'Resources': {'Web': {
              'Type': 'AWS::EC2::Instance',
              'CreationPolicy': {'ResourceSignal': {'Count': 1, 'Timeout': 'PT10M'}},
              'Properties': {'ImageId': image, 'InstanceType': 't3.micro'}}}})
          cfn.create_stack(StackName='signalled', TemplateBody=policy)
          def running():
              return [i for r in ec2.describe_instances(Filters=[
                  {'Name': 'tag:aws:cloudformation:stack-name', 'Values': ['signalled']},
                  {'Name': 'instance-state-name', 'Values': ['running']}])['Reservations']
                      for i in r['Instances']]
          wait('signalled', lambda s: running())
          assert stack('signalled')['StackStatus'] == 'CREATE_IN_PROGRESS'
          cfn.signal_resource(StackName='signalled', LogicalResourceId='Web', Status='SUCCESS',
                              UniqueId=running()[0]['InstanceId'])
          reach('signalled', 'CREATE_COMPLETE')
          assert any('Received SUCCESS signal with UniqueId i-' in r for r in reasons('signalled'))
          cfn.delete_stack(StackName='signalled')
          cfn.delete_stack(StackName='web')
          end = time.time() + 60
          while [s for s in cfn.list_stacks()['StackSummaries']
                 if s['StackStatus'] != 'DELETE_COMPLETE']:
              assert time.time() < end, cfn.list_stacks()
              time.sleep(0.1)
          print('signalled')
          """;

  @Test
  void goOnceTheirHandleWasSignalledOftenEnough() {
    Machine.requirePython("boto3");
    try (RunningCroft croft = RunningCroft.memory("--speed", "60")) {
      assertThat(croft.python(HANDLES).succeeded()).isEqualTo("waited");
    }
  }

  @Test
  void areSignalledFromInsideOfInstances() {
    Machine.requireInstances();
    Machine.requirePython("boto3");
    try (RunningCroft croft = RunningCroft.linux()) {
      assertThat(croft.python(INSTANCES).succeeded()).isEqualTo("signalled");
    }
  }
}
