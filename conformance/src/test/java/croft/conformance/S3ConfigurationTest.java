package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What buckets are configured to do, each seen by its effect. */
final class S3ConfigurationTest {
  private static final String SETTINGS =
      """
      name = bucket('settings')
      for code, call in (('NoSuchCORSConfiguration', s3.get_bucket_cors),
                         ('NoSuchLifecycleConfiguration', s3.get_bucket_lifecycle_configuration),
                         ('NoSuchWebsiteConfiguration', s3.get_bucket_website),
                         ('ReplicationConfigurationNotFoundError', s3.get_bucket_replication)):
          refused(code, call, Bucket=name)
      def of(answer):
          return {k: v for k, v in answer.items() if k != 'ResponseMetadata'}
      assert of(s3.get_bucket_logging(Bucket=name)) == {}
      assert of(s3.get_bucket_notification_configuration(Bucket=name)) == {}
      assert of(s3.get_bucket_accelerate_configuration(Bucket=name)) == {}
      assert s3.get_bucket_request_payment(Bucket=name)['Payer'] == 'BucketOwner'
      for what in ('inventory', 'analytics', 'metrics', 'intelligent_tiering'):
          refused('NoSuchConfiguration', getattr(s3, f'get_bucket_{what}_configuration'), Bucket=name,
                  Id='one')
      s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={})
      topic = {'TopicArn': 'arn:aws:sns:us-west-2:1:t', 'Events': ['s3:ObjectCreated:*']}
      assert 'SNS topic' in refused(
          'UnsupportedOperation', s3.put_bucket_notification_configuration, Bucket=name,
          NotificationConfiguration={'TopicConfigurations': [topic]})
      assert 'Requester' in refused('UnsupportedOperation', s3.put_bucket_request_payment, Bucket=name,
                                    RequestPaymentConfiguration={'Payer': 'Requester'})
      s3.put_bucket_request_payment(Bucket=name, RequestPaymentConfiguration={'Payer': 'BucketOwner'})
      refused('UnsupportedOperation', s3.put_bucket_accelerate_configuration, Bucket=name,
              AccelerateConfiguration={'Status': 'Enabled'})
      s3.put_bucket_accelerate_configuration(Bucket=name,
                                             AccelerateConfiguration={'Status': 'Suspended'})
      assert s3.get_bucket_accelerate_configuration(Bucket=name)['Status'] == 'Suspended'
      assert 'PutBucketReplication' in refused(
          'UnsupportedOperation', s3.put_bucket_replication, Bucket=name,
          ReplicationConfiguration={'Role': 'r', 'Rules': []})
      rules = [{'ID': 'one', 'AllowedMethods': ['GET', 'PUT'], 'AllowedOrigins': ['https://*.example.com'],
                'AllowedHeaders': ['*'], 'ExposeHeaders': ['ETag'], 'MaxAgeSeconds': 600},
               {'AllowedMethods': ['GET'], 'AllowedOrigins': ['*']}]
      s3.put_bucket_cors(Bucket=name, CORSConfiguration={'CORSRules': rules})
      assert s3.get_bucket_cors(Bucket=name)['CORSRules'] == rules
      refused('InvalidRequest', s3.put_bucket_cors, Bucket=name, CORSConfiguration={'CORSRules': [
          {'AllowedMethods': ['OPTIONS'], 'AllowedOrigins': ['*']}]})
      refused('MalformedXML', s3.put_bucket_cors, Bucket=name, CORSConfiguration={'CORSRules': []})
      site = {'IndexDocument': {'Suffix': 'index.html'}, 'ErrorDocument': {'Key': 'error.html'},
              'RoutingRules': [{'Condition': {'KeyPrefixEquals': 'docs/'},
                                'Redirect': {'ReplaceKeyPrefixWith': 'documents/'}}]}
      s3.put_bucket_website(Bucket=name, WebsiteConfiguration=site)
      assert of(s3.get_bucket_website(Bucket=name)) == site
      refused('InvalidArgument', s3.put_bucket_website, Bucket=name,
              WebsiteConfiguration={'IndexDocument': {'Suffix': 'a/b'}})
      rules = [{'ID': 'all', 'Status': 'Enabled', 'Expiration': {'Days': 30}, 'Filter': {'And': {
                    'Prefix': 'logs/', 'Tags': [{'Key': 'a', 'Value': 'b'}],
                    'ObjectSizeGreaterThan': 10, 'ObjectSizeLessThan': 100}}},
               {'ID': 'old', 'Status': 'Disabled', 'Filter': {'Prefix': ''},
                'NoncurrentVersionExpiration': {'NoncurrentDays': 3, 'NewerNoncurrentVersions': 2},
                'AbortIncompleteMultipartUpload': {'DaysAfterInitiation': 7}}]
      s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={'Rules': rules})
      told = s3.get_bucket_lifecycle_configuration(Bucket=name)
      assert told['Rules'] == rules, told['Rules']
      assert told['TransitionDefaultMinimumObjectSize'] == 'all_storage_classes_128K'
      def lifecycle(code, **rule):
          return refused(code, s3.put_bucket_lifecycle_configuration, Bucket=name,
                         LifecycleConfiguration={'Rules': [
                             {'Status': 'Enabled', 'Filter': {'Prefix': ''}} | rule]})
      assert 'Transition' in lifecycle('UnsupportedOperation',
                                       Transitions=[{'Days': 1, 'StorageClass': 'GLACIER'}])
      lifecycle('InvalidArgument', Expiration={'Days': 0})
      lifecycle('InvalidRequest')
      lifecycle('MalformedXML', Expiration={'Days': 1}, Status='On')
      lifecycle('MalformedXML', Expiration={'Days': 1, 'ExpiredObjectDeleteMarker': True})
      s3.delete_bucket_cors(Bucket=name)
      s3.delete_bucket_website(Bucket=name)
      s3.delete_bucket_lifecycle(Bucket=name)
      refused('NoSuchCORSConfiguration', s3.get_bucket_cors, Bucket=name)
      refused('NoSuchWebsiteConfiguration', s3.get_bucket_website, Bucket=name)
      refused('NoSuchLifecycleConfiguration', s3.get_bucket_lifecycle_configuration, Bucket=name)
      print('set')
      """;

