package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnectionStateReasonCode;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Networks of several VPCs as instances see them: what each route lets through, and nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VpcTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ANYWHERE = "0.0.0.0/0";

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void twoVpcsHaveTheSameAddressesAndNothingInCommon() {
    for (String name : new String[] {"one", "two"}) {
      String subnet = subnet(vpc("10.0.0.0/16"), "10.0.1.0/24");
      Instance server = cloud.run(r -> r.subnetId(subnet).privateIpAddress("10.0.1.10"));
      Instance client = cloud.run(r -> r.subnetId(subnet).privateIpAddress("10.0.1.11"));
      serve(server, name);
      Await.until(SOON, () -> fetch(client, "10.0.1.10"), text -> text.equals(name));
    }
  }

  @Test
  void aPrivateSubnetReachesOutByItsNatGatewayAndIsNotReached() {
    String vpc = vpc("10.10.0.0/16");
    String gateway = internetGateway(vpc);
    String publicSubnet = subnet(vpc, "10.10.1.0/24");
    String privateSubnet = subnet(vpc, "10.10.2.0/24");
    follow(
        publicSubnet,
        vpc,
        table ->
            ec2.createRoute(
                r -> r.routeTableId(table).destinationCidrBlock(ANYWHERE).gatewayId(gateway)));
    // A server with a public address in another VPC: it tells who asks.
    String outside = group(defaultVpc(), "outside");
    open(outside, 8080);
    Instance server = cloud.run(r -> r.securityGroupIds(outside));
    echo(server);
    String group = group(vpc, "inside");
    open(group, 8080);
    Instance hidden = cloud.run(r -> r.subnetId(privateSubnet).securityGroupIds(group));
    croft.awaitBoot(hidden.instanceId());
    assertThat(hidden.publicIpAddress()).isNull();
    assertThat(fetch(hidden, server.publicIpAddress())).isEmpty();

    var address = ec2.allocateAddress(r -> {});
    String nat = natGateway(publicSubnet, address.allocationId());
    String table =
        follow(
            privateSubnet,
            vpc,
            id ->
                ec2.createRoute(
                    r -> r.routeTableId(id).destinationCidrBlock(ANYWHERE).natGatewayId(nat)));
    Await.until(
        SOON,
        () -> fetch(hidden, server.publicIpAddress()),
        text -> text.equals(address.publicIp()));
    serve(hidden, "hidden");
    assertThat(fetch(server, address.publicIp())).isEmpty();
    assertThat(croft.run("curl", "-s", "-m", "2", url(address.publicIp())).status()).isNotZero();

    ec2.deleteRoute(r -> r.routeTableId(table).destinationCidrBlock(ANYWHERE));
    Await.until(SOON, () -> fetch(hidden, server.publicIpAddress()), String::isEmpty);
    ec2.createRoute(r -> r.routeTableId(table).destinationCidrBlock(ANYWHERE).natGatewayId(nat));
    Await.until(SOON, () -> fetch(hidden, server.publicIpAddress()), text -> !text.isEmpty());
    ec2.deleteNatGateway(r -> r.natGatewayId(nat));
    Await.until(SOON, () -> natState(nat), state -> state == NatGatewayState.DELETED);
    assertThat(fetch(hidden, server.publicIpAddress())).isEmpty();
  }

  @Test
  void aPeeringLeadsAcrossOnceItIsAcceptedAndRoutedBothWays() {
    String one = vpc("10.20.0.0/16");
    String two = vpc("10.21.0.0/16");
    String from = subnet(one, "10.20.1.0/24");
    String to = subnet(two, "10.21.1.0/24");
    String group = group(two, "server");
    open(group, 8080);
    Instance client = cloud.run(r -> r.subnetId(from));
    Instance server = cloud.run(r -> r.subnetId(to).securityGroupIds(group));
    serve(server, "peer");
    croft.awaitBoot(client.instanceId());
    Supplier<String> across = () -> fetch(client, server.privateIpAddress());
    assertThat(across.get()).isEmpty();

    String peering =
        ec2.createVpcPeeringConnection(r -> r.vpcId(one).peerVpcId(two))
            .vpcPeeringConnection()
            .vpcPeeringConnectionId();
    String there =
        follow(
            from,
            one,
            table ->
                ec2.createRoute(r ->
                    r.routeTableId(table)
                        .destinationCidrBlock("10.21.0.0/16")
                        .vpcPeeringConnectionId(peering)));
    assertThat(across.get()).isEmpty();
    ec2.acceptVpcPeeringConnection(r -> r.vpcPeeringConnectionId(peering));
    Await.until(
        SOON,
        () -> peeringState(peering),
        state -> state == VpcPeeringConnectionStateReasonCode.ACTIVE);
    // The answers have no way back yet.
    assertThat(across.get()).isEmpty();
    follow(
        to,
        two,
        table ->
            ec2.createRoute(r ->
                r.routeTableId(table)
                    .destinationCidrBlock("10.20.0.0/16")
                    .vpcPeeringConnectionId(peering)));
    Await.until(SOON, across, text -> text.equals("peer"));

    ec2.deleteRoute(r -> r.routeTableId(there).destinationCidrBlock("10.21.0.0/16"));
    Await.until(SOON, across, String::isEmpty);
    ec2.createRoute(r ->
        r.routeTableId(there).destinationCidrBlock("10.21.0.0/16").vpcPeeringConnectionId(peering));
    Await.until(SOON, across, text -> text.equals("peer"));
    ec2.deleteVpcPeeringConnection(r -> r.vpcPeeringConnectionId(peering));
    Await.until(SOON, across, String::isEmpty);
  }

  @Test
  void aGatewayEndpointLeadsToS3WithoutAnyOtherWayOut() {
    String vpc = vpc("10.30.0.0/16");
    String subnet = subnet(vpc, "10.30.1.0/24");
    Instance instance = cloud.run(r -> r.subnetId(subnet));
    croft.awaitBoot(instance.instanceId());
    String table = follow(subnet, vpc, id -> {});
    // Answered by name, refused for want of a signature: it was S3 that said so.
    Supplier<String> s3 =
        () -> croft.seen(instance.instanceId(), "curl -s -m 2 http://s3.us-west-2.amazonaws.com/");
    assertThat(s3.get()).isEmpty();
    String endpoint =
        ec2.createVpcEndpoint(
                r -> r.vpcId(vpc).serviceName("com.amazonaws.us-west-2.s3").routeTableIds(table))
            .vpcEndpoint()
            .vpcEndpointId();
    Await.until(SOON, s3, text -> text.contains("AccessDenied"));
    itsPolicyDecides(instance.instanceId(), endpoint);
    ec2.deleteVpcEndpoints(r -> r.vpcEndpointIds(endpoint));
    Await.until(SOON, s3, String::isEmpty);
  }

  /** By either of the two ways that lead to S3. */
  private void itsPolicyDecides(String instance, String endpoint) {
    try (S3Client s3 = Clients.root(croft).s3()) {
      for (String bucket : List.of("one", "two")) {
        s3.createBucket(r -> r.bucket(bucket));
        s3.deletePublicAccessBlock(r -> r.bucket(bucket));
        s3.putObject(r -> r.bucket(bucket).key("file"), RequestBody.fromString("of " + bucket));
        s3.putBucketPolicy(
            r -> r.bucket(bucket).policy(allow("s3:GetObject", "arn:aws:s3:::" + bucket + "/*")));
      }
    }
    for (String door : List.of("s3.us-west-2.amazonaws.com", "169.254.169.254:4566")) {
      ec2.modifyVpcEndpoint(r -> r.vpcEndpointId(endpoint).resetPolicy(true));
      assertThat(got(instance, door, "one")).isEqualTo("of one");
      ec2.modifyVpcEndpoint(
          r -> r.vpcEndpointId(endpoint).policyDocument(allow("s3:*", "arn:aws:s3:::two/*")));
      assertThat(got(instance, door, "one")).contains("AccessDenied");
      assertThat(got(instance, door, "two")).isEqualTo("of two");
    }
  }

  private String got(String instance, String door, String bucket) {
    return croft.told(instance, "curl -s -m 5 http://" + door + "/" + bucket + "/file");
  }

  private static String allow(String action, String resource) {
    return """
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
      "Action": "ACTION", "Resource": "RESOURCE"}}
    """
        .replace("ACTION", action)
        .replace("RESOURCE", resource);
  }

  private String vpc(String block) {
    return ec2.createVpc(r -> r.cidrBlock(block)).vpc().vpcId();
  }

  private String defaultVpc() {
    return ec2.describeVpcs(
            r -> r.filters(Filter.builder().name("is-default").values("true").build()))
        .vpcs()
        .getFirst()
        .vpcId();
  }

  private String subnet(String vpc, String block) {
    return ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(block)).subnet().subnetId();
  }

  private String internetGateway(String vpc) {
    String id = ec2.createInternetGateway(r -> {}).internetGateway().internetGatewayId();
    ec2.attachInternetGateway(r -> r.internetGatewayId(id).vpcId(vpc));
    return id;
  }

  private String natGateway(String subnet, String allocation) {
    String id =
        ec2.createNatGateway(r -> r.subnetId(subnet).allocationId(allocation))
            .natGateway()
            .natGatewayId();
    Await.until(SOON, () -> natState(id), state -> state == NatGatewayState.AVAILABLE);
    return id;
  }

  private NatGatewayState natState(String id) {
    return ec2.describeNatGateways(r -> r.natGatewayIds(id)).natGateways().getFirst().state();
  }

  private VpcPeeringConnectionStateReasonCode peeringState(String id) {
    return ec2.describeVpcPeeringConnections(r -> r.vpcPeeringConnectionIds(id))
        .vpcPeeringConnections()
        .getFirst()
        .status()
        .code();
  }

  /** Has a subnet follow a new table with these routes; the table's id. */
  private String follow(String subnet, String vpc, java.util.function.Consumer<String> routes) {
    String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
    routes.accept(table);
    ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(subnet));
    return table;
  }

  private String group(String vpc, String name) {
    return ec2.createSecurityGroup(r -> r.vpcId(vpc).groupName(name).description(name)).groupId();
  }

  private void open(String group, int port) {
    ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(group).ipProtocol("tcp").fromPort(port).toPort(port).cidrIp(ANYWHERE));
  }

  /** A web server inside that says this. */
  private void serve(Instance instance, String text) {
    run(
        instance,
        """
        self.wfile.write(b'%s')
        """
            .formatted(text));
  }

  /** A web server inside that says who asked. */
  private void echo(Instance instance) {
    run(instance, "self.wfile.write(self.client_address[0].encode())");
  }

  private void run(Instance instance, String answer) {
    croft.awaitBoot(instance.instanceId());
    croft.told(
        instance.instanceId(),
        """
        cat > /root/web.py <<'END'
        from http.server import *
        class Web(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                %s
        HTTPServer(('', 8080), Web).serve_forever()
        END
        systemd-run --quiet --unit=web python3 /root/web.py
        for n in $(seq 100); do
          curl -s -o /dev/null http://127.0.0.1:8080/ && exit 0
          sleep 0.1
        done
        exit 1
        """
            .formatted(answer.strip()));
  }

  private String fetch(Instance from, String address) {
    return croft.seen(from.instanceId(), "curl -s -m 2 " + url(address));
  }

  private static String url(String address) {
    return "http://" + address + ":8080/";
  }
}
