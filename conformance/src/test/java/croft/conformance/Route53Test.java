package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** Route 53 by boto3 and the AWS CLI, and what the host is then answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Route53Test {
  private static final String RECORDS =
      """
      import boto3, botocore
      r53 = boto3.client('route53')
      zone = r53.create_hosted_zone(Name='Example.com', CallerReference='1',
          HostedZoneConfig={'Comment': 'first'})
      assert zone['ChangeInfo']['Status'] == 'PENDING', zone
      assert zone['HostedZone']['Name'] == 'example.com.', zone
      assert zone['HostedZone']['ResourceRecordSetCount'] == 2
      assert len(zone['DelegationSet']['NameServers']) == 4
      id = zone['HostedZone']['Id'].split('/')[-1]
      r53.get_waiter('resource_record_sets_changed').wait(
          Id=zone['ChangeInfo']['Id'], WaiterConfig={'Delay': 1, 'MaxAttempts': 5})
      def values(*v): return [{'Value': x} for x in v]
      def change(action, **kw): return {'Action': action, 'ResourceRecordSet': kw}
      def batch(*changes):
          return r53.change_resource_record_sets(
              HostedZoneId=id, ChangeBatch={'Comment': 'c', 'Changes': list(changes)})
      def refused(code, text, call, *args, **kw):
          try: call(*args, **kw)
          except botocore.exceptions.ClientError as e:
              assert e.response['Error']['Code'] == code, e
              assert text in e.response['Error']['Message'], e
              return
          raise AssertionError('not refused: ' + text)
      w = dict(Name='www.example.com', Type='A', TTL=60)
      made = batch(
          change('CREATE', ResourceRecords=values('192.0.2.1', '192.0.2.2'), **w),
          change('CREATE', Name='a.example.com', Type='CNAME', TTL=60,
              ResourceRecords=values('www.example.com')),
          change('CREATE', Name='*.wild.example.com', Type='A', TTL=60,
              ResourceRecords=values('192.0.2.9')),
          change('CREATE', Name='text.example.com', Type='TXT', TTL=60,
              ResourceRecords=values('"one" "two"', '"quote\\\\"d"')),
          change('CREATE', Name='example.com', Type='MX', TTL=60,
              ResourceRecords=values('10 mail.example.com')),
          change('CREATE', Name='six.example.com', Type='AAAA', TTL=60,
              ResourceRecords=values('2001:db8::1')),
          change('CREATE', Name='_sip._tcp.example.com', Type='SRV', TTL=60,
              ResourceRecords=values('1 2 5060 www.example.com')),
          change('CREATE', Name='example.com', Type='CAA', TTL=60,
              ResourceRecords=values('0 issue "ca.example.net"')),
          change('UPSERT', Name='alias.example.com', Type='A', AliasTarget={
              'HostedZoneId': id, 'DNSName': 'www.example.com', 'EvaluateTargetHealth': False}),
          change('CREATE', Name='big.example.com', Type='TXT', TTL=60,
              ResourceRecords=values(*['"%s%03d"' % ('x' * 200, n) for n in range(20)])))
      assert made['ChangeInfo']['Comment'] == 'c'
      assert r53.get_change(Id=made['ChangeInfo']['Id'])['ChangeInfo']['Status'] == 'INSYNC'
      refused('InvalidChangeBatch', "[Tried to create resource record set [name='www.example.com.', "
          "type='A'] but it already exists]", batch,
          change('CREATE', ResourceRecords=values('192.0.2.1'), **w))
      refused('InvalidChangeBatch', 'but it was not found', batch,
          change('DELETE', Name='no.example.com', Type='A', TTL=1, ResourceRecords=values('1.2.3.4')))
      refused('InvalidChangeBatch', 'do not match the current values', batch,
          change('DELETE', ResourceRecords=values('192.0.2.1'), **w))
      refused('InvalidChangeBatch', 'not permitted at apex in zone example.com.', batch,
          change('CREATE', Name='example.com', Type='CNAME', TTL=1, ResourceRecords=values('x.com')))
      refused('InvalidChangeBatch', 'conflicts with other records', batch,
          change('CREATE', Name='www.example.com', Type='CNAME', TTL=1, ResourceRecords=values('x.com')))
      refused('InvalidChangeBatch', 'is not permitted in zone example.com.', batch,
          change('CREATE', Name='www.example.org', Type='A', TTL=1, ResourceRecords=values('1.2.3.4')))
      refused('InvalidChangeBatch', 'ARRDATAIllegalIPv4Address', batch,
          change('CREATE', Name='b.example.com', Type='A', TTL=1, ResourceRecords=values('1.2.3')))
      refused('InvalidChangeBatch', 'enclosed in quotation marks', batch,
          change('CREATE', Name='b.example.com', Type='TXT', TTL=1, ResourceRecords=values('bare')))
      refused('InvalidChangeBatch', 'that target was not found', batch,
          change('CREATE', Name='b.example.com', Type='A', AliasTarget={'HostedZoneId': id,
              'DNSName': 'none.example.com', 'EvaluateTargetHealth': False}))
      refused('UnsupportedOperation', 'Region', batch, change('CREATE', Name='b.example.com',
          Type='A', TTL=1, SetIdentifier='x', Region='us-west-2', ResourceRecords=values('1.2.3.4')))
      refused('NoSuchHostedZone', 'Z0', r53.get_hosted_zone, Id='Z0')
      refused('HostedZoneAlreadyExists', 'caller reference', r53.create_hosted_zone,
          Name='example.net', CallerReference='1')
      refused('HostedZoneNotEmpty', 'non-required', r53.delete_hosted_zone, Id=id)
      refused('UnsupportedOperation', 'CreateTrafficPolicy', r53.create_traffic_policy,
          Name='x', Document='{}')
      # Nothing of a batch that was refused is there.
      refused('InvalidChangeBatch', 'already exists', batch,
          change('CREATE', Name='half.example.com', Type='A', TTL=1, ResourceRecords=values('1.2.3.4')),
          change('CREATE', ResourceRecords=values('192.0.2.1'), **w))
      pages = r53.get_paginator('list_resource_record_sets').paginate(
          HostedZoneId=id, PaginationConfig={'PageSize': 3})
      names = [(s['Name'], s['Type']) for p in pages for s in p['ResourceRecordSets']]
      assert names[0] == ('example.com.', 'CAA') and ('\\\\052.wild.example.com.', 'A') in names, names
      assert len(names) == 12 and len(set(names)) == 12, names
      tested = r53.test_dns_answer(HostedZoneId=id, RecordName='www.example.com', RecordType='A')
      assert tested['ResponseCode'] == 'NOERROR' and sorted(tested['RecordData']) == [
          '192.0.2.1', '192.0.2.2'], tested
      r53.change_tags_for_resource(ResourceType='hostedzone', ResourceId=id,
          AddTags=[{'Key': 'team', 'Value': 'web'}])
      assert r53.list_tags_for_resource(ResourceType='hostedzone', ResourceId=id)[
          'ResourceTagSet']['Tags'] == [{'Key': 'team', 'Value': 'web'}]
      batch(*[change('CREATE', Name='spread.example.com', Type='A', TTL=0, SetIdentifier=str(n),
          Weight=n, ResourceRecords=values('192.0.2.%d' % n)) for n in (10, 30)])
      assert r53.list_hosted_zones_by_name(DNSName='example.com')['HostedZones'][0]['Name'] == 'example.com.'
      assert r53.get_hosted_zone_count()['HostedZoneCount'] == 1
      print(id)
      """;

  private final RunningCroft croft = RunningCroft.memory("--dns-port", "0");
  private final Dig dig = Dig.of(croft);
  private String zone = "";

  @BeforeAll
  void makeRecords() {
    Machine.requirePython("boto3");
    zone = croft.python(RECORDS).succeeded();
  }

  @AfterAll
  void close() {
    croft.close();
  }

  @Test
  void answersWhatTheZoneHolds() {
    assertThat(dig.values("www.example.com", "A")).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(dig.values("WWW.Example.COM", "A")).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(dig.values("a.example.com", "A"))
        .containsExactly("192.0.2.1", "192.0.2.2", "www.example.com.");
    assertThat(dig.values("any.wild.example.com", "A")).containsExactly("192.0.2.9");
    assertThat(dig.values("alias.example.com", "A")).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(dig.values("text.example.com", "TXT")).containsExactly("one two", "quote\\\"d");
    assertThat(dig.values("example.com", "MX")).containsExactly("10 mail.example.com.");
    assertThat(dig.values("six.example.com", "AAAA")).containsExactly("2001:db8:0:0:0:0:0:1");
    assertThat(dig.values("_sip._tcp.example.com", "SRV"))
        .containsExactly("1 2 5060 www.example.com.");
    assertThat(dig.values("example.com", "NS")).hasSize(4);
    assertThat(dig.values("half.example.com", "A")).containsExactly("NXDOMAIN");
    assertThat(dig.values("somewhere.else", "A")).containsExactly("REFUSED");
  }

  @Test
  void negativeAnswersCarryTheZonesAuthority() {
    Message missing = dig.ask("missing.example.com", "A", false);
    assertThat(missing.getSection(Section.AUTHORITY)).hasSize(1);
    Message other = dig.ask("www.example.com", "MX", false);
    assertThat(other.getRcode()).isZero();
    assertThat(other.getSection(Section.AUTHORITY)).hasSize(1);
  }

  @Test
  void whatFitsIntoNoDatagramIsAskedForByStream() {
    Message cut = dig.ask("big.example.com", "TXT", false);
    // The asking side repeats a cut answer by TCP by itself.
    assertThat(cut.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(cut.getSection(Section.ANSWER)).hasSize(20);
  }

  @Test
  void weightedRecordsAreAnsweredByTheirWeights() {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      seen.merge(dig.values("spread.example.com", "A").getFirst(), 1, Integer::sum);
    }
    assertThat(seen).containsOnlyKeys("192.0.2.10", "192.0.2.30");
    assertThat(seen.get("192.0.2.10")).isBetween(50, 150);
  }

  @Test
  void theCommandLineListsAndTestsRecords() {
    Machine.require("aws", "it is the client this test is about");
    String listed =
        croft
            .run(
                "aws",
                "route53",
                "list-hosted-zones",
                "--query",
                "HostedZones[].Name",
                "--output",
                "text")
            .succeeded();
    assertThat(listed).isEqualTo("example.com.");
    String tested =
        croft
            .run(
                "aws",
                "route53",
                "test-dns-answer",
                "--hosted-zone-id",
                zone,
                "--record-name",
                "any.wild.example.com",
                "--record-type",
                "A",
                "--query",
                "RecordData[0]",
                "--output",
                "text")
            .succeeded();
    assertThat(tested).isEqualTo("192.0.2.9");
  }
}