  private static final String PAGES =
      """
      name = bucket('pages')
      allow(name, opening(name))
      s3.put_bucket_cors(Bucket=name, CORSConfiguration={'CORSRules': [
          {'AllowedMethods': ['GET', 'PUT'], 'AllowedOrigins': ['https://*.example.com'],
           'AllowedHeaders': ['content-*'], 'ExposeHeaders': ['ETag'], 'MaxAgeSeconds': 600}]})
      put(name, 'a.txt')
      page = dict(Origin='https://www.example.com')
      preflight = dict(Access_Control_Request_Method='PUT',
                       Access_Control_Request_Headers='Content-Type, Content-MD5')
      for path, virtual in (('/pages/a.txt', None), ('/a.txt', 'pages.s3.localhost')):
          status, headers, _ = ask('OPTIONS', path, virtual, **page, **preflight)
          assert status == 200, status
          assert headers['access-control-allow-origin'] == 'https://www.example.com', headers
          assert headers['access-control-allow-methods'] == 'GET, PUT', headers
          assert headers['access-control-max-age'] == '600', headers
          status, headers, text = ask('GET', path, virtual, **page)
          assert text == 'text' and headers['access-control-expose-headers'] == 'ETag', headers
      assert ask('OPTIONS', '/pages/a.txt', Origin='https://evil.test', **preflight)[0] == 403
      assert ask('OPTIONS', '/pages/a.txt', **page, **(preflight | {
          'Access_Control_Request_Headers': 'x-amz-acl'}))[0] == 403
      assert ask('OPTIONS', '/pages/a.txt')[0] == 400
      assert 'access-control-allow-origin' not in ask('GET', '/pages/a.txt')[1]
      assert 'access-control-allow-origin' not in ask('GET', '/pages/a.txt',
                                                      Origin='https://evil.test')[1]

      # A web site: what a policy opens, on its own host names.
      site = 'pages.s3-website-us-west-2.localhost'
      status, headers, text = ask('GET', '/', site)
      assert status == 404 and 'NoSuchWebsiteConfiguration' in text, text
      s3.put_bucket_website(Bucket=name, WebsiteConfiguration={
          'IndexDocument': {'Suffix': 'index.html'}, 'ErrorDocument': {'Key': 'error.html'},
          'RoutingRules': [
              {'Condition': {'KeyPrefixEquals': 'docs/'},
               'Redirect': {'ReplaceKeyPrefixWith': 'documents/'}},
              {'Condition': {'KeyPrefixEquals': 'gone/', 'HttpErrorCodeReturnedEquals': '403'},
               'Redirect': {'HostName': 'example.com', 'Protocol': 'https', 'ReplaceKeyWith': 'sorry',
                            'HttpRedirectCode': '307'}}]})
      put(name, 'index.html', body=b'<h1>home</h1>', ContentType='text/html')
      put(name, 'blog/index.html', body=b'<h1>blog</h1>', ContentType='text/html')
      put(name, 'old', WebsiteRedirectLocation='/blog/')
      for virtual in (site, 'pages.s3-website.localhost', 'pages.s3-website.us-west-2.localhost'):
          status, headers, text = ask('GET', '/', virtual)
          assert (status, text, headers['content-type']) == (200, '<h1>home</h1>', 'text/html'), text
      assert ask('GET', '/blog/', site)[2] == '<h1>blog</h1>'
      status, headers, _ = ask('GET', '/blog', site)
      assert status == 302 and headers['location'] == '/blog/', headers
      status, headers, _ = ask('GET', '/old', site)
      assert status == 301 and headers['location'] == '/blog/', headers
      status, headers, _ = ask('GET', '/docs/a', site)
      assert status == 301 and headers['location'] == f'http://{site}/documents/a', headers
      status, headers, _ = ask('GET', '/gone/a', site)
      assert status == 307 and headers['location'] == 'https://example.com/sorry', headers
      assert ask('HEAD', '/', site)[0] == 200 and ask('POST', '/', site)[0] == 405
      # Who may not list learns nothing of what is not there.
      status, headers, text = ask('GET', '/none', site)
      assert status == 403 and '<h1>403 Forbidden</h1>' in text and 'Custom Error Document' in text, text
      allow(name, opening(name), opening(name, 's3:ListBucket'))
      status, headers, text = ask('GET', '/none', site)
      assert status == 404 and headers['x-amz-error-code'] == 'NoSuchKey', text
      put(name, 'error.html', body=b'<h1>lost</h1>', ContentType='text/html')
      status, headers, text = ask('GET', '/none', site)
      assert (status, text) == (404, '<h1>lost</h1>'), text
      s3.delete_bucket_policy(Bucket=name)
      assert ask('GET', '/', site)[0] == 403
      s3.put_bucket_website(Bucket=name, WebsiteConfiguration={
          'RedirectAllRequestsTo': {'HostName': 'example.com', 'Protocol': 'https'}})
      status, headers, _ = ask('GET', '/x?y=z', site)
      assert status == 301 and headers['location'] == 'https://example.com/x?y=z', headers
      assert ask('GET', '/', 'no-such-bucket.s3-website.localhost')[0] == 404
      print('shown')
      """;

