package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** KMS, Parameter Store, Secrets Manager and Certificate Manager over boto3 and `aws`. */
final class SecretsTest {
  private static final String BEGIN =
      """
      import boto3, json, sys, time, urllib.request
      from botocore.exceptions import ClientError
      home, endpoint = sys.argv[1:3]
      def refused(code, call, **arguments):
          try:
              call(**arguments)
          except ClientError as error:
              assert error.response['Error']['Code'] == code, error
              return error.response['Error'].get('Message', '')
          raise AssertionError('not refused')
      def policy(*statements):
          return json.dumps({'Version': '2012-10-17', 'Statement': list(statements)})
      def until(seen, wanted):
          deadline = time.monotonic() + 20
          while True:
              value = seen()
              if wanted(value):
                  return value
              assert time.monotonic() < deadline, value
              time.sleep(0.05)
      def other_account():
          token = open(home + '/run/admin-token').read().strip()
          request = urllib.request.Request(endpoint + '/_croft/accounts?name=other', method='POST',
                                           headers={'Authorization': 'Bearer ' + token})
          answer = urllib.request.urlopen(request).read().decode()
          facts = dict(line.split('=', 1) for line in answer.strip().splitlines())
          return boto3.Session(facts['aws_access_key_id'], facts['aws_secret_access_key'],
                               region_name='us-west-2'), facts['account']
      account = boto3.client('sts').get_caller_identity()['Account']
      """;

  private static final String KEYS =
      """
      kms = boto3.client('kms')
      key = kms.create_key(Description='app', Tags=[{'TagKey': 'team', 'TagValue': 'a'}])
      arn = key['KeyMetadata']['Arn']
      kms.create_alias(AliasName='alias/app', TargetKeyId=arn)
      context = {'purpose': 'test'}
      blob = kms.encrypt(KeyId='alias/app', Plaintext=b'hello', EncryptionContext=context)
      opened = kms.decrypt(CiphertextBlob=blob['CiphertextBlob'], EncryptionContext=context)
      assert opened['Plaintext'] == b'hello' and opened['KeyId'] == arn, opened
      refused('InvalidCiphertextException', kms.decrypt, CiphertextBlob=blob['CiphertextBlob'])
      refused('DryRunOperationException', kms.encrypt, KeyId=arn, Plaintext=b'x', DryRun=True)
      data = kms.generate_data_key(KeyId=arn, NumberOfBytes=64)
      assert kms.decrypt(CiphertextBlob=data['CiphertextBlob'])['Plaintext'] == data['Plaintext']
      kms.enable_key_rotation(KeyId=arn)
      assert kms.get_key_rotation_status(KeyId=arn)['KeyRotationEnabled']
      kms.rotate_key_on_demand(KeyId=arn)
      assert kms.decrypt(CiphertextBlob=data['CiphertextBlob'])['Plaintext'] == data['Plaintext']
      pair = kms.create_key(KeySpec='RSA_2048', KeyUsage='SIGN_VERIFY')['KeyMetadata']['KeyId']
      for algorithm in ('RSASSA_PSS_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_512'):
          signed = kms.sign(KeyId=pair, Message=b'm', SigningAlgorithm=algorithm)
          assert kms.verify(KeyId=pair, Message=b'm', Signature=signed['Signature'],
                            SigningAlgorithm=algorithm)['SignatureValid']
      names = [a['AliasName'] for p in kms.get_paginator('list_aliases').paginate(
          PaginationConfig={'PageSize': 1}) for a in p['Aliases']]
      assert names == ['alias/app'], names
      theirs, other = other_account()
      refused('AccessDeniedException', theirs.client('kms').encrypt, KeyId=arn, Plaintext=b'x')
      kms.put_key_policy(KeyId=arn, Policy=policy(
          {'Effect': 'Allow', 'Action': 'kms:*', 'Resource': '*', 'Principal': {'AWS': account}},
          {'Effect': 'Allow', 'Action': ['kms:Encrypt', 'kms:DescribeKey'], 'Resource': '*',
           'Principal': {'AWS': other}}))
      theirs.client('kms').encrypt(KeyId=arn, Plaintext=b'x')
      refused('AccessDeniedException', theirs.client('kms').decrypt,
              CiphertextBlob=blob['CiphertextBlob'], EncryptionContext=context)
      kms.schedule_key_deletion(KeyId=arn, PendingWindowInDays=7)
      refused('KMSInvalidStateException', kms.encrypt, KeyId=arn, Plaintext=b'x')
      print('kept')
      """;

