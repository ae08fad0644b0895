package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is killed while programs speak: what it took is kept, once, and passed on. */
@Execution(ExecutionMode.CONCURRENT)
final class LogsSurvivalTest {
  private static final String BEFORE =
      """
      import boto3, botocore.config, json, os, signal, sys, threading, time
      pid = int(sys.argv[1])
      once = botocore.config.Config(retries={'total_max_attempts': 1})
      logs, sqs = boto3.client('logs', config=once), boto3.client('sqs')
      queue = 'arn:aws:sqs:us-west-2:123456789012:passed'
      url = sqs.create_queue(QueueName='passed', Attributes={'Policy': json.dumps({
          'Version': '2012-10-17', 'Statement': [
              {'Effect': 'Allow', 'Principal': {'Service': 'logs.amazonaws.com'},
               'Action': 'sqs:SendMessage', 'Resource': queue}]})})['QueueUrl']
      logs.create_log_group(logGroupName='app')
      for name in 'abcd':
          logs.create_log_stream(logGroupName='app', logStreamName=name)
      logs.put_subscription_filter(logGroupName='app', filterName='seven', destinationArn=queue,
                                   filterPattern='seven')
      taken, unsure = [], []
      def speak(name):
          client = boto3.client('logs', config=once)
          for batch in range(100000):
              lines = ['%s %d %d %s' % (name, batch, i, 'seven' if i == 7 else '-')
                       for i in range(10)]
              now = int(time.time() * 1000)
              try:
                  client.put_log_events(logGroupName='app', logStreamName=name, logEvents=[
                      {'timestamp': now, 'message': line} for line in lines])
              except Exception:
                  unsure.extend(lines)
                  return
              taken.extend(lines)
      speakers = [threading.Thread(target=speak, args=(name,)) for name in 'abcd']
      for speaker in speakers:
          speaker.start()
      while len(taken) < 4000:
          time.sleep(0.01)
      os.kill(pid, signal.SIGKILL)
      for speaker in speakers:
          speaker.join()
      print(json.dumps({'taken': taken, 'unsure': unsure}))
      """;

  private static final String AFTER =
      """
      import boto3, collections, json, sys, time
      known = json.load(open(sys.argv[1]))
      logs, sqs = boto3.client('logs'), boto3.client('sqs')
      pages = logs.get_paginator('filter_log_events').paginate(logGroupName='app')
      there = [e['message'] for page in pages for e in page['events']]
      assert len(there) == len(set(there)), len(there) - len(set(there))
      missing = set(known['taken']) - set(there)
      assert not missing, sorted(missing)[:10]
      assert set(there) <= set(known['taken']) | set(known['unsure'])
      for name in 'abcd':
          own = [m for m in there if m.startswith(name)]
          assert own == sorted(own, key=lambda m: [int(n) for n in m.split()[1:3]]), name
      wanted = set(m for m in there if m.endswith('seven'))
      url = sqs.get_queue_url(QueueName='passed')['QueueUrl']
      passed, end = collections.Counter(), time.time() + 60
      while set(passed) < wanted and time.time() < end:
          for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10,
                                       WaitTimeSeconds=1).get('Messages', []):
              data = json.loads(m['Body'])
              if data['messageType'] == 'DATA_MESSAGE':
                  passed.update(e['message'] for e in data['logEvents'])
              sqs.delete_message(QueueUrl=url, ReceiptHandle=m['ReceiptHandle'])
      assert set(passed) == wanted, (len(passed), len(wanted))
      print('whole')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void aKillLosesNothingThatWasTakenAndDoublesNothing() throws IOException {
    Path home = RunningCroft.newHome();
    Path known = home.resolve("known.json");
    ServerProcess first = ServerProcess.start(home, "--drivers", "memory");
    try {
      Files.writeString(
          known, first.python(BEFORE, Long.toString(first.process().pid())).succeeded());
    } finally {
      first.kill();
    }
    ServerProcess second = ServerProcess.start(home, "--drivers", "memory");
    try {
      assertThat(second.python(AFTER, known.toString()).succeeded()).isEqualTo("whole");
    } finally {
      second.kill();
      RunningCroft.delete(home);
    }
  }
}