  private static final String FORMS =
      """
      import base64, datetime, hashlib, os, subprocess, tempfile
      name = bucket('forms')
      def form(fields, file=b'content', path='/forms', filename='photo.png', **curl):
          with tempfile.NamedTemporaryFile() as held:
              held.write(file); held.flush()
              command = ['curl', '-s', '-i', '-o', '-', endpoint + path]
              for key, value in fields.items():
                  command += ['--form-string', f'{key}={value}']
              command += ['-F', f'file=@{held.name};filename={filename}']
              answer = subprocess.run(command, capture_output=True, check=True).stdout.decode()
          head, _, text = answer.partition('\\r\\n\\r\\n')
          while head.startswith('HTTP/1.1 100'):
              head, _, text = text.partition('\\r\\n\\r\\n')
          lines = head.split('\\r\\n')
          return int(lines[0].split()[1]), {k.lower(): v for k, v in (l.split(': ', 1) for l in lines[1:])}, text
      def signed(of=s3, key='up/${filename}', conditions=(), fields=None, **more):
          return of.generate_presigned_post(name, key, Fields=fields or {}, Conditions=list(conditions),
                                            **more)['fields']
      status, headers, text = form(signed())
      assert status == 204 and headers['etag'] == '"9a0364b9e99bb480dd25e1f0284c8555"', (headers, text)
      assert read(s3, name, 'up/photo.png') == 'content'
      extra = {'success_action_status': '201', 'Content-Type': 'image/png', 'x-amz-meta-by': 'ann',
               'tagging': '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>'}
      status, headers, text = form(signed(key='made', fields=extra, conditions=[
          {k: v} for k, v in extra.items()]))
      assert status == 201 and '<Key>made</Key>' in text and '<Bucket>forms</Bucket>' in text, text
      made = s3.head_object(Bucket=name, Key='made')
      assert made['ContentType'] == 'image/png' and made['Metadata'] == {'by': 'ann'}, made
      assert s3.get_object_tagging(Bucket=name, Key='made')['TagSet'] == [{'Key': 'a', 'Value': 'b'}]
      there = 'https://example.com/thanks?x=1'
      status, headers, text = form(signed(key='sent', fields={'success_action_redirect': there},
                                          conditions=[['starts-with', '$success_action_redirect', '']]))
      assert status == 303 and headers['location'].startswith(
          there + '&bucket=forms&key=sent&etag=%22'), headers
      def refusedly(code, *arguments, **named):
          status, _, text = form(*arguments, **named)
          assert f'<Code>{code}</Code>' in text, (status, text)
          return text
      assert 'Extra input fields: x-amz-meta-more' in refusedly(
          'AccessDenied', signed(key='k') | {'x-amz-meta-more': '1'})
      assert 'Policy Condition failed' in refusedly('AccessDenied', signed(key='k') | {'key': 'other'})
      assert 'Policy expired' in refusedly('AccessDenied', signed(key='k', ExpiresIn=-5))
      fields = signed(key='k')
      forged = json.loads(base64.b64decode(fields['policy']))
      forged['conditions'] = [c for c in forged['conditions'] if 'key' not in c] + [{'key': 'forged'}]
      refusedly('SignatureDoesNotMatch', fields | {
          'key': 'forged', 'policy': base64.b64encode(json.dumps(forged).encode()).decode()})
      credential = fields['x-amz-credential']
      refusedly('InvalidAccessKeyId', fields | {
          'x-amz-credential': 'AKIANOBODYHASTHISKEY' + credential[credential.index('/'):]})
      refusedly('EntityTooLarge', signed(key='k', conditions=[['content-length-range', 0, 3]]))
      refusedly('EntityTooSmall', signed(key='k', conditions=[['content-length-range', 10, 30]]))
      assert [o['Key'] for o in s3.list_objects_v2(Bucket=name)['Contents']] == [
          'made', 'sent', 'up/photo.png']
      # As whoever signed, and as nobody where anybody may.
      eve = user(ours, 'eve')
      refusedly('AccessDenied', signed(eve.client('s3', config=V4), key='eves'))
      refusedly('AccessDenied', {'key': 'anyones'})
      allow(name, opening(name, 's3:PutObject'))
      assert form({'key': 'anyones'})[0] == 204 and read(s3, name, 'anyones') == 'content'
      # A file larger than anything that is held, sent to the bucket's own host name.
      large = os.urandom(1 << 20) * 64
      status, headers, text = form(signed(key='large'), file=large)
      assert status == 204 and headers['etag'] == f'"{hashlib.md5(large).hexdigest()}"', text
      assert s3.head_object(Bucket=name, Key='large')['ContentLength'] == len(large)
      print('uploaded')
      """;

