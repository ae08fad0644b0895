package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues, by boto3 and both versions of the command line. */
final class SqsTest {
  private static final String LIFE =
      """
      import boto3, json, threading, time
      from botocore.exceptions import ClientError
      sqs = boto3.client('sqs')
      url = sqs.create_queue(QueueName='jobs', Attributes={'VisibilityTimeout': '2'},
                             tags={'team': 'web'})['QueueUrl']
      assert url.startswith('http://') and url.endswith('/123456789012/jobs'), url
      assert sqs.get_queue_url(QueueName='jobs')['QueueUrl'] == url
      assert sqs.list_queues(QueueNamePrefix='jo')['QueueUrls'] == [url]
      assert sqs.list_queue_tags(QueueUrl=url)['Tags'] == {'team': 'web'}
      # The client verifies the digests of bodies and of attributes itself, and raises.
      sent = sqs.send_message(QueueUrl=url, MessageBody='héllo <&>\\n', MessageAttributes={
          'kind': {'DataType': 'String', 'StringValue': 'ä'},
          'size': {'DataType': 'Number', 'StringValue': '4.5'},
          'raw': {'DataType': 'Binary', 'BinaryValue': b'\\x00\\x01'}},
          MessageSystemAttributes={'AWSTraceHeader': {
              'DataType': 'String', 'StringValue': 'Root=1-5759e988-bd862e3fe1be46a994272793'}})
      got = sqs.receive_message(QueueUrl=url, AttributeNames=['All'],
                                MessageAttributeNames=['All'])['Messages'][0]
      assert got['Body'] == 'héllo <&>\\n' and got['MessageId'] == sent['MessageId'], got
      assert got['MessageAttributes']['raw']['BinaryValue'] == b'\\x00\\x01', got
      assert got['MD5OfMessageAttributes'] == sent['MD5OfMessageAttributes'], got
      assert got['Attributes']['AWSTraceHeader'].startswith('Root='), got
      # Not deleted, it comes again: who waits gets it when its time is over.
      began = time.time()
      again = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10,
                                  AttributeNames=['ApproximateReceiveCount'])['Messages'][0]
      assert 0.5 < time.time() - began < 6, time.time() - began
      assert again['Attributes'] == {'ApproximateReceiveCount': '2'}, again
      sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=again['ReceiptHandle'],
                                    VisibilityTimeout=60)
      sqs.delete_message(QueueUrl=url, ReceiptHandle=again['ReceiptHandle'])
      # Long polling: what is sent meanwhile is there at once; nothing takes its whole time.
      heard = []
      def listen():
          client = boto3.client('sqs')
          answer = client.receive_message(QueueUrl=url, WaitTimeSeconds=20)
          heard.append((time.time(), answer['Messages'][0]['Body']))
      thread = threading.Thread(target=listen)
      thread.start()
      time.sleep(2)
      sent_at = time.time()
      sqs.send_message(QueueUrl=url, MessageBody='there')
      thread.join(20)
      assert heard[0][1] == 'there' and heard[0][0] - sent_at < 2, (heard, sent_at)
      began = time.time()
      assert 'Messages' not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)
      assert time.time() - began > 0.9
      sqs.set_queue_attributes(QueueUrl=url, Attributes={'ReceiveMessageWaitTimeSeconds': '1'})
      sqs.purge_queue(QueueUrl=url)
      # Batches: good and bad entries side by side.
      answer = sqs.send_message_batch(QueueUrl=url, Entries=[
          {'Id': 'a', 'MessageBody': 'one'}, {'Id': 'b', 'MessageBody': 'two'},
          {'Id': 'c', 'MessageBody': '\\x01'}])
      assert [e['Id'] for e in answer['Successful']] == ['a', 'b'], answer
      assert answer['Failed'][0]['Code'] == 'InvalidMessageContents', answer
      got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)['Messages']
      assert [m['Body'] for m in got] == ['one', 'two'], got
      handles = [{'Id': m['Body'], 'ReceiptHandle': m['ReceiptHandle']} for m in got]
      hidden = [dict(h, VisibilityTimeout=100) for h in handles]
      answer = sqs.change_message_visibility_batch(QueueUrl=url, Entries=hidden)
      assert len(answer['Successful']) == 2, answer
      answer = sqs.delete_message_batch(QueueUrl=url, Entries=handles + [
          {'Id': 'bad', 'ReceiptHandle': 'nonsense'}])
      assert len(answer['Successful']) == 2, answer
      assert answer['Failed'][0]['Code'] == 'ReceiptHandleIsInvalid', answer
      large = 'x' * (1 << 20)
      sqs.send_message(QueueUrl=url, MessageBody=large)
      assert sqs.receive_message(QueueUrl=url)['Messages'][0]['Body'] == large
      def refused(call, code):
          try:
              call()
          except ClientError as e:
              assert e.response['Error']['Code'] == code, e.response
          else:
              raise AssertionError('not refused: ' + code)
      refused(lambda: sqs.send_message(QueueUrl=url, MessageBody=large + 'x'),
              'InvalidParameterValue')
      refused(lambda: sqs.send_message_batch(QueueUrl=url, Entries=[
          {'Id': 'a', 'MessageBody': 'x'}, {'Id': 'a', 'MessageBody': 'x'}]),
          'AWS.SimpleQueueService.BatchEntryIdsNotDistinct')
      refused(lambda: sqs.send_message_batch(QueueUrl=url, Entries=[
          {'Id': str(i), 'MessageBody': 'x'} for i in range(11)]),
          'AWS.SimpleQueueService.TooManyEntriesInBatchRequest')
      refused(lambda: sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=11),
              'InvalidParameterValue')
      sqs.delete_queue(QueueUrl=url)
      refused(lambda: sqs.send_message(QueueUrl=url, MessageBody='x'),
              'AWS.SimpleQueueService.NonExistentQueue')
      try:
          sqs.get_queue_attributes(QueueUrl=url, AttributeNames=['All'])
      except sqs.exceptions.QueueDoesNotExist:
          print('lived')
      """;

