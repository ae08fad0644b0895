package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs, by boto3 and both versions of the command line. An alarm takes its minutes meanwhile. */
@Execution(ExecutionMode.CONCURRENT)
final class LogsTest {
  private static final String LIFE =
      """
      import boto3, time
      from botocore.exceptions import ClientError
      logs = boto3.client('logs')
      group = '/app/web'
      logs.create_log_group(logGroupName=group, tags={'team': 'web'})
      logs.put_retention_policy(logGroupName=group, retentionInDays=7)
      shown = logs.describe_log_groups(logGroupNamePrefix='/app')['logGroups'][0]
      arn = 'arn:aws:logs:us-west-2:123456789012:log-group:/app/web'
      assert shown['arn'] == arn + ':*' and shown['logGroupArn'] == arn, shown
      assert shown['retentionInDays'] == 7 and shown['storedBytes'] == 0, shown
      logs.tag_resource(resourceArn=arn, tags={'stage': 'test'})
      assert logs.list_tags_log_group(logGroupName=group)['tags'] == {
          'team': 'web', 'stage': 'test'}
      for name in ('one', 'two'):
          logs.create_log_stream(logGroupName=group, logStreamName=name)
      now = int(time.time() * 1000)
      for i in range(50):
          answer = logs.put_log_events(
              logGroupName=group, logStreamName=['one', 'two'][i % 2],
              logEvents=[{'timestamp': now - 50 + i, 'message': 'line %d ä' % i}])
          assert len(answer['nextSequenceToken']) == 56, answer
      streams = logs.describe_log_streams(logGroupName=group, orderBy='LastEventTime',
                                          descending=True)['logStreams']
      assert [s['logStreamName'] for s in streams] == ['two', 'one'], streams
      assert streams[0]['firstEventTimestamp'] == now - 49, streams
      assert streams[0]['lastEventTimestamp'] == now - 1, streams
      assert streams[0]['arn'] == arn + ':log-stream:two', streams
      # Every event once, in the order of time, page by page.
      pages = logs.get_paginator('filter_log_events').paginate(
          logGroupName=group, PaginationConfig={'PageSize': 7})
      events = [e for page in pages for e in page['events']]
      assert [e['message'] for e in events] == ['line %d ä' % i for i in range(50)], events
      assert len(set(e['eventId'] for e in events)) == 50
      found = logs.filter_log_events(logGroupName=group, filterPattern='%line 4% -"line 41"')
      assert [e['message'] for e in found['events']] == [
          'line %d ä' % i for i in range(50) if str(i).startswith('4') and i != 41], found
      head = logs.get_log_events(logGroupName=group, logStreamName='one', limit=5,
                                 startFromHead=True)
      assert [e['timestamp'] for e in head['events']] == [now - 50 + i for i in (0, 2, 4, 6, 8)]
      rest = logs.get_log_events(logGroupName=group, logStreamName='one',
                                 nextToken=head['nextForwardToken'])
      assert len(rest['events']) == 20, rest
      end = logs.get_log_events(logGroupName=group, logStreamName='one',
                                nextToken=rest['nextForwardToken'])
      assert end['events'] == [] and end['nextForwardToken'] == rest['nextForwardToken'], end
      rejected = logs.put_log_events(logGroupName=group, logStreamName='one', logEvents=[
          {'timestamp': now - 8 * 86400000, 'message': 'expired'}])['rejectedLogEventsInfo']
      assert rejected == {'expiredLogEventEndIndex': 1}, rejected
      def refused(code, call, **request):
          try:
              call(**request)
          except ClientError as e:
              assert e.response['Error']['Code'] == code, e.response
          else:
              raise AssertionError('not refused: ' + code)
      refused('ResourceAlreadyExistsException', logs.create_log_group, logGroupName=group)
      refused('ResourceAlreadyExistsException', logs.create_log_stream, logGroupName=group,
              logStreamName='one')
      refused('ResourceNotFoundException', logs.get_log_events, logGroupName=group,
              logStreamName='none')
      refused('ResourceNotFoundException', logs.delete_retention_policy, logGroupName='none')
      refused('InvalidParameterException', logs.put_retention_policy, logGroupName=group,
              retentionInDays=2)
      refused('InvalidParameterException', logs.put_log_events, logGroupName=group,
              logStreamName='one', logEvents=[{'timestamp': now, 'message': 'b'},
                                              {'timestamp': now - 1, 'message': 'a'}])
      refused('InvalidParameterException', logs.filter_log_events, logGroupName=group,
              filterPattern='{ $.a = ')
      logs.delete_log_stream(logGroupName=group, logStreamName='one')
      left = logs.filter_log_events(logGroupName=group)['events']
      assert len(left) == 25 and all(e['logStreamName'] == 'two' for e in left), left
      logs.delete_log_group(logGroupName=group)
      refused('ResourceNotFoundException', logs.filter_log_events, logGroupName=group)
      print('lived')
      """;