  private static final String LOGS =
      """
      source, target = bucket('logged'), bucket('kept')
      put(source, 'a b')
      def deliver(prefix='logs/', **more):
          s3.put_bucket_logging(Bucket=source, BucketLoggingStatus={'LoggingEnabled': {
              'TargetBucket': target, 'TargetPrefix': prefix, **more}})
      def kept(prefix='logs/'):
          keys = [o['Key'] for o in s3.list_objects_v2(Bucket=target, Prefix=prefix).get('Contents', [])]
          return ''.join(read(s3, target, key) for key in keys).splitlines()
      refused('InvalidTargetBucketForLogging', s3.put_bucket_logging, Bucket=source,
              BucketLoggingStatus={'LoggingEnabled': {'TargetBucket': 'nowhere', 'TargetPrefix': ''}})
      # Delivered only where the target lets the log service in, and for this source.
      service = {'Effect': 'Allow', 'Principal': {'Service': 'logging.s3.amazonaws.com'},
                 'Action': 's3:PutObject', 'Resource': f'arn:aws:s3:::{target}/logs/*'}
      allow(target, service | {'Condition': {'ArnLike': {'aws:SourceArn': 'arn:aws:s3:::another'}}})
      deliver()
      assert s3.get_bucket_logging(Bucket=source)['LoggingEnabled']['TargetBucket'] == target
      read(s3, source, 'a b')
      time.sleep(12)
      assert kept() == []
      allow(target, service | {'Condition': {'ArnLike': {'aws:SourceArn': f'arn:aws:s3:::{source}'},
                                             'StringEquals': {'aws:SourceAccount': account}}})
      read(s3, source, 'a b')
      assert ask('GET', '/logged/a%20b')[0] == 403
      lines = until(kept, lambda found: len(found) >= 2)
      first = next(l for l in lines if 'REST.GET.OBJECT' in l and ' 200 ' in l)
      assert first.split()[1] == source and f'arn:aws:iam::{account}:root' in first, first
      assert ' a+b "GET /logged/a%20b HTTP/1.1" 200 - 4 4 ' in first, first
      assert 'SigV4' in first and 'AuthHeader' in first and 'Boto3' in first, first
      second = next(l for l in lines if ' 403 ' in l)
      assert '127.0.0.1 - ' in second and ' 403 AccessDenied ' in second, second
      s3.put_bucket_logging(Bucket=source, BucketLoggingStatus={})
      assert 'LoggingEnabled' not in s3.get_bucket_logging(Bucket=source)
      print('logged')
      """;

