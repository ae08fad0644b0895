package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** One endpoint that never answers, and one that fails at first, beside one that is well. */
  private static final String SLOW =
      SUBSCRIBER
          + """
          arrived = {'well': [], 'sick': []}
          class Mixed(http.server.BaseHTTPRequestHandler):
              def do_POST(self):
                  body = self.rfile.read(int(self.headers['Content-Length'])).decode()
                  if self.headers['x-amz-sns-message-type'] == 'SubscriptionConfirmation':
                      self.send_response(200)
                      self.end_headers()
                      urllib.request.urlopen(json.loads(body)['SubscribeURL']).read()
                      return
                  if self.path == '/hung':
                      time.sleep(3600)
                  which = self.path[1:]
                  arrived[which].append((time.time(), body))
                  failing = which == 'sick' and len(arrived['sick']) < 3
                  self.send_response(503 if failing else 204)
                  self.end_headers()
              def log_message(self, *args):
                  pass
          mixed = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Mixed)
          mixed.daemon_threads = True
          threading.Thread(target=mixed.serve_forever, daemon=True).start()
          topic = sns.create_topic(Name='mixed')['TopicArn']
          for path in ['hung', 'sick', 'well']:
              sns.subscribe(TopicArn=topic, Protocol='http',
                  Endpoint='http://127.0.0.1:%d/%s' % (mixed.server_port, path), Attributes={
                      'RawMessageDelivery': 'true', 'DeliveryPolicy': json.dumps({
                          'healthyRetryPolicy': {'minDelayTarget': 1, 'maxDelayTarget': 1},
                          'requestPolicy': {'headerContentType': 'application/json'}})})
          def until(condition):
              deadline = time.time() + 30
              while not condition():
                  assert time.time() < deadline, arrived
                  time.sleep(0.05)
          until(lambda: sns.get_topic_attributes(TopicArn=topic)['Attributes'][
              'SubscriptionsConfirmed'] == '3')
          begun = time.time()
          sns.publish(TopicArn=topic, Message='one')
          until(lambda: len(arrived['well']) == 1 and len(arrived['sick']) == 3)
          assert arrived['well'][0][0] - begun < 5, (begun, arrived)
          assert arrived['sick'][2][0] - arrived['sick'][0][0] > 1.5, arrived
          assert {body for _, body in arrived['sick'] + arrived['well']} == {'one'}
          cw = boto3.client('cloudwatch')
          cw.put_metric_alarm(AlarmName='hot', Namespace='Shop', MetricName='load', Period=60,
              Statistic='Maximum', EvaluationPeriods=1, Threshold=80, AlarmActions=[topic],
              ComparisonOperator='GreaterThanThreshold')
          cw.set_alarm_state(AlarmName='hot', StateValue='ALARM', StateReason='rehearsal')
          until(lambda: len(arrived['well']) == 2)
          told = json.loads(arrived['well'][1][1])
          assert told['AlarmName'] == 'hot' and told['NewStateValue'] == 'ALARM', told
          print('went on')
          """;

  /** A server that fails three times, by the usual policy of twenty seconds between attempts. */
  private static final String FASTER =
      SUBSCRIBER
          + """
          attempts = []
          class Sick(http.server.BaseHTTPRequestHandler):
              def do_POST(self):
                  body = self.rfile.read(int(self.headers['Content-Length'])).decode()
                  asked = self.headers['x-amz-sns-message-type'] == 'SubscriptionConfirmation'
                  if not asked:
                      attempts.append(time.time())
                  self.send_response(200 if asked or len(attempts) > 3 else 500)
                  self.end_headers()
                  if asked:
                      heard.put((self.headers, body))
              def log_message(self, *args):
                  pass
          sick = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Sick)
          threading.Thread(target=sick.serve_forever, daemon=True).start()
          topic = sns.create_topic(Name='news')['TopicArn']
          sns.subscribe(TopicArn=topic, Protocol='http',
                        Endpoint='http://127.0.0.1:%d/' % sick.server_port)
          sns.confirm_subscription(TopicArn=topic, Token=json.loads(next_one()[1])['Token'])
          sns.publish(TopicArn=topic, Message='one')
          deadline = time.time() + 20
          while len(attempts) < 4:
              assert time.time() < deadline, attempts
              time.sleep(0.05)
          # Three pauses of twenty seconds are one of this machine's.
          assert 0.9 < attempts[3] - attempts[0] < 15, attempts
          print('faster')
          """;

  /** Fan-out as its tutorials have it: queues whose policies let the topic send. */
  private static final String FAN_OUT =
      """
      import boto3, json, sys
      from botocore.exceptions import ClientError
      sns, sqs = boto3.client('sns'), boto3.client('sqs')
      def queue(name, topic, **attributes):
          policy = json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow',
              'Principal': {'Service': 'sns.amazonaws.com'}, 'Action': 'sqs:SendMessage',
              'Resource': '*', 'Condition': {'ArnEquals': {'aws:SourceArn': topic}}}]})
          url = sqs.create_queue(QueueName=name, Attributes=dict(attributes, Policy=policy))
          url = url['QueueUrl']
          arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=['QueueArn'])
          return url, arn['Attributes']['QueueArn']
      def receive(url):
          answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20, MaxNumberOfMessages=1,
                                       MessageAttributeNames=['All'])
          message = answer['Messages'][0]
          sqs.delete_message(QueueUrl=url, ReceiptHandle=message['ReceiptHandle'])
          return message
      try:
          sqs.list_queues()
      except ClientError as e:
          print('no queues: ' + str(e))
          sys.exit()
      topic = sns.create_topic(Name='news')['TopicArn']
      other = sns.create_topic(Name='other')['TopicArn']
      wrapped, wrapped_arn = queue('wrapped', topic)
      plain, plain_arn = queue('plain', topic)
      dead, dead_arn = queue('dead', other)
      closed, closed_arn = queue('closed', topic)
      sns.subscribe(TopicArn=topic, Protocol='sqs', Endpoint=wrapped_arn)
      sns.subscribe(TopicArn=topic, Protocol='sqs', Endpoint=plain_arn, Attributes={
          'RawMessageDelivery': 'true', 'FilterPolicy': json.dumps({'kind': ['a']})})
      sns.publish(TopicArn=topic, Message='unwanted', MessageAttributes={
          'kind': {'DataType': 'String', 'StringValue': 'b'}})
      assert json.loads(receive(wrapped)['Body'])['Message'] == 'unwanted'
      sns.publish(TopicArn=topic, Message='wanted', Subject='s', MessageAttributes={
          'kind': {'DataType': 'String', 'StringValue': 'a'}})
      assert json.loads(receive(wrapped)['Body'])['Subject'] == 's'
      raw = receive(plain)
      assert raw['Body'] == 'wanted', raw
      assert raw['MessageAttributes']['kind']['StringValue'] == 'a', raw
      # The queue does not let the other topic send: its message goes to the dead letters.
      sns.subscribe(TopicArn=other, Protocol='sqs', Endpoint=closed_arn, Attributes={
          'RedrivePolicy': json.dumps({'deadLetterTargetArn': dead_arn})})
      sns.publish(TopicArn=other, Message='lost')
      assert json.loads(receive(dead)['Body'])['Message'] == 'lost'
      fifo = sns.create_topic(Name='orders.fifo', Attributes={
          'FifoTopic': 'true', 'ContentBasedDeduplication': 'true'})['TopicArn']
      orders, orders_arn = queue('orders.fifo', fifo, FifoQueue='true')
      sns.subscribe(TopicArn=fifo, Protocol='sqs', Endpoint=orders_arn,
                    Attributes={'RawMessageDelivery': 'true'})
      for i in [0, 1, 1, 2, 3]:
          sns.publish(TopicArn=fifo, Message='m%d' % i, MessageGroupId='g')
      assert [receive(orders)['Body'] for _ in range(4)] == ['m0', 'm1', 'm2', 'm3']
      print('fanned out')
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

  @Test
  void whoDoesNotAnswerHoldsUpNobodyAndAlarmsAreHeard() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(SLOW).succeeded()).isEqualTo("went on");
    }
  }

  @Test
  void pausesPassFasterWhereTimeDoes() {
    try (RunningCroft croft = RunningCroft.memory("--speed", "60")) {
      assertThat(croft.python(FASTER).succeeded()).isEqualTo("faster");
    }
  }

  @Test
  void queuesGetWhatTheirPoliciesAndFiltersLetThrough() {
    try (RunningCroft croft = RunningCroft.memory()) {
      String told = croft.python(FAN_OUT).succeeded();
      assumeFalse(told.startsWith("no queues"), told);
      assertThat(told).isEqualTo("fanned out");
    }
  }

  /**
   * By both versions of the command line, with the mails that are files where no relay is known.
   */
  @ParameterizedTest
  @ValueSource(strings = {"aws", "/usr/bin/aws"})
  void mailboxesConfirmAndHear(String aws) throws IOException {
    Machine.require(aws, "it is the client under test: install the package awscli");
    try (RunningCroft croft = RunningCroft.memory()) {
      Path mails = croft.home().resolve("mail");
      String topic = text(croft, aws, "create-topic", "--name", "ops", "--query", "TopicArn");
      text(
          croft,
          aws,
          "subscribe",
          "--topic-arn",
          topic,
          "--protocol",
          "email",
          "--notification-endpoint",
          "ann@example.org");
      String asked =
          Await.until(Duration.ofSeconds(30), () -> read(mails), mail -> !mail.isEmpty());
      assertThat(asked).contains("To: ann@example.org", "Subscription Confirmation");
      Matcher token = Pattern.compile("Token=([0-9a-f]+)").matcher(asked);
      assertThat(token.find()).as(asked).isTrue();
      String arn =
          text(
              croft,
              aws,
              "confirm-subscription",
              "--topic-arn",
              topic,
              "--token",
              token.group(1),
              "--query",
              "SubscriptionArn");
      assertThat(arn).startsWith(topic + ":");
      text(
          croft,
          aws,
          "publish",
          "--topic-arn",
          topic,
          "--subject",
          "Disk",
          "--message",
          "It is full.");
      String told =
          Await.until(
              Duration.ofSeconds(30), () -> read(mails), mail -> mail.contains("It is full."));
      assertThat(told).contains("Subject: Disk", "Action=Unsubscribe");
      assertThat(Files.getPosixFilePermissions(mails)).hasSize(3);
    }
  }

  private static String text(RunningCroft croft, String aws, String... arguments) {
    List<String> command = new ArrayList<>(List.of(aws, "--endpoint-url", croft.endpoint(), "sns"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--output", "text"));
    return croft.run(command.toArray(String[]::new)).succeeded();
  }

  /** All mails of a folder, one after the other. */
  private static String read(Path folder) {
    if (!Files.exists(folder)) {
      return "";
    }
    try (Stream<Path> mails = Files.list(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path mail : mails.filter(file -> file.toString().endsWith(".eml")).sorted().toList()) {
        all.append(Files.readString(mail));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