  private static final String PARAMETERS =
      """
      ssm = boto3.client('ssm')
      ssm.put_parameter(Name='/app/password', Type='SecureString', Value='correct horse battery')
      ssm.put_parameter(Name='/app/url', Type='String', Value='http://a',
                        Tags=[{'Key': 'k', 'Value': 'v'}])
      ssm.put_parameter(Name='/app/url', Value='http://b', Overwrite=True)
      found = ssm.get_parameter(Name='/app/password', WithDecryption=True)['Parameter']
      assert found['Value'] == 'correct horse battery', found
      assert found['ARN'] == f'arn:aws:ssm:us-west-2:{account}:parameter/app/password', found
      assert ssm.get_parameter(Name='/app/url:1')['Parameter']['Value'] == 'http://a'
      values = {p['Name']: p['Value'] for page in ssm.get_paginator('get_parameters_by_path')
                .paginate(Path='/app', WithDecryption=True, PaginationConfig={'PageSize': 1})
                for p in page['Parameters']}
      assert values == {'/app/password': 'correct horse battery', '/app/url': 'http://b'}, values
      described = ssm.describe_parameters(
          ParameterFilters=[{'Key': 'Type', 'Values': ['SecureString']}])['Parameters']
      assert [p['KeyId'] for p in described] == ['alias/aws/ssm'], described
      refused('ParameterNotFound', ssm.get_parameter, Name='/none')
      refused('ParameterAlreadyExists', ssm.put_parameter, Name='/app/url', Type='String', Value='c')
      refused('UnsupportedOperation', ssm.list_documents)
      image = boto3.client('ec2').describe_images(Owners=['amazon'])['Images'][0]['ImageId']
      ami = dict(Name='/app/ami', Type='String', DataType='aws:ec2:image')
      refused('ValidationException', ssm.put_parameter, Value='ami-0123456789abcdef0', **ami)
      ssm.put_parameter(Value=image, **ami)
      assert ssm.delete_parameters(Names=['/app/url', '/x'])['InvalidParameters'] == ['/x']
      print('kept')
      """;

  private static final String SECRETS =
      """
      sm = boto3.client('secretsmanager')
      arn = sm.create_secret(Name='app/db', SecretString='{"password": "correct horse battery"}',
                             Tags=[{'Key': 'k', 'Value': 'v'}])['ARN']
      assert json.loads(sm.get_secret_value(SecretId='app/db')['SecretString'])['password']
      sm.put_secret_value(SecretId=arn, SecretBinary=b'\\x00\\x01')
      assert sm.get_secret_value(SecretId=arn)['SecretBinary'] == b'\\x00\\x01'
      previous = sm.get_secret_value(SecretId=arn, VersionStage='AWSPREVIOUS')
      assert 'correct horse' in previous['SecretString'], previous
      assert [s['Name'] for s in sm.list_secrets(
          Filters=[{'Key': 'tag-key', 'Values': ['k']}])['SecretList']] == ['app/db']
      theirs, other = other_account()
      refused('AccessDeniedException', theirs.client('secretsmanager').get_secret_value,
              SecretId=arn)
      refused('UnsupportedOperation', sm.rotate_secret, SecretId=arn)
      assert len(sm.get_random_password(PasswordLength=40)['RandomPassword']) == 40
      sm.delete_secret(SecretId=arn, RecoveryWindowInDays=7)
      refused('InvalidRequestException', sm.get_secret_value, SecretId=arn)
      sm.restore_secret(SecretId=arn)
      sm.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)
      refused('ResourceNotFoundException', sm.get_secret_value, SecretId=arn)
      print('kept')
      """;

