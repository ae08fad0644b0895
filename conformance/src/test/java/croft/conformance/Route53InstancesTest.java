package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Names as real instances get them: their own, those of zones, and those that follow health. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Route53InstancesTest {
  private static final Duration CHECKED = Duration.ofSeconds(60);

  private static final String PRIVATE_ZONE =
      """
      import boto3, sys
      r53 = boto3.client('route53')
      zone = r53.create_hosted_zone(Name=sys.argv[1], CallerReference=sys.argv[1],
          VPC={'VPCRegion': 'us-west-2', 'VPCId': sys.argv[2]})
      assert zone['HostedZone']['Config']['PrivateZone'], zone
      id = zone['HostedZone']['Id'].split('/')[-1]
      r53.change_resource_record_sets(HostedZoneId=id, ChangeBatch={'Changes': [
          {'Action': 'CREATE', 'ResourceRecordSet': {'Name': 'db.' + sys.argv[1], 'Type': 'A',
              'TTL': 1, 'ResourceRecords': [{'Value': sys.argv[3]}]}}]})
      print(id)
      """;

  private static final String ASSOCIATE =
      """
      import boto3, sys
      boto3.client('route53').associate_vpc_with_hosted_zone(HostedZoneId=sys.argv[1],
          VPC={'VPCRegion': 'eu-central-1', 'VPCId': sys.argv[2]})
      """;

  private static final String FAILOVER =
      """
      import boto3, sys
      r53 = boto3.client('route53')
      check = r53.create_health_check(CallerReference='web', HealthCheckConfig={
          'Type': 'HTTP_STR_MATCH', 'IPAddress': sys.argv[1], 'Port': 8080, 'RequestInterval': 10,
          'FailureThreshold': 1, 'SearchString': 'i-'})['HealthCheck']['Id']
      id = r53.create_hosted_zone(Name='shop.example', CallerReference='shop')['HostedZone']['Id']
      def side(name, address, **more):
          return {'Action': 'CREATE', 'ResourceRecordSet': dict(Name='www.shop.example', Type='A',
              TTL=0, SetIdentifier=name, Failover=name, ResourceRecords=[{'Value': address}], **more)}
      r53.change_resource_record_sets(HostedZoneId=id, ChangeBatch={'Changes': [
          side('PRIMARY', sys.argv[1], HealthCheckId=check), side('SECONDARY', '192.0.2.2')]})
      try:
          r53.delete_health_check(HealthCheckId=check)
          raise AssertionError('deleted while in use')
      except r53.exceptions.HealthCheckInUse: pass
      print(check)
      """;

  private static final String STATUS =
      """
      import boto3, sys
      seen = boto3.client('route53').get_health_check_status(HealthCheckId=sys.argv[1])
      print([o['StatusReport']['Status'] for o in seen['HealthCheckObservations']])
      """;

  private final RunningCroft croft = RunningCroft.linux("--dns-port", "0");
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Ec2Client elsewhere = Clients.root(croft).ec2(Region.EU_CENTRAL_1);
  private final Cloud cloud = new Cloud(ec2);
  private final Dig dig = Dig.of(croft);
  private Instance web;
  private Instance client;
  private Instance stranger;

  @BeforeAll
  void launch() {
    Machine.requirePython("boto3");
    String group = ec2.createSecurityGroup(r -> r.groupName("web").description("web")).groupId();
    ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(group).ipProtocol("tcp").fromPort(8080).toPort(8080).cidrIp("0.0.0.0/0"));
    List<Instance> two = cloud.launch(2, r -> r.securityGroupIds(group));
    web = two.getFirst();
    client = two.getLast();
    stranger = new Cloud(elsewhere).run(r -> {});
    croft.awaitBoot(web.instanceId());
  }

  @AfterAll
  void close() {
    ec2.close();
    elsewhere.close();
    croft.close();
  }

  private String resolved(Instance inside, String name) {
    return croft.seen(
        inside.instanceId(), "timeout 15 getent ahostsv4 " + name + " | head -1 | cut -d' ' -f1");
  }

  private String named(Instance inside, String address) {
    return croft.seen(inside.instanceId(), "getent hosts " + address + " | awk '{print $2}'");
  }

  @Test
  void instancesFindEachOtherByPrivateAndPublicNames() {
    assertThat(web.privateDnsName()).endsWith(".us-west-2.compute.internal");
    assertThat(resolved(client, web.privateDnsName())).isEqualTo(web.privateIpAddress());
    assertThat(resolved(client, web.publicDnsName())).isEqualTo(web.privateIpAddress());
    assertThat(named(client, web.privateIpAddress())).isEqualTo(web.privateDnsName());
    assertThat(resolved(client, "instance-data.ec2.internal")).isEqualTo("169.254.169.254");
    assertThat(resolved(client, "ip-9-9-9-9.us-west-2.compute.internal")).isEmpty();
    // From outside a public name means the public address.
    assertThat(dig.values(web.publicDnsName(), "A")).containsExactly(web.publicIpAddress());
    assertThat(resolved(stranger, web.publicDnsName())).isEqualTo(web.publicIpAddress());
    assertThat(dig.values(web.privateDnsName(), "A")).containsExactly(web.privateIpAddress());
  }

  @Test
  void s3sNamesLeadToTheNetworksOwnAnswers() {
    String ask = "curl -s -m 10 -o /dev/null -w '%{http_code}' http://";
    assertThat(croft.seen(client.instanceId(), ask + "s3.us-west-2.amazonaws.com/"))
        .isEqualTo("403");
    assertThat(croft.seen(client.instanceId(), ask + "nobodys.s3.us-west-2.amazonaws.com/"))
        .isEqualTo("404");
  }

  @Test
  void aVpcsAttributesTurnItsResolverAndItsZonesOnAndOff() {
    String vpc = ec2.createVpc(r -> r.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String subnet =
        ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock("10.9.1.0/24")).subnet().subnetId();
    Instance inside = cloud.run(r -> r.subnetId(subnet));
    croft.python(PRIVATE_ZONE, "attributes.test", vpc, "10.1.2.4").succeeded();
    // Not the instance's own name, which its hosts file knows.
    String other = "ip-10-9-1-77.us-west-2.compute.internal";
    assertThat(resolved(inside, other)).isEqualTo("10.9.1.77");
    // Private zones need both of a VPC's DNS attributes; one that was made has no host names.
    assertThat(resolved(inside, "db.attributes.test")).isEmpty();
    AttributeBooleanValue on = AttributeBooleanValue.builder().value(true).build();
    ec2.modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsHostnames(on));
    assertThat(resolved(inside, "db.attributes.test")).isEqualTo("10.1.2.4");
    AttributeBooleanValue off = AttributeBooleanValue.builder().value(false).build();
    ec2.modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsSupport(off));
    assertThat(resolved(inside, "db.attributes.test")).isEmpty();
    assertThat(resolved(inside, other)).isEmpty();
  }

  @Test
  void bothOfTheResolversAddressesAnswer() {
    assertThat(
            croft.seen(
                client.instanceId(),
                "cp /etc/resolv.conf /tmp/kept; echo nameserver 169.254.169.253 > /tmp/other;"
                    + " cat /tmp/other > /etc/resolv.conf; getent ahostsv4 "
                    + web.privateDnsName()
                    + " | head -1 | cut -d' ' -f1; cat /tmp/kept > /etc/resolv.conf"))
        .isEqualTo(web.privateIpAddress());
  }

  @Test
  void aPrivateZoneAnswersInItsVpcsOnly() {
    String zone = croft.python(PRIVATE_ZONE, "corp.test", web.vpcId(), "10.1.2.3").succeeded();
    assertThat(resolved(client, "db.corp.test")).isEqualTo("10.1.2.3");
    assertThat(resolved(client, "no.corp.test")).isEmpty();
    assertThat(resolved(stranger, "db.corp.test")).isEmpty();
    assertThat(dig.values("db.corp.test", "A")).containsExactly("REFUSED");

    croft.python(ASSOCIATE, zone, stranger.vpcId()).succeeded();
    assertThat(resolved(stranger, "db.corp.test")).isEqualTo("10.1.2.3");
  }

  @Test
  void anAnswerFollowsTheHealthOfAServer() {
    serve(true);
    String check = croft.python(FAILOVER, web.publicIpAddress()).succeeded();
    Await.until(CHECKED, () -> croft.python(STATUS, check).succeeded(), s -> s.contains("Success"));
    assertThat(dig.values("www.shop.example", "A")).containsExactly(web.publicIpAddress());
    assertThat(resolved(client, "www.shop.example")).isEqualTo(web.publicIpAddress());

    serve(false);
    Await.until(
        CHECKED,
        () -> dig.values("www.shop.example", "A"),
        found -> found.equals(List.of("192.0.2.2")));
    assertThat(croft.python(STATUS, check).succeeded()).contains("Failure");
    assertThat(resolved(client, "www.shop.example")).isEqualTo("192.0.2.2");

    serve(true);
    Await.until(
        CHECKED,
        () -> dig.values("www.shop.example", "A"),
        found -> found.equals(List.of(web.publicIpAddress())));
  }

  /** Starts or stops a web server whose one page is the instance's id. */
  private void serve(boolean on) {
    String unit = "dns-web";
    if (on) {
      croft.told(
          web.instanceId(),
          "mkdir -p /srv/web; echo "
              + web.instanceId()
              + " > /srv/web/index.html; systemd-run --unit="
              + unit
              + " --working-directory=/srv/web python3 -m http.server 8080");
    } else {
      croft.told(web.instanceId(), "systemctl stop " + unit);
    }
  }
}