  private static final String ORDER =
      """
      import boto3, json
      sqs = boto3.client('sqs')
      dead = sqs.create_queue(QueueName='dead.fifo', Attributes={'FifoQueue': 'true'})['QueueUrl']
      arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=['QueueArn'])['Attributes']
      url = sqs.create_queue(QueueName='orders.fifo', Attributes={
          'FifoQueue': 'true', 'ContentBasedDeduplication': 'true', 'VisibilityTimeout': '1',
          'RedrivePolicy': json.dumps({'deadLetterTargetArn': arn['QueueArn'],
                                       'maxReceiveCount': 1})})['QueueUrl']
      assert sqs.list_dead_letter_source_queues(QueueUrl=dead)['queueUrls'] == [url]
      numbers = []
      for i in range(5):
          answer = sqs.send_message(QueueUrl=url, MessageBody='m%d' % i, MessageGroupId='g')
          numbers.append(int(answer['SequenceNumber']))
      assert numbers == sorted(numbers) and len(set(numbers)) == 5, numbers
      same = sqs.send_message(QueueUrl=url, MessageBody='m4', MessageGroupId='g')
      assert int(same['SequenceNumber']) == numbers[4], same
      def receive(queue, **more):
          answer = sqs.receive_message(QueueUrl=queue, AttributeNames=['All'], **more)
          return answer.get('Messages', [])
      first = receive(url)
      assert [m['Body'] for m in first] == ['m0'], first
      assert receive(url) == []
      # Seen once and not deleted: a dead letter, and the next one's turn.
      second = receive(url, WaitTimeSeconds=10)
      assert [m['Body'] for m in second] == ['m1'], second
      sqs.delete_message(QueueUrl=url, ReceiptHandle=second[0]['ReceiptHandle'])
      rest = receive(url, MaxNumberOfMessages=10)
      assert [m['Body'] for m in rest] == ['m2', 'm3', 'm4'], rest
      for m in rest:
          sqs.delete_message(QueueUrl=url, ReceiptHandle=m['ReceiptHandle'])
      letter = receive(dead, VisibilityTimeout=0)[0]
      assert letter['Body'] == 'm0' and letter['Attributes']['MessageGroupId'] == 'g', letter
      task = sqs.start_message_move_task(SourceArn=arn['QueueArn'])['TaskHandle']
      back = receive(url, WaitTimeSeconds=20)
      assert [m['Body'] for m in back] == ['m0'], back
      tasks = sqs.list_message_move_tasks(SourceArn=arn['QueueArn'])['Results']
      assert tasks[0]['ApproximateNumberOfMessagesMoved'] == 1, tasks
      print('in order')
      """;

