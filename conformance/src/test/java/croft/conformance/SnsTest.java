package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Topics, by boto3 and the AWS CLI, with web servers that the tests themselves run. */
final class SnsTest {
  /** A subscriber as AWS's documentation has it: confirms by the link, checks the signature. */
  private static final String SUBSCRIBER =
      """
      import base64, boto3, http.server, json, os, queue, subprocess, sys, tempfile, threading, time
      import urllib.request
      heard = queue.Queue()
      class Hook(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              body = self.rfile.read(int(self.headers['Content-Length'])).decode()
              heard.put((self.headers, body))
              self.send_response(200)
              self.end_headers()
          def log_message(self, *args):
              pass
      server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Hook)
      threading.Thread(target=server.serve_forever, daemon=True).start()
      url = 'http://127.0.0.1:%d/hook' % server.server_port
      def next_one():
          return heard.get(timeout=30)
      def verify(document):
          names = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token',
                   'TopicArn', 'Type']
          text = ''.join('%s\\n%s\\n' % (n, document[n]) for n in names if n in document)
          with tempfile.TemporaryDirectory() as d:
              pem = urllib.request.urlopen(document['SigningCertURL']).read()
              open(d + '/cert.pem', 'wb').write(pem)
              key = subprocess.check_output(['openssl', 'x509', '-in', d + '/cert.pem', '-pubkey',
                                             '-noout'])
              open(d + '/key.pem', 'wb').write(key)
              open(d + '/sig', 'wb').write(base64.b64decode(document['Signature']))
              open(d + '/text', 'wb').write(text.encode())
              digest = {'1': '-sha1', '2': '-sha256'}[document['SignatureVersion']]
              subprocess.check_output(['openssl', 'dgst', digest, '-verify', d + '/key.pem',
                                       '-signature', d + '/sig', d + '/text'])
      sns = boto3.client('sns')
      """;

  private static final String WEB =
      SUBSCRIBER
          + """
          topic = sns.create_topic(Name='news', Attributes={'SignatureVersion': '2'},
                                   Tags=[{'Key': 'team', 'Value': 'shop'}])['TopicArn']
          assert topic == 'arn:aws:sns:us-west-2:123456789012:news', topic
          assert sns.create_topic(Name='news')['TopicArn'] == topic
          answer = sns.subscribe(TopicArn=topic, Protocol='http', Endpoint=url, Attributes={
              'FilterPolicy': json.dumps({'kind': ['a', {'prefix': 'b-'}],
                                          'price': [{'numeric': ['>', 5, '<=', 10]}]})})
          assert answer['SubscriptionArn'] == 'pending confirmation', answer
          headers, body = next_one()
          asked = json.loads(body)
          assert headers['x-amz-sns-message-type'] == 'SubscriptionConfirmation', headers
          verify(asked)
          confirmed = urllib.request.urlopen(asked['SubscribeURL']).read().decode()
          assert '<SubscriptionArn>' + topic + ':' in confirmed, confirmed
          arn = sns.list_subscriptions_by_topic(TopicArn=topic)['Subscriptions'][0]['SubscriptionArn']
          assert sns.get_subscription_attributes(SubscriptionArn=arn)['Attributes'][
              'PendingConfirmation'] == 'false'
          def publish(message, kind, price):
              return sns.publish(TopicArn=topic, Message=message, Subject='Offer',
                  MessageAttributes={'kind': {'DataType': 'String', 'StringValue': kind},
                                     'price': {'DataType': 'Number', 'StringValue': price}})
          publish('no', 'c', '7')
          publish('no', 'a', '5')
          wanted = publish('yes', 'b-1', '10')['MessageId']
          headers, body = next_one()
          document = json.loads(body)
          assert document['MessageId'] == wanted and document['Message'] == 'yes', document
          assert headers['x-amz-sns-message-id'] == wanted
          assert document['MessageAttributes']['kind'] == {'Type': 'String', 'Value': 'b-1'}
          verify(document)
          sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName='FilterPolicyScope',
                                          AttributeValue='MessageBody')
          sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName='FilterPolicy',
              AttributeValue=json.dumps({'order': {'state': [{'anything-but': 'new'}]}}))
          batch = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[
              {'Id': '1', 'Message': json.dumps({'order': {'state': 'new'}})},
              {'Id': '2', 'Message': json.dumps({'order': {'state': 'sent'}})},
              {'Id': '3', 'Message': ''}])
          assert [one['Id'] for one in batch['Successful']] == ['1', '2'], batch
          assert batch['Failed'][0]['Code'] == 'InvalidParameter', batch
          assert json.loads(json.loads(next_one()[1])['Message'])['order']['state'] == 'sent'
          urllib.request.urlopen(document['UnsubscribeURL']).read()
          headers, body = next_one()
          assert headers['x-amz-sns-message-type'] == 'UnsubscribeConfirmation', headers
          verify(json.loads(body))
          assert heard.empty(), heard.get()
          sns.delete_topic(TopicArn=topic)
          try:
              sns.publish(TopicArn=topic, Message='gone')
              raise AssertionError('taken')
          except sns.exceptions.NotFoundException as e:
              assert e.response['Error']['Message'] == 'Topic does not exist', e.response
          try:
              sns.create_platform_application(Name='x', Platform='GCM', Attributes={})
              raise AssertionError('taken')
          except sns.exceptions.ClientError as e:
              assert 'CreatePlatformApplication' in str(e), e
          print('heard')
          """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
    Machine.require("openssl", "it checks the signatures of messages");
  }

  @Test
  void aWebServerConfirmsHearsWhatItWantsAndUnsubscribes() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(WEB).succeeded()).isEqualTo("heard");
    }
  }
}