  private static final String LIFECYCLE =
      """
      import datetime
      name = bucket('aging')
      for key in ('tmp/a', 'tmp/b', 'kept'):
          put(name, key)
      put(name, 'tmp/tagged', Tagging='keep=yes')
      def rules(*found, of=name):
          s3.put_bucket_lifecycle_configuration(Bucket=of, LifecycleConfiguration={'Rules': [
              {'Status': 'Enabled', 'Filter': {'Prefix': ''}} | rule for rule in found]})
      def keys(of=name):
          return sorted(o['Key'] for o in s3.list_objects_v2(Bucket=of).get('Contents', []))
      past = {'Date': datetime.datetime(2020, 1, 1)}
      rules({'Filter': {'And': {'Prefix': 'tmp/', 'Tags': [{'Key': 'keep', 'Value': 'yes'}]}},
             'Expiration': past})
      assert until(keys, lambda k: 'tmp/tagged' not in k) == ['kept', 'tmp/a', 'tmp/b']
      rules({'Filter': {'Prefix': 'tmp/'}, 'Expiration': past},
            {'Expiration': {'Days': 1}}, {'Status': 'Disabled', 'Expiration': past})
      assert until(keys, lambda k: len(k) == 1) == ['kept']
      refused('NoSuchKey', s3.get_object, Bucket=name, Key='tmp/a')
      # With versions an expired object is hidden, not gone; markers over nothing go.
      deep = bucket('deep')
      s3.put_bucket_versioning(Bucket=deep, VersioningConfiguration={'Status': 'Enabled'})
      version = put(deep, 'a')['VersionId']
      put(deep, 'b')
      rules({'Filter': {'Prefix': 'a'}, 'Expiration': past}, of=deep)
      assert until(lambda: keys(deep), lambda k: len(k) == 1) == ['b']
      assert s3.get_object(Bucket=deep, Key='a', VersionId=version)['Body'].read() == b'text'
      s3.delete_object(Bucket=deep, Key='a', VersionId=version)
      rules({'Expiration': {'ExpiredObjectDeleteMarker': True}}, of=deep)
      assert until(lambda: s3.list_object_versions(Bucket=deep).get('DeleteMarkers', []),
                   lambda found: not found) == []
      assert keys(deep) == ['b']
      print('aged')
      """;

  @BeforeAll
  static void needsClients() {
    Machine.requirePython("boto3");
    Machine.require("curl", "it sends forms as browsers do");
  }

  @Test
  void settingsAreKeptCheckedAndRefusedByName() {
    assertThat(TwoAccounts.runS3(SETTINGS)).isEqualTo("set");
  }

  @Test
  void pagesAreShownAndMayReadAcrossOrigins() {
    assertThat(TwoAccounts.runS3(PAGES)).isEqualTo("shown");
  }

  @Test
  void formsUploadWhatTheirPolicyAllows() {
    assertThat(TwoAccounts.runS3(FORMS)).isEqualTo("uploaded");
  }

  @Test
  void requestsAreLoggedToTheTargetBucket() {
    assertThat(TwoAccounts.runS3(LOGS)).isEqualTo("logged");
  }

  @Test
  void objectsExpire() {
    assertThat(TwoAccounts.runS3(LIFECYCLE)).isEqualTo("aged");
  }
}
