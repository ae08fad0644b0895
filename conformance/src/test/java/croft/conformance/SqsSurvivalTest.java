package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is killed amid messages: none is lost, none comes twice, held ones stay held. */
@Execution(ExecutionMode.CONCURRENT)
final class SqsSurvivalTest {
  private static final String BEFORE =
      """
      import boto3, json
      sqs = boto3.client('sqs')
      url = sqs.create_queue(QueueName='jobs', Attributes={'VisibilityTimeout': '25'})['QueueUrl']
      fifo = sqs.create_queue(QueueName='jobs.fifo', Attributes={
          'FifoQueue': 'true', 'VisibilityTimeout': '300'})['QueueUrl']
      for batch in range(30):
          answer = sqs.send_message_batch(QueueUrl=url, Entries=[
              {'Id': str(i), 'MessageBody': 'm%d' % (batch * 10 + i)} for i in range(10)])
          assert len(answer['Successful']) == 10, answer
      held = []
      for _ in range(10):
          held += sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)['Messages']
      for m in held[:50]:
          sqs.delete_message(QueueUrl=url, ReceiptHandle=m['ReceiptHandle'])
      for i in range(4):
          sqs.send_message(QueueUrl=fifo, MessageBody='f%d' % i, MessageGroupId='g%d' % (i % 2),
                           MessageDeduplicationId=str(i))
      first = sqs.receive_message(QueueUrl=fifo)['Messages'][0]
      print(json.dumps({'deleted': [m['Body'] for m in held[:50]],
                        'held': [m['Body'] for m in held[50:]],
                        'handle': first['ReceiptHandle']}))
      """;

  private static final String AFTER =
      """
      import boto3, json, sys, time
      known = json.loads(sys.argv[1])
      sqs = boto3.client('sqs')
      url = sqs.get_queue_url(QueueName='jobs')['QueueUrl']
      fifo = sqs.get_queue_url(QueueName='jobs.fifo')['QueueUrl']
      seen = []
      deadline = time.time() + 60
      while len(seen) < 250 and time.time() < deadline:
          answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2)
          for m in answer.get('Messages', []):
              seen.append(m['Body'])
              sqs.delete_message(QueueUrl=url, ReceiptHandle=m['ReceiptHandle'])
      assert len(seen) == len(set(seen)) == 250, (len(seen), len(set(seen)))
      assert not set(seen) & set(known['deleted'])
      # Those that were held came last, when their time was over.
      assert set(seen[200:]) == set(known['held']), seen[200:]
      def receive():
          answer = sqs.receive_message(QueueUrl=fifo, MaxNumberOfMessages=10)
          return [m['Body'] for m in answer.get('Messages', [])]
      assert receive() == ['f1', 'f3']
      again = sqs.send_message(QueueUrl=fifo, MessageBody='again', MessageGroupId='g0',
                               MessageDeduplicationId='2')
      sqs.delete_message(QueueUrl=fifo, ReceiptHandle=known['handle'])
      assert receive() == ['f2']
      print('whole')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void aKillLosesNothingAndDoublesNothing() throws IOException {
    Path home = RunningCroft.newHome();
    String known;
    ServerProcess first = ServerProcess.start(home, "--drivers", "memory");
    try {
      known = first.python(BEFORE).succeeded();
    } finally {
      first.kill();
    }
    ServerProcess second = ServerProcess.start(home, "--drivers", "memory");
    try {
      assertThat(second.python(AFTER, known).succeeded()).isEqualTo("whole");
    } finally {
      second.kill();
      RunningCroft.delete(home);
    }
  }
}
