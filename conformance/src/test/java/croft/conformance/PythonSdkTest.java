package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** boto3: its clients, waiters and paginators. */
final class PythonSdkTest {
  private static final String LIFE =
      """
      import boto3
      ec2 = boto3.client('ec2')
      assert boto3.client('sts').get_caller_identity()['Account'] == '123456789012'
      image = ec2.describe_images(Owners=['amazon'])['Images'][0]['ImageId']
      run = ec2.run_instances(ImageId=image, MinCount=3, MaxCount=3, InstanceType='t3.micro')
      ids = [i['InstanceId'] for i in run['Instances']]
      assert all(i['State'] == {'Code': 0, 'Name': 'pending'} for i in run['Instances'])
      fast = {'Delay': 1, 'MaxAttempts': 60}
      ec2.get_waiter('instance_running').wait(InstanceIds=ids, WaiterConfig=fast)
      ec2.create_tags(Resources=ids, Tags=[{'Key': 'Name', 'Value': 'QConEC2'}])
      pages = ec2.get_paginator('describe_instances').paginate(
          Filters=[{'Name': 'tag:Name', 'Values': ['QCon*']}], PaginationConfig={'PageSize': 5})
      found = [i['InstanceId'] for p in pages for r in p['Reservations'] for i in r['Instances']]
      assert sorted(found) == sorted(ids), found
      ec2.stop_instances(InstanceIds=ids[:1])
      ec2.get_waiter('instance_stopped').wait(InstanceIds=ids[:1], WaiterConfig=fast)
      ec2.terminate_instances(InstanceIds=ids)
      ec2.get_waiter('instance_terminated').wait(InstanceIds=ids, WaiterConfig=fast)
      print('lived')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void livesAWholeLifeWithPretendedInstances() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(LIFE).succeeded()).isEqualTo("lived");
    }
  }

  @Test
  void livesAWholeLifeWithRealInstances() {
    try (RunningCroft croft = RunningCroft.linux()) {
      assertThat(croft.python(LIFE).succeeded()).isEqualTo("lived");
    }
  }
}