  /**
   * As clients of before the JSON protocol do: a form, sent to the queue's own URL, answered in
   * XML.
   */
  private static final String OLD =
      """
      import boto3, re, urllib.error, urllib.parse, urllib.request
      from botocore.auth import SigV4Auth
      from botocore.awsrequest import AWSRequest
      session = boto3.Session()
      sqs = session.client('sqs')
      url = sqs.create_queue(QueueName='old')['QueueUrl']
      def ask(where, **form):
          data = urllib.parse.urlencode(dict(form, Version='2012-11-05'))
          request = AWSRequest('POST', where, data=data, headers={
              'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8'})
          SigV4Auth(session.get_credentials(), 'sqs', 'us-west-2').add_auth(request)
          prepared = request.prepare()
          try:
              with urllib.request.urlopen(urllib.request.Request(
                      where, data=data.encode(), headers=dict(prepared.headers))) as answer:
                  return answer.read().decode()
          except urllib.error.HTTPError as e:
              return e.read().decode()
      sent = ask(url, Action='SendMessage', MessageBody='hi', **{
          'MessageAttribute.1.Name': 'kind', 'MessageAttribute.1.Value.DataType': 'String',
          'MessageAttribute.1.Value.StringValue': 'a'})
      assert '<MD5OfMessageBody>49f68a5c8493ec2c0bf489821c21fc3b<' in sent, sent
      got = ask(url, Action='ReceiveMessage', **{
          'AttributeName.1': 'ApproximateReceiveCount', 'MessageAttributeName.1': 'All'})
      assert '<Body>hi</Body>' in got and '<Name>kind</Name>' in got, got
      assert '<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value>' in got, got
      handle = re.search('<ReceiptHandle>(.*?)</ReceiptHandle>', got).group(1)
      gone = ask(url, Action='DeleteMessage', ReceiptHandle=handle)
      assert '<DeleteMessageResponse' in gone, gone
      counts = ask(url, Action='GetQueueAttributes', **{'AttributeName.1': 'All'})
      assert '<Name>ApproximateNumberOfMessagesNotVisible</Name><Value>0</Value>' in counts, counts
      base = url[:url.index('/', 8)]
      none = ask(base + '/123456789012/none', Action='SendMessage', MessageBody='x')
      assert '<Code>AWS.SimpleQueueService.NonExistentQueue</Code>' in none, none
      listed = ask(base + '/', Action='ListQueues')
      assert '<QueueUrl>' + url + '</QueueUrl>' in listed, listed
      print('old')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void messagesLiveAWholeLife() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(LIFE).succeeded()).isEqualTo("lived");
    }
  }

  @Test
  void ordersAreKeptAndDeadLettersComeBack() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(ORDER).succeeded()).isEqualTo("in order");
    }
  }

  @Test
  void oldClientsAskTheQueueItself() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(OLD).succeeded()).isEqualTo("old");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "/usr/bin/aws"})
  void theCommandLineSendsAndReceives(String aws) {
    Machine.require(aws, "it is the client under test: install the package awscli");
    try (RunningCroft croft = RunningCroft.memory()) {
      String url = text(croft, aws, "create-queue", "--queue-name", "jobs", "--query", "QueueUrl");
      text(
          croft,
          aws,
          "send-message",
          "--queue-url",
          url,
          "--message-body",
          "work",
          "--query",
          "MessageId");
      assertThat(
              text(
                  croft,
                  aws,
                  "get-queue-attributes",
                  "--queue-url",
                  url,
                  "--attribute-names",
                  "ApproximateNumberOfMessages",
                  "--query",
                  "Attributes.ApproximateNumberOfMessages"))
          .isEqualTo("1");
      String[] received =
          text(
                  croft,
                  aws,
                  "receive-message",
                  "--queue-url",
                  url,
                  "--wait-time-seconds",
                  "5",
                  "--query",
                  "Messages[0].[Body,ReceiptHandle]")
              .split("\\s+", -1);
      assertThat(received[0]).isEqualTo("work");
      text(croft, aws, "delete-message", "--queue-url", url, "--receipt-handle", received[1]);
      text(croft, aws, "delete-queue", "--queue-url", url);
      assertThat(text(croft, aws, "list-queues", "--query", "length(QueueUrls || `[]`)"))
          .isEqualTo("0");
    }
  }

  private static String text(RunningCroft croft, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(arguments[0], "--endpoint-url", croft.endpoint(), "sqs"));
    command.addAll(List.of(arguments).subList(1, arguments.length));
    command.addAll(List.of("--output", "text"));
    return croft.run(command.toArray(String[]::new)).succeeded();
  }
}
