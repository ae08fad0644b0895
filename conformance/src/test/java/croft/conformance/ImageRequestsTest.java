package croft.conformance;

import org.junit.jupiter.api.Test;

/** What two accounts may do with images, and what is refused, as boto3 sees it. */
final class ImageRequestsTest {
  private static final String IMAGE =
      """
      ec2 = ours.client('ec2')
      other_ec2 = theirs.client('ec2')
      host = ec2.describe_images(Owners=['amazon'])['Images'][0]['ImageId']
      def launch(client, image):
          return client.run_instances(ImageId=image, MinCount=1, MaxCount=1,
                                      InstanceType='t3.micro')['Instances'][0]['InstanceId']
      def image(name, **arguments):
          instance = launch(ec2, host)
          ec2.get_waiter('instance_running').wait(
              InstanceIds=[instance], WaiterConfig={'Delay': 1})
          made = ec2.create_image(InstanceId=instance, Name=name, **arguments)['ImageId']
          ec2.get_waiter('image_available').wait(ImageIds=[made], WaiterConfig={'Delay': 1})
          return made
      """;

  @Test
  void whatIsSharedIsSeenAndLaunched() {
    TwoAccounts.run(
        IMAGE
            + """
            made = image('shared', NoReboot=True)
            refused('InvalidAMIID.NotFound', launch, client=other_ec2, image=made)
            ec2.modify_image_attribute(ImageId=made, LaunchPermission={'Add': [{'UserId': other}]})
            assert launch(other_ec2, made).startswith('i-')
            seen = other_ec2.describe_images(ExecutableUsers=['self'])['Images']
            assert [i['ImageId'] for i in seen] == [made], seen
            refused('AuthFailure', other_ec2.deregister_image, ImageId=made)
            told = refused('OperationNotPermitted', ec2.modify_image_attribute, ImageId=made,
                           LaunchPermission={'Add': [{'Group': 'all'}]})
            assert 'DisableImageBlockPublicAccess' in told, told
            ec2.reset_image_attribute(ImageId=made, Attribute='launchPermission')
            refused('InvalidAMIID.NotFound', launch, client=other_ec2, image=made)
            """);
  }

  @Test
  void aRebootIsPartOfAnImageUnlessItIsNot() {
    TwoAccounts.run(
        IMAGE
            + """
            made = image('rebooted')
            found = ec2.describe_images(ImageIds=[made])['Images'][0]
            instance = found['SourceInstanceId']
            state = ec2.describe_instances(InstanceIds=[instance])
            assert state['Reservations'][0]['Instances'][0]['State']['Name'] == 'running'
            refused('InvalidAMIName.Duplicate', ec2.create_image, InstanceId=instance,
                    Name='rebooted')
            refused('InvalidAMIName.Malformed', ec2.create_image, InstanceId=instance, Name='no!')
            refused('DryRunOperation', ec2.create_image, InstanceId=instance, Name='dry',
                    DryRun=True)
            """);
  }

  @Test
  void whoMayNotIsTold() {
    TwoAccounts.run(
        IMAGE
            + """
            made = image('guarded', NoReboot=True)
            guest = user(ours, 'guest', {'Effect': 'Allow', 'Action': 'ec2:Describe*',
                                         'Resource': '*'}).client('ec2')
            assert guest.describe_images(ImageIds=[made])['Images']
            for call, arguments in [
                    (guest.deregister_image, {}), (guest.disable_image, {}),
                    (guest.copy_image, {'Name': 'copy', 'SourceRegion': 'us-west-2'}),
                    (guest.modify_image_attribute, {'Description': {'Value': 'mine'}}),
                    (guest.enable_image_deregistration_protection, {})]:
                name = 'SourceImageId' if 'SourceRegion' in arguments else 'ImageId'
                refused('UnauthorizedOperation', call, **{name: made}, **arguments)
            refused('UnauthorizedOperation', guest.import_image,
                    DiskContainers=[{'Url': 's3://b/k'}])
            refused('UnauthorizedOperation', guest.get_image_block_public_access_state)
            """);
  }