  private static final String CERTIFICATES =
      """
      acm = boto3.client('acm')
      arn = acm.request_certificate(DomainName='app.example.com', ValidationMethod='DNS',
                                    SubjectAlternativeNames=['*.example.com'])['CertificateArn']
      acm.get_waiter('certificate_validated').wait(
          CertificateArn=arn, WaiterConfig={'Delay': 1, 'MaxAttempts': 30})
      told = acm.describe_certificate(CertificateArn=arn)['Certificate']
      assert told['Status'] == 'ISSUED' and told['KeyAlgorithm'] == 'RSA-2048', told
      assert told['DomainValidationOptions'][0]['ResourceRecord']['Type'] == 'CNAME', told
      chain = acm.get_certificate(CertificateArn=arn)
      assert chain['CertificateChain'] == open(home + '/tls/ca.pem').read(), chain
      key, body = open(sys.argv[3]).read(), open(sys.argv[4]).read()
      brought = acm.import_certificate(Certificate=body, PrivateKey=key)['CertificateArn']
      told = acm.describe_certificate(CertificateArn=brought)['Certificate']
      assert told['DomainName'] == 'brought.example.com' and told['Type'] == 'IMPORTED', told
      refused('ValidationException', acm.import_certificate,
              Certificate=chain['Certificate'], PrivateKey=key)
      listed = [c['CertificateArn'] for c in acm.list_certificates()['CertificateSummaryList']]
      assert sorted(listed) == sorted([arn, brought]), listed
      acm.delete_certificate(CertificateArn=arn)
      refused('ResourceNotFoundException', acm.describe_certificate, CertificateArn=arn)
      print('kept')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void keys() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(run(croft, KEYS)).isEqualTo("kept");
    }
  }

  @Test
  void parametersAndSecretsAreNowhereInTheClear() throws IOException {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(run(croft, PARAMETERS)).isEqualTo("kept");
      assertThat(run(croft, SECRETS)).isEqualTo("kept");
      try (Stream<Path> files = Files.walk(croft.home())) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String content = Files.readString(file, StandardCharsets.ISO_8859_1);
          for (String secret : List.of("correct horse", "Y29ycmVjdCBob3Jz", "b3JyZWN0IGhvcnNl")) {
            assertThat(content.contains(secret)).as(file + " holds a secret").isFalse();
          }
        }
      }
    }
  }

  @Test
  void certificates() {
    Machine.require("openssl", "it makes the certificate that is imported");
    try (RunningCroft croft = RunningCroft.memory()) {
      Path key = croft.home().resolve("brought-key.pem");
      Path body = croft.home().resolve("brought.pem");
      croft
          .run(
              "openssl",
              "req",
              "-x509",
              "-newkey",
              "rsa:2048",
              "-nodes",
              "-days",
              "30",
              "-subj",
              "/CN=brought.example.com",
              "-keyout",
              key.toString(),
              "-out",
              body.toString())
          .succeeded();
      assertThat(run(croft, CERTIFICATES, key.toString(), body.toString())).isEqualTo("kept");
    }
  }

  @Test
  void bothGenerationsOfTheCommandLine() {
    for (String program : List.of("aws", "/usr/bin/aws")) {
      Machine.require(program, "it is the client under test: install the AWS CLI");
      try (RunningCroft croft = RunningCroft.memory()) {
        aws(
            croft,
            program,
            "ssm put-parameter --name /a/b --type SecureString --value opened --overwrite");
        String value = "--output text --query Parameters[0].Value";
        String byPath = "ssm get-parameters-by-path --path /a --with-decryption " + value;
        assertThat(aws(croft, program, byPath)).isEqualTo("opened");
        aws(croft, program, "secretsmanager create-secret --name s --secret-string held");
        String get = "secretsmanager get-secret-value --secret-id s --query SecretString";
        assertThat(aws(croft, program, get + " --output text")).isEqualTo("held");
        assertThat(aws(croft, program, "kms list-aliases --output text"))
            .contains("alias/aws/ssm", "alias/aws/secretsmanager");
        aws(croft, program, "acm request-certificate --domain-name cli.example.com");
      }
    }
  }

  /** The endpoint is an option, for the older command lines do not read it from a variable. */
  private static String aws(RunningCroft croft, String program, String arguments) {
    List<String> command = new ArrayList<>(List.of(program, "--endpoint-url", croft.endpoint()));
    command.addAll(List.of(arguments.split(" ")));
    return croft.run(command.toArray(String[]::new)).succeeded();
  }

  private static String run(RunningCroft croft, String code, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = croft.home().toString();
    arguments[1] = croft.endpoint();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return croft.python(BEGIN + code, arguments).succeeded();
  }
}