  private static final String WATCHED =
      """
      import boto3, json, time
      logs, watch, sns, sqs = [boto3.client(n) for n in ('logs', 'cloudwatch', 'sns', 'sqs')]
      url = sqs.create_queue(QueueName='alerts')['QueueUrl']
      queue = 'arn:aws:sqs:us-west-2:123456789012:alerts'
      topic = sns.create_topic(Name='alerts')['TopicArn']
      sqs.set_queue_attributes(QueueUrl=url, Attributes={'Policy': json.dumps({
          'Version': '2012-10-17', 'Statement': [
              {'Effect': 'Allow', 'Principal': {'Service': 'sns.amazonaws.com'},
               'Action': 'sqs:SendMessage', 'Resource': queue,
               'Condition': {'ArnEquals': {'aws:SourceArn': topic}}}]})})
      sns.subscribe(TopicArn=topic, Protocol='sqs', Endpoint=queue)
      logs.create_log_group(logGroupName='/app')
      logs.create_log_stream(logGroupName='/app', logStreamName='web')
      logs.put_metric_filter(
          logGroupName='/app', filterName='errors', filterPattern='{ $.level = "ERROR" }',
          metricTransformations=[{'metricNamespace': 'App', 'metricName': 'Errors',
                                  'metricValue': '1', 'defaultValue': 0}])
      watch.put_metric_alarm(
          AlarmName='errors', Namespace='App', MetricName='Errors', Statistic='Sum', Period=60,
          EvaluationPeriods=1, Threshold=2, ComparisonOperator='GreaterThanThreshold',
          TreatMissingData='notBreaching', AlarmActions=[topic])
      def say(level):
          logs.put_log_events(logGroupName='/app', logStreamName='web', logEvents=[
              {'timestamp': int(time.time() * 1000), 'message': json.dumps({'level': level})}])
      def told(state):
          end = time.time() + 200
          while time.time() < end:
              for m in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5).get('Messages', []):
                  sqs.delete_message(QueueUrl=url, ReceiptHandle=m['ReceiptHandle'])
                  alarm = json.loads(json.loads(m['Body'])['Message'])
                  if alarm['NewStateValue'] == state:
                      return alarm
          raise SystemExit('nobody told of %s: %s' % (state, watch.describe_alarms()))
      for level in ('INFO', 'ERROR', 'ERROR', 'INFO', 'ERROR'):
          say(level)
      alarm = told('ALARM')
      assert alarm['AlarmName'] == 'errors' and '3.0' in alarm['NewStateReason'], alarm
      assert alarm['Trigger']['MetricName'] == 'Errors', alarm
      print('told')
      """;

