package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics, alarms and dashboards, by boto3 and the AWS CLI. */
final class CloudWatchTest {
  /** Puts a thousand points, in a body that boto3 compresses, and reads them back in all ways. */
  private static final String METRICS =
      """
      import boto3, datetime, sys, time
      cw = boto3.client('cloudwatch')
      now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
      hosts = [{'Name': 'Host', 'Value': 'h%d' % i} for i in range(5)]
      data = [{'MetricName': 'requests', 'Dimensions': [h], 'Unit': 'Count', 'Value': float(m),
               'Timestamp': now - datetime.timedelta(minutes=m)} for h in hosts for m in range(200)]
      cw.put_metric_data(Namespace='Shop', MetricData=data)
      cw.put_metric_data(Namespace='Shop', MetricData=[{'MetricName': 'latency',
          'Values': [1.0, 2.0, 3.0, 100.0], 'Counts': [50.0, 30.0, 15.0, 5.0],
          'Timestamp': now}])
      names = [m['MetricName'] for p in cw.get_paginator('list_metrics').paginate(Namespace='Shop')
               for m in p['Metrics']]
      assert sorted(names) == ['latency'] + ['requests'] * 5, names
      stats = cw.get_metric_statistics(Namespace='Shop', MetricName='latency', Period=60,
          StartTime=now - datetime.timedelta(minutes=5), EndTime=now + datetime.timedelta(minutes=1),
          ExtendedStatistics=['p50', 'p99', 'tm95'])['Datapoints']
      assert stats[0]['ExtendedStatistics'] == {'p50': 1.0, 'p99': 100.0, 'tm95': 155 / 95}, stats
      # As Grafana's data source asks: all queries in one call, hidden ones among them.
      answer = cw.get_metric_data(StartTime=now - datetime.timedelta(hours=1), EndTime=now,
          ScanBy='TimestampAscending', MetricDataQueries=[
          {'Id': 'a', 'ReturnData': False, 'MetricStat': {'Stat': 'Sum', 'Period': 300,
             'Metric': {'Namespace': 'Shop', 'MetricName': 'requests', 'Dimensions': [hosts[0]]}}},
          {'Id': 'b', 'Expression': 'a / PERIOD(a)', 'Label': 'per second ${MAX}'},
          {'Id': 'c', 'Expression': "SEARCH('{Shop,Host} MetricName=\\"requests\\"', 'Sum', 300)"},
          {'Id': 'd', 'Expression': "SUM(SEARCH('{Shop,Host} requests', 'Average', 300))"}])
      results = answer['MetricDataResults']
      by = {}
      for r in results:
          by.setdefault(r['Id'], []).append(r)
          assert r['StatusCode'] == 'Complete'
      assert len(by['b']) == 1 and len(by['c']) == 5 and len(by['d']) == 1, results
      assert len(by['b'][0]['Values']) == 12, by['b']
      assert sorted(r['Label'] for r in by['c']) == ['h0', 'h1', 'h2', 'h3', 'h4']
      assert by['d'][0]['Values'][0] == 5 * by['c'][0]['Values'][0] / 5
      try:
          cw.put_metric_data(Namespace='AWS/EC2', MetricData=[{'MetricName': 'x', 'Value': 1}])
          raise AssertionError('taken')
      except cw.exceptions.InvalidParameterValueException as e:
          assert e.response['Error']['Code'] == 'InvalidParameterValue', e.response
      try:
          cw.put_metric_stream(Name='s', FirehoseArn='arn:aws:firehose:us-west-2:1:x',
              RoleArn='arn:aws:iam::1:role/x', OutputFormat='json')
          raise AssertionError('taken')
      except cw.exceptions.ClientError as e:
          assert 'PutMetricStream' in str(e), e
      print('measured')
      """;

  private static final String ALARMS =
      """
      import boto3, json, time
      cw = boto3.client('cloudwatch')
      cw.put_metric_alarm(AlarmName='busy', Namespace='Shop', MetricName='load', Period=10,
          Statistic='Maximum', EvaluationPeriods=1, Threshold=80, TreatMissingData='notBreaching',
          ComparisonOperator='GreaterThanThreshold', Tags=[{'Key': 'team', 'Value': 'shop'}])
      cw.put_composite_alarm(AlarmName='page', AlarmRule='ALARM(busy) AND NOT ALARM(busy2)'
          .replace(' AND NOT ALARM(busy2)', ''))
      def load(value):
          cw.put_metric_data(Namespace='Shop', MetricData=[
              {'MetricName': 'load', 'Value': value, 'StorageResolution': 1}])
      deadline = time.time() + 60
      while cw.describe_alarms(AlarmNames=['page'], AlarmTypes=['CompositeAlarm'])[
              'CompositeAlarms'][0]['StateValue'] != 'ALARM':
          assert time.time() < deadline, cw.describe_alarms()
          load(95)
          time.sleep(1)
      busy = cw.describe_alarms(AlarmNames=['busy'])['MetricAlarms'][0]
      assert busy['StateReason'].startswith('Threshold Crossed: 1 datapoint [95.0 ('), busy
      history = cw.describe_alarm_history(AlarmName='busy', HistoryItemType='StateUpdate')
      data = json.loads(history['AlarmHistoryItems'][0]['HistoryData'])
      assert data['newState']['stateValue'] == 'ALARM', data
      cw.set_alarm_state(AlarmName='busy', StateValue='OK', StateReason='rehearsal')
      cw.get_waiter('alarm_exists').wait(AlarmNames=['busy'])
      assert cw.list_tags_for_resource(ResourceARN=busy['AlarmArn'])['Tags']
      body = json.dumps({'widgets': [{'type': 'text', 'x': 0, 'y': 0, 'width': 6, 'height': 3,
                                      'properties': {'markdown': 'hello'}}]})
      cw.put_dashboard(DashboardName='shop', DashboardBody=body)
      assert cw.get_dashboard(DashboardName='shop')['DashboardBody'] == body
      try:
          cw.put_dashboard(DashboardName='bad', DashboardBody='{"widgets": [{"type": "pie"}]}')
          raise AssertionError('taken')
      except cw.exceptions.DashboardInvalidInputError as e:
          assert e.response['dashboardValidationMessages'][0]['DataPath'] == '/widgets/0/type', \
              e.response
      cw.delete_dashboards(DashboardNames=['shop'])
      cw.delete_alarms(AlarmNames=['page', 'busy'])
      print('watched')
      """;

