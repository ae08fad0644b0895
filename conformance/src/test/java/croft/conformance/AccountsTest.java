package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two accounts over boto3: apart, across, limited, and with a history each. */
final class AccountsTest {
  private static final String APART_AND_ACROSS =
      """
      assert theirs.client('sts').get_caller_identity()['Arn'] == f'arn:aws:iam::{other}:root'
      ours.client('iam').create_user(UserName='only-here')
      assert theirs.client('iam').list_users()['Users'] == []
      vpcs = [s.client('ec2').describe_vpcs()['Vpcs'][0]['VpcId'] for s in (ours, theirs)]
      assert vpcs[0] != vpcs[1], vpcs
      refused('InvalidVpcID.NotFound', theirs.client('ec2').describe_vpcs, VpcIds=[vpcs[0]])

      iam = theirs.client('iam')
      role = iam.create_role(RoleName='deployer', AssumeRolePolicyDocument=policy({
          'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'AWS': account},
          'Condition': {'StringEquals': {'sts:ExternalId': 'ours'}}}))['Role']['Arn']
      iam.put_role_policy(RoleName='deployer', PolicyName='p', PolicyDocument=policy(
          {'Effect': 'Allow', 'Action': 'iam:ListRoles', 'Resource': '*'}))
      ann = user(ours, 'ann', {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Resource': role})
      bob = user(ours, 'bob')
      arguments = dict(RoleArn=role, RoleSessionName='it', ExternalId='ours')
      refused('AccessDenied', bob.client('sts').assume_role, **arguments)
      refused('AccessDenied', ann.client('sts').assume_role, RoleArn=role, RoleSessionName='it')
      refused('AccessDenied', ann.client('sts').assume_role, **{**arguments, 'ExternalId': 'theirs'})
      keys = ann.client('sts').assume_role(**arguments)['Credentials']
      inside = boto3.Session(keys['AccessKeyId'], keys['SecretAccessKey'], keys['SessionToken'],
                             region_name='us-west-2')
      who = inside.client('sts').get_caller_identity()
      assert who['Arn'] == f'arn:aws:sts::{other}:assumed-role/deployer/it', who
      assert [r['RoleName'] for r in inside.client('iam').list_roles()['Roles']] == ['deployer']
      refused('AccessDenied', inside.client('iam').list_users)
      iam.delete_role_policy(RoleName='deployer', PolicyName='p')
      refused('AccessDenied', inside.client('iam').list_roles)
      print('apart and across')
      """;

  private static final String LIMITED =
      """
      path = '/_croft/accounts/service-control-policies?account=staging'
      admin('POST', path, policy({'Effect': 'Allow', 'Action': '*', 'Resource': '*'}, {
          'Effect': 'Deny', 'Action': 'ec2:CreateKeyPair', 'Resource': '*'}).encode())
      message = refused('UnauthorizedOperation', theirs.client('ec2').create_key_pair,
                        KeyName='key')
      assert 'with an explicit deny in a service control policy' in message, message
      ours.client('ec2').create_key_pair(KeyName='key')
      admin('DELETE', path)
      theirs.client('ec2').create_key_pair(KeyName='key')
      print('limited')
      """;

  private static final String HISTORY =
      """
      ann = user(theirs, 'ann')
      refused('UnauthorizedOperation', ann.client('ec2').create_key_pair, KeyName='key')
      trail = theirs.client('cloudtrail')
      def lookup(key, value, client=trail):
          attribute = {'AttributeKey': key, 'AttributeValue': value}
          return client.lookup_events(LookupAttributes=[attribute])['Events']
      event, = until(lambda: lookup('Username', 'ann'), len)
      told = json.loads(event['CloudTrailEvent'])
      assert event['EventName'] == 'CreateKeyPair' and event['EventSource'] == 'ec2.amazonaws.com'
      assert told['errorCode'] == 'UnauthorizedOperation', told
      assert told['sourceIPAddress'] == '127.0.0.1' and told['awsRegion'] == 'us-west-2', told
      assert told['requestParameters'] == {'keyName': 'key'}, told
      assert told['userIdentity']['userName'] == 'ann', told
      assert told['recipientAccountId'] == other, told
      everywhere = theirs.client('cloudtrail', region_name='us-east-1')
      created, = until(lambda: lookup('EventName', 'CreateUser', everywhere), len)
      assert created['Username'] == 'root' and created['ReadOnly'] == 'false', created
      assert created['Resources'] == [
          {'ResourceType': 'AWS::IAM::User', 'ResourceName': 'ann'}], created
      assert lookup('Username', 'ann', ours.client('cloudtrail')) == []
      assert [e['EventName'] for p in trail.get_paginator('lookup_events').paginate(
          PaginationConfig={'PageSize': 1}) for e in p['Events']].count('CreateKeyPair') == 1
      refused('InvalidLookupAttributesException', trail.lookup_events, LookupAttributes=[
          {'AttributeKey': 'Username', 'AttributeValue': v} for v in 'ab'])
      print('told')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void accountsAreApartAndRolesLeadAcross() {
    assertThat(TwoAccounts.run(APART_AND_ACROSS)).isEqualTo("apart and across");
  }

  @Test
  void serviceControlPoliciesLimitAnAccountWithItsRoot() {
    assertThat(TwoAccounts.run(LIMITED)).isEqualTo("limited");
  }

  @Test
  void eachAccountHasItsHistory() {
    assertThat(TwoAccounts.run(HISTORY)).isEqualTo("told");
  }
}
