package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

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