  /** The same for a client that speaks the older protocols. */
  private static final String PROTOCOLS =
      """
      import boto3, datetime, json, os, urllib.request
      from botocore.auth import SigV4Auth
      from botocore.awsrequest import AWSRequest
      from botocore.credentials import Credentials
      def send(headers, body):
          request = AWSRequest('POST', os.environ['AWS_ENDPOINT_URL'] + '/', data=body,
                               headers=headers)
          SigV4Auth(Credentials(os.environ['AWS_ACCESS_KEY_ID'],
              os.environ['AWS_SECRET_ACCESS_KEY']), 'monitoring', 'us-west-2').add_auth(request)
          made = urllib.request.Request(request.url, body.encode(), dict(request.headers.items()))
          return urllib.request.urlopen(made).read().decode()
      form = {'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8'}
      send(form, 'Action=PutMetricData&Version=2010-08-01&Namespace=Old'
          '&MetricData.member.1.MetricName=q&MetricData.member.1.Value=7'
          '&MetricData.member.1.Dimensions.member.1.Name=a'
          '&MetricData.member.1.Dimensions.member.1.Value=b')
      listed = send(form, 'Action=ListMetrics&Version=2010-08-01&Namespace=Old')
      assert '<MetricName>q</MetricName>' in listed, listed
      target = {'Content-Type': 'application/x-amz-json-1.0',
                'X-Amz-Target': 'GraniteServiceVersion20100801.ListMetrics'}
      found = json.loads(send(target, json.dumps({'Namespace': 'Old'})))
      assert found['Metrics'][0]['MetricName'] == 'q', found
      print('spoken')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void metricsArePutAndReadByBoto3AndTheCli() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(METRICS).succeeded()).isEqualTo("measured");
      assertThat(croft.python(PROTOCOLS).succeeded()).isEqualTo("spoken");
      Machine.require("aws", "the AWS CLI is one of the clients");
      croft
          .run(
              "aws",
              "cloudwatch",
              "put-metric-data",
              "--namespace",
              "Cli",
              "--metric-name",
              "one",
              "--value",
              "5",
              "--unit",
              "Seconds",
              "--dimensions",
              "Host=x,Disk=y")
          .succeeded();
      assertThat(
              croft
                  .run(
                      "aws",
                      "cloudwatch",
                      "list-metrics",
                      "--namespace",
                      "Cli",
                      "--query",
                      "Metrics[].MetricName",
                      "--output",
                      "text")
                  .succeeded())
          .isEqualTo("one");
    }
  }

  @Test
  void alarmsFireAndAreSeenByBoto3() {
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(ALARMS).succeeded()).isEqualTo("watched");
    }
  }

  @Test
  void aMinuteOfFasterTimePassesInASecond() {
    try (RunningCroft croft = RunningCroft.memory("--speed", "60")) {
      assertThat(
              croft
                  .python(
                      """
                      import boto3, time
                      cw = boto3.client('cloudwatch')
                      cw.put_metric_alarm(AlarmName='busy', Namespace='Shop', MetricName='load',
                          Period=60, Statistic='Maximum', EvaluationPeriods=3, Threshold=80,
                          ComparisonOperator='GreaterThanThreshold')
                      begin = time.time()
                      while cw.describe_alarms()['MetricAlarms'][0]['StateValue'] != 'ALARM':
                          assert time.time() < begin + 60, cw.describe_alarms()
                          cw.put_metric_data(Namespace='Shop', MetricData=[
                              {'MetricName': 'load', 'Value': 99}])
                          time.sleep(0.1)
                      print('fired')
                      """)
                  .succeeded())
          .isEqualTo("fired");
    }
  }

  @Test
  void croftTellsPrometheusHowItIsDoing() throws Exception {
    try (RunningCroft croft = RunningCroft.memory();
        HttpClient client = HttpClient.newHttpClient()) {
      croft.python("import boto3; boto3.client('cloudwatch').list_metrics()").succeeded();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(croft.endpoint() + "/_croft/metrics"))
              .timeout(Duration.ofSeconds(10))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains(
              "croft_request_duration_seconds_count{service=\"monitoring\","
                  + "operation=\"ListMetrics\",status=\"2xx\"} 1",
              "croft_reconciler_failures_total{reconciler=\"cloudwatch-alarms\"} 0",
              "jvm_memory_used_bytes{area=\"heap\"} ");
    }
  }
}