  private static final String ASKED =
      """
      import boto3, json, time
      from botocore.exceptions import ClientError
      logs = boto3.client('logs')
      logs.create_log_group(logGroupName='/app')
      logs.create_log_stream(logGroupName='/app', logStreamName='web')
      now = int(time.time() * 1000)
      logs.put_log_events(logGroupName='/app', logStreamName='web', logEvents=[
          {'timestamp': now - 1000 + i, 'message': json.dumps(
              {'path': '/p%d' % (i % 4), 'took': i, 'user': {'name': 'u%d' % (i % 2)}})}
          for i in range(1000)])
      def ask(text, **more):
          id = logs.start_query(**{'logGroupName': '/app', 'startTime': now // 1000 - 3600,
                                   'endTime': now // 1000 + 1, 'queryString': text,
                                   **more})['queryId']
          end = time.time() + 30
          while time.time() < end:
              answer = logs.get_query_results(queryId=id)
              if answer['status'] not in ('Scheduled', 'Running'):
                  assert answer['status'] == 'Complete', answer
                  return answer, [{f['field']: f['value'] for f in r} for r in answer['results']]
              time.sleep(0.05)
          raise SystemExit('still ' + answer['status'])
      answer, rows = ask('''
          fields path, took # what matters
          | filter user.name = 'u1' and path like /p[13]/
          | stats count(*) as n, avg(took) as mean, pct(took, 50) by path
          | sort path desc''')
      assert [r['path'] for r in rows] == ['/p3', '/p1'], rows
      assert [r['n'] for r in rows] == ['250', '250'] and rows[0]['mean'] == '501', rows
      assert answer['statistics']['recordsScanned'] == 1000, answer
      assert answer['statistics']['recordsMatched'] == 500, answer
      answer, rows = ask('fields @timestamp, @message | sort @timestamp desc | limit 2')
      assert [json.loads(r['@message'])['took'] for r in rows] == [999, 998], rows
      record = logs.get_log_record(logRecordPointer=rows[0]['@ptr'])['logRecord']
      assert record['user.name'] == 'u1' and record['@logStream'] == 'web', record
      answer, rows = ask('parse @message "*\\\\"took\\\\": *,*" as before, seconds, after | stats max(seconds)')
      assert rows == [{'max(seconds)': '999'}], rows
      answer, rows = ask('stats count(*) by bin(1h)')
      assert sum(int(r['count(*)']) for r in rows) == 1000, rows
      try:
          ask('fields @message | frobnicate')
      except ClientError as e:
          assert e.response['Error']['Code'] == 'MalformedQueryException', e.response
      else:
          raise SystemExit('took what is no query')
      print('asked')
      """;

  private static final String FOLLOWED =
      """
      import boto3, subprocess, sys, time
      logs = boto3.client('logs')
      logs.create_log_group(logGroupName='app')
      logs.create_log_stream(logGroupName='app', logStreamName='s')
      def say(text):
          logs.put_log_events(logGroupName='app', logStreamName='s', logEvents=[
              {'timestamp': int(time.time() * 1000), 'message': text}])
      say('before')
      tail = subprocess.Popen(['/usr/bin/aws', '--endpoint-url', sys.argv[1], 'logs', 'tail', 'app',
                               '--follow', '--format', 'short'], stdout=subprocess.PIPE, text=True)
      try:
          heard = [tail.stdout.readline()]
          for i in range(3):
              say('line %d' % i)
              heard.append(tail.stdout.readline())
          assert [h.split(' ', 1)[1].strip() for h in heard] == [
              'before', 'line 0', 'line 1', 'line 2'], heard
      finally:
          tail.kill()
      print('followed')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void eventsLiveAWholeLife() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(LIFE).succeeded()).isEqualTo("lived");
    }
  }

  @Test
  void aMetricFiltersAlarmGoesThroughATopicIntoAQueue() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(WATCHED).succeeded()).isEqualTo("told");
    }
  }

  @Test
  void questionsAreAnsweredInTheBackground() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(ASKED).succeeded()).isEqualTo("asked");
    }
  }

  @Test
  void theCommandLineFollows() {
    Machine.require("/usr/bin/aws", "it is the client under test: install the package awscli");
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(FOLLOWED, croft.endpoint()).succeeded()).isEqualTo("followed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "/usr/bin/aws"})
  void theCommandLinePutsAndFilters(String aws) {
    Machine.require(aws, "it is the client under test: install the package awscli");
    try (RunningCroft croft = RunningCroft.memory()) {
      text(croft, aws, "create-log-group", "--log-group-name", "app");
      text(croft, aws, "create-log-stream", "--log-group-name", "app", "--log-stream-name", "s");
      text(
          croft,
          aws,
          "put-log-events",
          "--log-group-name",
          "app",
          "--log-stream-name",
          "s",
          "--log-events",
          "timestamp=" + System.currentTimeMillis() + ",message=hello");
      assertThat(
              text(
                  croft,
                  aws,
                  "filter-log-events",
                  "--log-group-name",
                  "app",
                  "--filter-pattern",
                  "hello",
                  "--query",
                  "events[].[logStreamName,message]"))
          .isEqualTo("s\thello");
    }
  }

  private static String text(RunningCroft croft, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(arguments[0], "--endpoint-url", croft.endpoint(), "logs"));
    command.addAll(List.of(arguments).subList(1, arguments.length));
    command.addAll(List.of("--output", "text"));
    return croft.run(command.toArray(String[]::new)).succeeded();
  }
}
