package croft.conformance;

/** Python as a client of two accounts, {@code ours} and {@code theirs}, with S3 at hand. */
final class TwoAccounts {
  private static final String BEGIN =
      """
      import boto3, json, sys, time, urllib.request
      from botocore.exceptions import ClientError
      home, endpoint = sys.argv[1:3]
      def admin(method, path, body=None):
          token = open(home + '/run/admin-token').read().strip()
          request = urllib.request.Request(endpoint + path, body, method=method,
                                           headers={'Authorization': 'Bearer ' + token})
          return urllib.request.urlopen(request).read().decode()
      def session(answer):
          facts = dict(line.split('=', 1) for line in answer.strip().splitlines())
          return boto3.Session(facts['aws_access_key_id'], facts['aws_secret_access_key'],
                               region_name='us-west-2'), facts['account']
      def refused(code, call, **arguments):
          try:
              call(**arguments)
          except ClientError as error:
              assert error.response['Error']['Code'] == code, error
              return error.response['Error']['Message']
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
      def user(of, name, *statements):
          iam = of.client('iam')
          iam.create_user(UserName=name)
          if statements:
              iam.put_user_policy(UserName=name, PolicyName='p', PolicyDocument=policy(*statements))
          key = iam.create_access_key(UserName=name)['AccessKey']
          return boto3.Session(key['AccessKeyId'], key['SecretAccessKey'], region_name='us-west-2')
      ours = boto3.Session(region_name='us-west-2')
      account = ours.client('sts').get_caller_identity()['Account']
      theirs, other = session(admin('POST', '/_croft/accounts?name=staging'))
      """;

  /** {@code s3} is ours, {@code nobody} signs nothing, and {@code ask} speaks plain HTTP. */
  private static final String S3 =
      """
      import http.client, urllib.parse
      from botocore import UNSIGNED
      from botocore.config import Config
      host, port = endpoint.split('//')[1].split(':')
      V4 = Config(signature_version='s3v4')
      s3 = ours.client('s3', config=V4)
      nobody = boto3.client('s3', config=Config(signature_version=UNSIGNED))
      def ask(method, path, name=None, body=None, **headers):
          connection = http.client.HTTPConnection(host, int(port), timeout=20)
          sent = {k.replace('_', '-'): v for k, v in headers.items()}
          sent['Host'] = name or host + ':' + port
          connection.request(method, path, body, sent)
          answer = connection.getresponse()
          return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
      def bucket(name, of=s3, public=True, ownership=None, **arguments):
          if ownership:
              arguments['ObjectOwnership'] = ownership
          of.create_bucket(Bucket=name, CreateBucketConfiguration={'LocationConstraint': 'us-west-2'},
                           **arguments)
          if public:
              of.delete_public_access_block(Bucket=name)
          return name
      def allow(name, *statements, of=s3):
          of.put_bucket_policy(Bucket=name, Policy=policy(*statements))
      def opening(name, action='s3:GetObject', who='*', **more):
          return {'Effect': 'Allow', 'Principal': who, 'Action': action,
                  'Resource': ['arn:aws:s3:::' + name, 'arn:aws:s3:::' + name + '/*'][
                      0 if action == 's3:ListBucket' else 1], **more}
      def put(name, key, of=s3, body=b'text', **arguments):
          return of.put_object(Bucket=name, Key=key, Body=body, **arguments)
      def read(of, name, key):
          return of.get_object(Bucket=name, Key=key)['Body'].read().decode()
      """;

  private TwoAccounts() {}

  /** Runs code against a Croft of its own; what it printed. */
  static String run(String code) {
    try (RunningCroft croft = RunningCroft.memory()) {
      return croft.python(BEGIN + code, croft.home().toString(), croft.endpoint()).succeeded();
    }
  }

  /** The same, with what tests of S3 share. */
  static String runS3(String code) {
    return run(S3 + code);
  }
}
