package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What Grafana's CloudWatch data source sends: while somebody chooses a metric, for the panels of a
 * dashboard, and for annotations. Once in each protocol that clients speak to CloudWatch.
 *
 * <p>Source: <a href="https://grafana.com/docs/grafana/latest/datasources/aws-cloudwatch/">Amazon
 * CloudWatch data source</a>.
 */
final class GrafanaTest {
  private static final String SESSION =
      """
      import boto3, datetime, sys
      from botocore.model import ServiceModel
      # The protocol is the client's choice: botocore prefers JSON, older ones know the query alone.
      ServiceModel.resolved_protocol = property(lambda model: sys.argv[1])
      cw = boto3.client('cloudwatch')
      sent = []
      cw.meta.events.register('before-send.cloudwatch.*', lambda request, **_: sent.append(
          str(request.headers.get('Content-Type')) + str(request.headers.get('smithy-protocol'))))
      now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
      minute = datetime.timedelta(minutes=1)
      start = now - 60 * minute
      def dimensions(**pairs):
          return [{'Name': n, 'Value': v} for n, v in pairs.items()]
      for instance in ('i-1', 'i-2', 'i-3'):
          number = int(instance[2:])
          cw.put_metric_data(Namespace='Web', MetricData=[
              {'MetricName': 'Requests', 'Unit': 'Count', 'Value': 10.0 * number,
               'Dimensions': dimensions(InstanceId=instance, Stage='live'),
               'Timestamp': now - m * minute} for m in range(1, 61)])
      cw.put_metric_data(Namespace='Web', MetricData=[
          {'MetricName': 'Latency', 'Unit': 'Milliseconds', 'Timestamp': now - m * minute,
           'Values': [float(v) for v in range(1, 101)], 'Counts': [1.0] * 100,
           'Dimensions': dimensions(Stage='live')} for m in range(1, 61)])
      cw.put_metric_data(Namespace='Web', MetricData=[
          {'MetricName': 'Load', 'Timestamp': now - minute, 'StatisticValues': {
              'SampleCount': 4, 'Sum': 20, 'Minimum': 1, 'Maximum': 9}}])

      # The editor of queries: names, dimensions' keys and their values, recent ones alone too.
      pages = cw.get_paginator('list_metrics').paginate(Namespace='Web', MetricName='Requests')
      found = [m for page in pages for m in page['Metrics']]
      assert sorted(d['Value'] for m in found for d in m['Dimensions'] if d['Name'] == 'InstanceId'
                    ) == ['i-1', 'i-2', 'i-3'], found
      assert len(cw.list_metrics(Namespace='Web', Dimensions=[{'Name': 'Stage'}],
                                 RecentlyActive='PT3H')['Metrics']) == 4
      assert cw.list_metrics(Namespace='Nothing')['Metrics'] == []

      # Panels: every query of a panel in one call, with labels that the answer fills in.
      def panel(*queries):
          results, token = [], None
          while True:
              more = {'NextToken': token} if token else {}
              page = cw.get_metric_data(
                  StartTime=start, EndTime=now, ScanBy='TimestampAscending', MaxDatapoints=100800,
                  LabelOptions={'Timezone': '+0000'}, MetricDataQueries=list(queries), **more)
              assert not page.get('Messages'), page['Messages']
              results += page['MetricDataResults']
              token = page.get('NextToken')
              if not token:
                  return results
      def stat(id, name, stat, period=60, label=None, shown=True, **pairs):
          query = {'Id': id, 'ReturnData': shown, 'MetricStat': {
              'Metric': {'Namespace': 'Web', 'MetricName': name, 'Dimensions': dimensions(**pairs)},
              'Period': period, 'Stat': stat}}
          return {**query, 'Label': label} if label else query
      def expression(id, text, label=None, **more):
          query = {'Id': id, 'Expression': text, 'ReturnData': True, **more}
          return {**query, 'Label': label} if label else query
      one, = panel(stat('queryA', 'Requests', 'Sum', 300, "${PROP('MetricName')} ${LAST}",
                        InstanceId='i-2', Stage='live'))
      assert one['Label'] == 'Requests 100', one
      assert one['Timestamps'] == sorted(one['Timestamps']) and set(one['Values'][1:-1]) == {100.0}
      percentiles = panel(*[stat('p%d' % n, 'Latency', s, Stage='live') for n, s in enumerate(
          ['p50', 'p90', 'p99', 'p99.9', 'tm90', 'IQM', 'PR(:50)', 'TC(80:90)', 'wm98', 'TS(:10)'])])
      values = {r['Id']: r['Values'][0] for r in percentiles}
      assert all(len(r['Values']) == 60 for r in percentiles)
      near = lambda seen, wanted: abs(seen - wanted) <= 0.02 * wanted + 1
      assert near(values['p0'], 50) and near(values['p1'], 90) and near(values['p2'], 99), values
      assert near(values['p4'], 45.5) and near(values['p5'], 50.5) and near(values['p6'], 50), values
      # Grafana's "match exact" is a search, with all values of a dimension "*".
      search = ('SEARCH(\\'{"Web","InstanceId","Stage"} MetricName="Requests" AND "Stage"="live"\\','
                ' \\'Sum\\', 60)')
      found = panel(expression('queryB', 'REMOVE_EMPTY(' + search + ')',
                               "${PROP('Dim.InstanceId')}"))
      assert sorted(r['Label'] for r in found) == ['i-1', 'i-2', 'i-3'], found
      some = panel(expression('queryC', 'SEARCH(\\'Namespace="Web" MetricName="Requests" '
                              '"InstanceId"=("i-1" OR "i-3")\\', \\'Average\\', 60)'))
      assert len(some) == 2, some
      mathematics = panel(
          stat('a', 'Requests', 'Sum', shown=False, InstanceId='i-1', Stage='live'),
          stat('b', 'Requests', 'Sum', shown=False, InstanceId='i-3', Stage='live'),
          expression('ratio', '100 * a / (a + b)', 'percent'),
          expression('all', 'SUM(' + search + ')'),
          expression('rate', 'a / PERIOD(a)'),
          expression('big', 'IF(b > 20, b, 0)'),
          expression('most', 'MAX([a, b])'),
          expression('filled', 'FILL(METRICS(), 0)'),
          expression('top', 'SORT(' + search + ', MAX, DESC, 1)'))
      by = {}
      for r in mathematics:
          by.setdefault(r['Id'], []).append(r)
      assert by['ratio'][0]['Values'] == [25.0] * 60 and by['ratio'][0]['Label'] == 'percent', by
      assert by['all'][0]['Values'] == [60.0] * 60, by['all']
      assert by['big'][0]['Values'] == by['most'][0]['Values'] == [30.0] * 60
      assert len(by['filled']) == 2 and len(by['top']) == 1, by
      assert abs(by['rate'][0]['Values'][0] - 10 / 60) < 1e-9
      load = cw.get_metric_statistics(
          Namespace='Web', MetricName='Load', StartTime=start, EndTime=now, Period=60,
          Statistics=['Average', 'Minimum', 'Maximum', 'SampleCount', 'Sum'])['Datapoints'][0]
      assert (load['Average'], load['Maximum'], load['SampleCount']) == (5.0, 9.0, 4.0), load

      # Annotations: alarms of a metric or with a prefix, and what became of them.
      cw.put_metric_alarm(
          AlarmName='grafana-busy', Namespace='Web', MetricName='Requests', Statistic='Sum',
          Period=300, EvaluationPeriods=1, Threshold=1, ComparisonOperator='GreaterThanThreshold',
          Dimensions=dimensions(InstanceId='i-1', Stage='live'))
      of_metric = cw.describe_alarms_for_metric(
          Namespace='Web', MetricName='Requests', Statistic='Sum', Period=300,
          Dimensions=dimensions(InstanceId='i-1', Stage='live'))['MetricAlarms']
      assert [a['AlarmName'] for a in of_metric] == ['grafana-busy'], of_metric
      assert cw.describe_alarms(AlarmNamePrefix='grafana-', MaxRecords=100)['MetricAlarms']
      cw.put_composite_alarm(AlarmName='grafana-page', AlarmRule='ALARM("grafana-busy")')
      cw.set_alarm_state(AlarmName='grafana-busy', StateValue='ALARM', StateReason='rehearsal')
      history = cw.describe_alarm_history(
          AlarmName='grafana-busy', StartDate=now - minute, EndDate=now + 5 * minute,
          MaxRecords=100)['AlarmHistoryItems']
      assert any(i['HistoryItemType'] == 'StateUpdate' and 'ALARM' in i['HistorySummary']
                 for i in history), history
      cw.put_dashboard(DashboardName='web', DashboardBody='{"widgets": []}')
      assert [d['DashboardName'] for d in cw.list_dashboards()['DashboardEntries']] == ['web']

      # A wrong query is said to be wrong.
      for wrong, code in ((expression('x', 'SUM('), 'ValidationError'),
                          (stat('Upper', 'Load', 'Sum'), 'ValidationError'),
                          (stat('x', 'Load', 'p101'), 'InvalidParameterValue')):
          try:
              panel(wrong)
              raise AssertionError(wrong)
          except cw.exceptions.ClientError as e:
              assert e.response['Error']['Code'] == code, e.response
      # Metrics of before are kept whole for who asks for the day.
      day = cw.get_metric_data(StartTime=now - 1440 * minute, EndTime=now, MetricDataQueries=[
          stat('d', 'Requests', 'Sum', InstanceId='i-1', Stage='live')])['MetricDataResults'][0]
      assert len(day['Values']) == 60, len(day['Values'])
      cw.delete_dashboards(DashboardNames=['web'])
      cw.delete_alarms(AlarmNames=['grafana-page'])
      cw.delete_alarms(AlarmNames=['grafana-busy'])
      marks = {'query': 'urlencoded', 'json': 'amz-json', 'smithy-rpc-v2-cbor': 'rpc-v2-cbor'}
      assert sent and all(marks[sys.argv[1]] in kind for kind in sent), sent
      print('drawn')
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void aSessionInEachProtocol() {
    for (String protocol : new String[] {"query", "json", "smithy-rpc-v2-cbor"}) {
      try (RunningCroft croft = RunningCroft.memory()) {
        assertThat(croft.python(SESSION, protocol).succeeded()).as(protocol).isEqualTo("drawn");
      }
    }
  }
}
