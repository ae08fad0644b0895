package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** IAM and STS over boto3: each group of operations with what it refuses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IamTest {
  private static final String BEGIN =
      """
      import base64, boto3, datetime, hashlib, hmac, json, struct, subprocess, sys, time
      from botocore.config import Config
      from botocore.exceptions import ClientError
      iam, sts = boto3.client('iam'), boto3.client('sts')
      account = sts.get_caller_identity()['Account']
      def refused(code, call, **arguments):
          try:
              call(**arguments)
          except ClientError as error:
              assert error.response['Error']['Code'] == code, error
              return error.response['Error'].get('Message', '')
          raise AssertionError('not refused')
      def policy(*statements):
          return json.dumps({'Version': '2012-10-17', 'Statement': list(statements)})
      def allow(actions, resources='*', **more):
          return {'Effect': 'Allow', 'Action': actions, 'Resource': resources, **more}
      def totp(seed, at):
          digest = hmac.new(base64.b32decode(seed), struct.pack('>Q', int(at) // 30), hashlib.sha1)
          digest = digest.digest()
          offset = digest[-1] & 15
          number = struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7fffffff
          return '%06d' % (number % 1000000)
      def client(service, keys):
          return boto3.client(service, aws_access_key_id=keys['AccessKeyId'],
                              aws_secret_access_key=keys['SecretAccessKey'],
                              aws_session_token=keys.get('SessionToken'))
      def user(name, *statements):
          iam.create_user(UserName=name)
          if statements:
              iam.put_user_policy(UserName=name, PolicyName='p', PolicyDocument=policy(*statements))
          return iam.create_access_key(UserName=name)['AccessKey']
      """;

  private static final String PASSWORDS =
      """
      keys = user('pia', allow('iam:ChangePassword'))
      refused('NoSuchEntity', iam.get_login_profile, UserName='pia')
      refused('PasswordPolicyViolation', iam.create_login_profile, UserName='pia', Password='short')
      iam.create_login_profile(UserName='pia', Password='Some-Pass-1', PasswordResetRequired=True)
      assert iam.get_login_profile(UserName='pia')['LoginProfile']['PasswordResetRequired']
      client('iam', keys).change_password(OldPassword='Some-Pass-1', NewPassword='Other-Pass-2')
      assert not iam.get_login_profile(UserName='pia')['LoginProfile']['PasswordResetRequired']
      refused('NoSuchEntity', iam.get_account_password_policy)
      iam.update_account_password_policy(MinimumPasswordLength=14, MaxPasswordAge=30)
      got = iam.get_account_password_policy()['PasswordPolicy']
      assert got['ExpirePasswords'] and got['MinimumPasswordLength'] == 14, got
      refused('PasswordPolicyViolation', iam.update_login_profile, UserName='pia', Password='Ab-1')
      refused('DeleteConflict', iam.delete_user, UserName='pia')
      iam.delete_login_profile(UserName='pia')
      iam.delete_account_password_policy()
      iam.create_account_alias(AccountAlias='acme')
      assert iam.list_account_aliases()['AccountAliases'] == ['acme']
      iam.delete_account_alias(AccountAlias='acme')
      print('done')
      """;

  private static final String DEVICES =
      """
      keys = user('max', allow('*', Condition={'Bool': {'aws:MultiFactorAuthPresent': 'true'}}))
      made = iam.create_virtual_mfa_device(VirtualMFADeviceName='max',
                                           Tags=[{'Key': 'a', 'Value': 'b'}])['VirtualMFADevice']
      seed, serial = made['Base32StringSeed'].decode(), made['SerialNumber']
      assert made['QRCodePNG'][:4] == b'\\x89PNG'
      assert iam.list_mfa_device_tags(SerialNumber=serial)['Tags'] == [{'Key': 'a', 'Value': 'b'}]
      refused('InvalidAuthenticationCode', iam.enable_mfa_device, UserName='max',
              SerialNumber=serial, AuthenticationCode1='000000', AuthenticationCode2='000000')
      now = time.time()
      iam.enable_mfa_device(UserName='max', SerialNumber=serial,
                            AuthenticationCode1=totp(seed, now - 60),
                            AuthenticationCode2=totp(seed, now - 30))
      assert iam.list_mfa_devices(UserName='max')['MFADevices'][0]['SerialNumber'] == serial
      assert iam.get_mfa_device(SerialNumber=serial)['UserName'] == 'max'
      own = client('sts', keys)
      refused('AccessDenied', client('iam', keys).list_users)
      code = totp(seed, time.time() - 30)
      session = own.get_session_token(SerialNumber=serial,
                                      TokenCode=totp(seed, time.time()))['Credentials']
      client('iam', session).list_users()
      refused('AccessDenied', own.get_session_token, SerialNumber=serial, TokenCode=code)
      refused('AccessDenied', own.get_session_token, SerialNumber=serial, TokenCode='000000')
      trust = policy({'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'AWS': account},
                      'Condition': {'Bool': {'aws:MultiFactorAuthPresent': 'true'}}})
      role = iam.create_role(RoleName='guarded', AssumeRolePolicyDocument=trust)['Role']['Arn']
      refused('AccessDenied', own.assume_role, RoleArn=role, RoleSessionName='run')
      client('sts', session).assume_role(RoleArn=role, RoleSessionName='run')
      refused('DeleteConflict', iam.delete_virtual_mfa_device, SerialNumber=serial)
      iam.deactivate_mfa_device(UserName='max', SerialNumber=serial)
      iam.delete_virtual_mfa_device(SerialNumber=serial)
      print('done')
      """;

  private static final String CERTIFICATES =
      """
      def certificate():
          made = subprocess.run(['sh', '-c', 'openssl req -x509 -newkey rsa:2048 -nodes -days 9 '
                                 '-subj /CN=a -keyout /dev/stdout 2>/dev/null'],
                                check=True, capture_output=True, text=True).stdout
          key, body = made.split('-----BEGIN CERTIFICATE-----')
          return key, '-----BEGIN CERTIFICATE-----' + body
      key, body = certificate()
      other, _ = certificate()
      named = dict(ServerCertificateName='site')
      refused('MalformedCertificate', iam.upload_server_certificate, **named,
              CertificateBody='x', PrivateKey=key)
      refused('KeyPairMismatch', iam.upload_server_certificate, **named,
              CertificateBody=body, PrivateKey=other)
      iam.upload_server_certificate(**named, CertificateBody=body, PrivateKey=key, Path='/x/')
      refused('EntityAlreadyExists', iam.upload_server_certificate, **named,
              CertificateBody=body, PrivateKey=key)
      got = iam.get_server_certificate(**named)['ServerCertificate']
      assert got['CertificateBody'].strip() == body.strip()
      assert len(iam.list_server_certificates(PathPrefix='/x/')['ServerCertificateMetadataList']) == 1
      iam.update_server_certificate(**named, NewServerCertificateName='new')
      refused('NoSuchEntity', iam.get_server_certificate, **named)
      iam.delete_server_certificate(ServerCertificateName='new')
      user('cyd')
      signing = iam.upload_signing_certificate(UserName='cyd', CertificateBody=body)['Certificate']
      refused('DuplicateCertificate', iam.upload_signing_certificate, UserName='cyd',
              CertificateBody=body)
      iam.update_signing_certificate(UserName='cyd', CertificateId=signing['CertificateId'],
                                     Status='Inactive')
      assert iam.list_signing_certificates(UserName='cyd')['Certificates'][0]['Status'] == 'Inactive'
      iam.delete_signing_certificate(UserName='cyd', CertificateId=signing['CertificateId'])
      ssh = 'ssh-rsa ' + base64.b64encode(struct.pack('>I', 7) + b'ssh-rsa' + b'x' * 80).decode()
      public = iam.upload_ssh_public_key(UserName='cyd', SSHPublicKeyBody=ssh)['SSHPublicKey']
      refused('UnrecognizedPublicKeyEncoding', iam.upload_ssh_public_key, UserName='cyd',
              SSHPublicKeyBody='hello')
      iam.delete_ssh_public_key(UserName='cyd', SSHPublicKeyId=public['SSHPublicKeyId'])
      print('done')
      """;

  private static final String REPORTS =
      """
      keys = user('rob', allow(['ec2:Describe*', 's3:ListAllMyBuckets']))
      client('ec2', keys).describe_vpcs()
      arn = 'arn:aws:iam::%s:user/rob' % account
      job = iam.generate_service_last_accessed_details(Arn=arn)['JobId']
      report = iam.get_service_last_accessed_details(JobId=job)
      assert report['JobStatus'] == 'COMPLETED', report
      used = {s['ServiceNamespace']: s.get('LastAuthenticated') for s in report['ServicesLastAccessed']}
      assert used['ec2'] and used['s3'] is None, used
      iam.generate_credential_report()
      lines = iam.get_credential_report()['Content'].decode().splitlines()
      assert lines[0].startswith('user,arn,user_creation_time'), lines[0]
      assert any(line.startswith('rob,' + arn) for line in lines), lines
      assert iam.get_account_summary()['SummaryMap']['Users'] >= 1
      pages = iam.get_paginator('get_account_authorization_details').paginate(
          PaginationConfig={'PageSize': 2})
      assert 'rob' in [u['UserName'] for p in pages for u in p['UserDetailList']]
      result = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=['ec2:DescribeVpcs'])
      result = result['EvaluationResults'][0]
      assert result['EvalDecision'] == 'allowed', result
      assert result['MatchedStatements'][0]['SourcePolicyId'] == 'p', result
      document = policy(allow('s3:*', Condition={'StringEquals': {'s3:prefix': 'a'}}))
      result = iam.simulate_custom_policy(PolicyInputList=[document],
                                          ActionNames=['s3:ListBucket'])['EvaluationResults'][0]
      assert result['MissingContextValues'] == ['s3:prefix'], result
      names = iam.get_context_keys_for_custom_policy(PolicyInputList=[document])
      assert names['ContextKeyNames'] == ['s3:prefix'], names
      told = refused('MalformedPolicyDocument', iam.put_user_policy, UserName='rob', PolicyName='x',
                     PolicyDocument='{"Version": "2012-10-17",\\n "Statement": {"Effect": "May"}}')
      assert '(line 2, column 26)' in told, told
      granting = iam.list_policies_granting_service_access(Arn=arn, ServiceNamespaces=['ec2'])
      assert granting['PoliciesGrantingServiceAccess'][0]['Policies'][0]['PolicyName'] == 'p'
      print('done')
      """;

  private static final String ESCALATION =
      """
      trust = policy({'Effect': 'Allow', 'Action': 'sts:AssumeRole',
                      'Principal': {'Service': 'ec2.amazonaws.com'}})
      iam.create_role(RoleName='strong', AssumeRolePolicyDocument=trust)
      iam.create_instance_profile(InstanceProfileName='strong')
      iam.get_waiter('instance_profile_exists').wait(InstanceProfileName='strong')
      mine = client('iam', user('mal', allow(['iam:AddRoleToInstanceProfile', 'iam:CreatePolicy',
                                              'iam:CreatePolicyVersion', 'iam:AttachUserPolicy'],
                                             Condition={'StringNotLike': {
                                                 'iam:PolicyARN': '*Administrator*'}})))
      told = refused('AccessDenied', mine.add_role_to_instance_profile, RoleName='strong',
                     InstanceProfileName='strong')
      assert 'iam:PassRole' in told, told
      refused('AccessDenied', mine.attach_user_policy, UserName='mal',
              PolicyArn='arn:aws:iam::aws:policy/AdministratorAccess')
      arn = mine.create_policy(PolicyName='mal', PolicyDocument=policy(allow('s3:*')))
      refused('AccessDenied', mine.set_default_policy_version, PolicyArn=arn['Policy']['Arn'],
              VersionId='v1')
      fence = iam.create_policy(PolicyName='fence', PolicyDocument=policy(allow('ec2:*')))
      fence = fence['Policy']['Arn']
      iam.put_user_permissions_boundary(UserName='mal', PermissionsBoundary=fence)
      refused('AccessDenied', mine.delete_user_permissions_boundary, UserName='mal')
      refused('AccessDenied', mine.create_policy_version, PolicyArn=fence,
              PolicyDocument=policy(allow('*')), SetAsDefault=True)
      refused('InvalidInput', iam.create_service_linked_role, AWSServiceName='x.amazonaws.com')
      role = iam.create_service_linked_role(AWSServiceName='elasticloadbalancing.amazonaws.com')
      role = role['Role']['RoleName']
      refused('UnmodifiableEntity', iam.delete_role, RoleName=role)
      task = iam.delete_service_linked_role(RoleName=role)['DeletionTaskId']
      assert iam.get_service_linked_role_deletion_status(
          DeletionTaskId=task)['Status'] == 'SUCCEEDED'
      refused('UnsupportedOperation', iam.create_service_specific_credential, UserName='mal',
              ServiceName='codecommit.amazonaws.com')
      print('done')
      """;

  private static final String FEDERATION =
      """
      keys = user('fay', allow('*'))
      own = client('sts', keys)
      made = own.get_federation_token(Name='guest', Policy=policy(allow('ec2:Describe*')))
      assert made['FederatedUser']['Arn'] == 'arn:aws:sts::%s:federated-user/guest' % account
      guest = made['Credentials']
      assert client('sts', guest).get_caller_identity()['UserId'] == account + ':guest'
      client('ec2', guest).describe_vpcs()
      refused('InvalidClientTokenId', client('iam', guest).list_users)
      trust = policy({'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'AWS': account},
                      'Condition': {'StringEquals': {'sts:ExternalId': 'deal-7'}}})
      role = iam.create_role(RoleName='partner', AssumeRolePolicyDocument=trust)['Role']['Arn']
      refused('AccessDenied', own.assume_role, RoleArn=role, RoleSessionName='run')
      refused('AccessDenied', own.assume_role, RoleArn=role, RoleSessionName='run', ExternalId='other')
      got = own.assume_role(RoleArn=role, RoleSessionName='run', ExternalId='deal-7',
                            PolicyArns=[{'arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess'}])
      assert got['PackedPolicySize'] >= 1
      assert got['AssumedRoleUser']['Arn'].endswith(':assumed-role/partner/run')
      refused('ValidationError', own.assume_role, RoleArn=role, RoleSessionName='run',
              ExternalId='deal-7', DurationSeconds=7200)
      refused('MalformedPolicyDocument', own.assume_role, RoleArn=role, RoleSessionName='run',
              ExternalId='deal-7', Policy='{')
      url = 'https://issuer.example.com'
      provider = iam.create_open_id_connect_provider(Url=url, ClientIDList=['one'])
      provider = provider['OpenIDConnectProviderArn']
      iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=provider, ClientID='two')
      iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=provider,
                                                     ThumbprintList=['a' * 40])
      got = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)
      assert got['ClientIDList'] == ['one', 'two'] and got['Url'] == 'issuer.example.com', got
      from botocore import UNSIGNED
      nobody = boto3.client('sts', config=Config(signature_version=UNSIGNED))
      refused('InvalidIdentityToken', nobody.assume_role_with_web_identity, RoleArn=role,
              RoleSessionName='run', WebIdentityToken='not.a.token')
      iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)
      print('done')
      """;

  private final RunningCroft croft;

  IamTest() {
    Machine.requirePython("boto3");
    croft = RunningCroft.memory();
  }

  @AfterAll
  void stop() {
    croft.close();
  }

  private void passes(String script) {
    assertThat(croft.python(BEGIN + script).succeeded()).isEqualTo("done");
  }

  @Test
  void keepsPasswordsAndAccountSettings() {
    passes(PASSWORDS);
  }

  @Test
  void verifiesDevices() {
    passes(DEVICES);
  }

  @Test
  void keepsCertificatesAndPublicKeys() {
    Machine.require("openssl", "it makes the certificates that are uploaded");
    passes(CERTIFICATES);
  }

  @Test
  void reportsAndSimulates() {
    passes(REPORTS);
  }

  @Test
  void leavesNoWayToMoreRights() {
    passes(ESCALATION);
  }

  @Test
  void federates() {
    passes(FEDERATION);
  }
}