  @Test
  void archivesAreImportedAndDisksAreRefused() {
    TwoAccounts.runS3(
        IMAGE
            + """
            bucket('archives')
            put('archives', 'root.tar', body=b'x' * 100000)
            task = ec2.import_image(Description='small', DiskContainers=[
                {'UserBucket': {'S3Bucket': 'archives', 'S3Key': 'root.tar'}}])
            assert task['Status'] == 'active', task
            def look():
                return ec2.describe_import_image_tasks(
                    ImportTaskIds=[task['ImportTaskId']])['ImportImageTasks'][0]
            done = until(look, lambda seen: seen['Status'] == 'completed')
            assert done['SnapshotDetails'][0]['DiskImageSize'] == 100000, done
            assert launch(ec2, done['ImageId'])
            put('archives', 'empty.tar', body=b'')
            task = ec2.import_image(DiskContainers=[{'Url': 's3://archives/empty.tar'}])
            failed = until(look, lambda seen: seen['Status'] == 'deleted')
            assert 'ClientError' in failed['StatusMessage'], failed
            refused('IncorrectState', ec2.cancel_import_task, ImportTaskId=task['ImportTaskId'])
            refused('InvalidParameter', ec2.import_image,
                    DiskContainers=[{'Url': 's3://archives/none.tar'}])
            told = refused('UnsupportedOperation', ec2.import_image,
                           DiskContainers=[{'Format': 'VMDK', 'Url': 's3://archives/root.tar'}])
            assert 'VMDK' in told, told
            stranger = user(theirs, 'stranger', {'Effect': 'Allow', 'Action': 'ec2:*',
                                                 'Resource': '*'}).client('ec2')
            refused('InvalidParameter', stranger.import_image,
                    DiskContainers=[{'Url': 's3://archives/root.tar'}])
            told = refused('UnsupportedOperation', ec2.register_image, Name='from-a-manifest',
                           ImageLocation='bucket/image.manifest.xml')
            assert 'ImageLocation' in told, told
            refused('MissingParameter', ec2.register_image, Name='from-nothing')
            """);
  }

  @Test
  void publishedNamesLeadToImagesThatStandForThem() {
    TwoAccounts.runS3(
        IMAGE
            + """
            import platform
            arch = {'aarch64': 'arm64'}.get(platform.machine(), platform.machine())
            path = '/aws/service/ami-amazon-linux-latest'
            name = path + '/al2023-ami-kernel-default-' + arch
            ssm = ours.client('ssm')
            told = refused('ParameterNotFound', ssm.get_parameter, Name=name)
            assert 'croft image import' in told and '--as al2023' in told, told
            archive = home + '/root.tar'
            open(archive, 'wb').write(b'x' * 10240)
            made = admin('POST', '/_croft/images?name=linux&as=al2023&file=' + archive).strip()
            found = ssm.get_parameter(Name=name)['Parameter']
            assert (found['Value'], found['DataType']) == (made, 'aws:ec2:image'), found
            under = ssm.get_parameters_by_path(Path=path)['Parameters']
            assert len(under) == 4 and {p['Value'] for p in under} == {made}, under
            several = ssm.get_parameters(Names=[name, '/aws/service/none'])
            assert several['InvalidParameters'] == ['/aws/service/none'], several
            instance = launch(ec2, 'resolve:ssm:' + name)
            seen = ec2.describe_instances(InstanceIds=[instance])['Reservations'][0]['Instances'][0]
            assert seen['ImageId'] == made, seen
            ssm.put_parameter(Name='/golden', Type='String', Value=made,
                              DataType='aws:ec2:image')
            assert launch(ec2, 'resolve:ssm:/golden:1')
            refused('InvalidParameterValue', launch, client=ec2, image='resolve:ssm:/none')
            guest = user(ours, 'guest', {'Effect': 'Allow', 'Action': 'ec2:*',
                                         'Resource': '*'}).client('ec2')
            refused('UnauthorizedOperation', launch, client=guest, image='resolve:ssm:/golden')
            found = ec2.describe_images(Owners=['amazon'], Filters=[
                {'Name': 'name', 'Values': ['al2023-ami-2023.*-' + arch]}])['Images']
            assert [i['ImageId'] for i in found] == [made], found
            """);
  }
}
