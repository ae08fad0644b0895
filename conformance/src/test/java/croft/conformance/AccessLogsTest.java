package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What balancers were asked stands in their buckets, line by line, as AWS writes it. */
final class AccessLogsTest {
  /** Ports of classic and network balancers are others: who comes first has the shared address. */
  private static final String MADE =
      """
      import gzip, json, re, subprocess
      s3 = boto3.client("s3")
      account = boto3.client("sts").get_caller_identity()["Account"]
      def aws(*words):
          done = subprocess.run(("aws",) + words, capture_output=True, text=True)
          return done.returncode, done.stdout, done.stderr
      def bucket(name, principal, path):
          s3.create_bucket(Bucket=name, CreateBucketConfiguration={
              "LocationConstraint": "us-west-2"})
          if principal:
              s3.put_bucket_policy(Bucket=name, Policy=json.dumps({
                  "Version": "2012-10-17", "Statement": [{
                      "Effect": "Allow", "Principal": principal, "Action": "s3:PutObject",
                      "Resource": "arn:aws:s3:::%s/%s/*" % (name, path)}]}))
      def keys(name, part="_elasticloadbalancing_"):
          return [o["Key"] for o in s3.list_objects_v2(Bucket=name).get("Contents", [])
                  if part in o["Key"]]
      def lines(name):
          all = []
          for key in keys(name):
              body = s3.get_object(Bucket=name, Key=key)["Body"].read()
              text = gzip.decompress(body) if key.endswith(".gz") else body
              all += text.decode().splitlines()
          return all
      def fields(line):
          return [a or b for a, b in re.findall(r'"((?:[^"])*)"|(\\S+)', line)]
      """;

  private static final String APPLICATION =
      """
      open_door()
      one = launch(subnets()[0])
      made = balancer("front")
      arn = made["LoadBalancerArn"]
      web = group("web", one)
      listener = elb.create_listener(
          LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=[{
              "Type": "forward", "TargetGroupArn": web}])["Listeners"][0]["ListenerArn"]
      elb.create_rule(
          ListenerArn=listener, Priority=17,
          Conditions=[{"Field": "path-pattern", "Values": ["/old"]}],
          Actions=[{"Type": "redirect", "RedirectConfig": {
              "Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}])
      healthy(web, 1)
      bucket("denied-logs", None, "")
      bucket("front-logs", {"AWS": "arn:aws:iam::797873946194:root"}, "mine/AWSLogs/" + account)
      def turn(name):
          return aws("elbv2", "modify-load-balancer-attributes", "--load-balancer-arn", arn,
              "--attributes", "Key=access_logs.s3.enabled,Value=true",
              "Key=access_logs.s3.bucket,Value=" + name,
              "Key=access_logs.s3.prefix,Value=mine")
      for name in ("denied-logs", "none-such-logs"):
          code, out, err = turn(name)
          assert code != 0 and err.strip().endswith(
              "(InvalidConfigurationRequest) when calling the ModifyLoadBalancerAttributes "
              "operation: Access Denied for bucket: %s. Please check S3bucket permission"
              % name), err
      assert dict((a["Key"], a["Value"]) for a in elb.describe_load_balancer_attributes(
          LoadBalancerArn=arn)["Attributes"])["access_logs.s3.enabled"] == "false"
      code, out, err = turn("front-logs")
      assert code == 0, err
      assert keys("front-logs", "ELBAccessLogTestFile") == [
          "mine/AWSLogs/%s/ELBAccessLogTestFile" % account], keys("front-logs", "")
      print(made["DNSName"], arn, web, one)
      """;

  private static final String TOLD =
      """
      at, arn, web, one = sys.argv[1:]
      def begun():
          ask(at, "/begun")
          return any("/begun" in line for line in lines("front-logs"))
      wait("logged", begun, 90)
      for i in range(25):
          assert ask(at, "/asked/%d" % i, host="shop.example", headers={
              "User-Agent": 'an "agent"'})[0] == 200
      assert ask(at, "/old")[0] == 301
      wait("told", lambda: sum(
          "/asked/" in l or "/old" in l for l in lines("front-logs")) >= 26, 90)
      told = [fields(l) for l in lines("front-logs") if "/asked/" in l]
      assert sorted(f[12] for f in told) == sorted(
          "GET http://shop.example:80/asked/%d HTTP/1.1" % i for i in range(25)), told
      address = ec2.describe_instances(InstanceIds=[one])["Reservations"][0]["Instances"][0][
          "PrivateIpAddress"]
      for f in told:
          assert len(f) == 30, f
          assert f[0] == "http" and f[2] == arn.split("loadbalancer/")[1], f
          assert f[4] == address + ":80" and f[8:10] == ["200", "200"], f
          assert float(f[5]) >= 0 and float(f[6]) >= 0 and float(f[7]) >= 0, f
          assert int(f[10]) > 50 and int(f[11]) > 50, f
          assert f[13] == "an \\\\x22agent\\\\x22", f
          assert f[14:17] == ["-", "-", web], f
          assert f[17].startswith("Root=1-") and f[20] == "0" and f[22] == "forward", f
      old = [fields(l) for l in lines("front-logs") if "/old" in l]
      assert len(old) == 1 and old[0][8:10] == ["301", "-"], old
      assert old[0][4] == "-" and old[0][20] == "17" and old[0][22] == "redirect", old
      assert old[0][23] == "https://%s:443/old" % at, old
      name = "mine/AWSLogs/%s/elasticloadbalancing/us-west-2/" % account + (
          r"\\d{4}/\\d\\d/\\d\\d/%s_elasticloadbalancing_us-west-2_%s_\\d{8}T\\d{4}Z_[0-9.]+_"
          r"[0-9a-f]{8}\\.log\\.gz") % (account, arn.split("loadbalancer/")[1].replace("/", "."))
      for key in keys("front-logs"):
          assert re.fullmatch(name, key), key
      # What waits when the balancer goes is put all the same.
      assert ask(at, "/last")[0] == 200
      elb.delete_load_balancer(LoadBalancerArn=arn)
      wait("last", lambda: sum("/last" in l for l in lines("front-logs")) == 1, 90)
      assert sum("/asked/" in l for l in lines("front-logs")) == 25
      print("told")
      """;

  private static final String CLASSIC =
      """
      open_door()
      one = launch(subnets()[0])
      name = classic.create_load_balancer(
          LoadBalancerName="old", AvailabilityZones=[subnets()[0]["AvailabilityZone"]],
          Listeners=[{"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80},
              {"Protocol": "TCP", "LoadBalancerPort": 8081, "InstancePort": 80}])["DNSName"]
      classic.configure_health_check(LoadBalancerName="old", HealthCheck={
          "Target": "HTTP:80/health", "Interval": 5, "Timeout": 4,
          "UnhealthyThreshold": 3, "HealthyThreshold": 2})
      classic.register_instances_with_load_balancer(
          LoadBalancerName="old", Instances=[{"InstanceId": one}])
      classic.get_waiter("instance_in_service").wait(
          LoadBalancerName="old", WaiterConfig={"Delay": 1})
      bucket("denied-logs", None, "")
      bucket("old-logs", {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
          "AWSLogs/" + account)
      def turn(name, minutes):
          return aws("elb", "modify-load-balancer-attributes", "--load-balancer-name", "old",
              "--load-balancer-attributes", json.dumps({"AccessLog": {
                  "Enabled": True, "S3BucketName": name, "EmitInterval": minutes}}))
      code, out, err = turn("denied-logs", 5)
      assert code != 0 and ("(InvalidConfigurationRequest)" in err and
          "Access Denied for bucket: denied-logs. Please check S3bucket permission" in err), err
      code, out, err = turn("old-logs", 7)
      assert code != 0 and "EmitInterval" in err, err
      code, out, err = turn("old-logs", 5)
      assert code == 0, err
      log = classic.describe_load_balancer_attributes(LoadBalancerName="old")[
          "LoadBalancerAttributes"]["AccessLog"]
      assert log["Enabled"] and log["S3BucketName"] == "old-logs", log
      assert log["EmitInterval"] == 5, log
      assert keys("old-logs", "ELBAccessLogTestFile") == [
          "AWSLogs/%s/ELBAccessLogTestFile" % account]
      print(name, one)
      """;

  private static final String CLASSIC_TOLD =
      """
      at, one = sys.argv[1:]
      def begun():
          ask(at, "/begun")
          return any("/begun" in line for line in lines("old-logs"))
      wait("logged", begun, 90)
      for i in range(10):
          assert ask(at, "/asked/%d" % i, host="shop.example")[0] == 200
      ask(at, "/through", port=8081)
      wait("told", lambda: sum(
          "/asked/" in l or '"- - - "' in l for l in lines("old-logs")) >= 11, 90)
      told = [fields(l) for l in lines("old-logs") if "/asked/" in l]
      assert sorted(f[11] for f in told) == sorted(
          "GET http://shop.example:80/asked/%d HTTP/1.1" % i for i in range(10)), told
      for f in told:
          assert len(f) == 15 and f[1] == "old", f
          assert f[3].endswith(":80") and f[7:10] == ["200", "200", "0"], f
          assert 10 < int(f[10]) < 100, f
      through = [fields(l) for l in lines("old-logs") if '"- - - "' in l]
      assert len(through) == 1 and through[0][7:9] == ["-", "-"], through
      assert int(through[0][9]) > 20 and int(through[0][10]) > 20, through
      name = "AWSLogs/%s/elasticloadbalancing/us-west-2/" % account + (
          r"\\d{4}/\\d\\d/\\d\\d/%s_elasticloadbalancing_us-west-2_old_\\d{8}T\\d{4}Z_[0-9.]+_"
          r"[0-9a-f]{8}\\.log") % account
      for key in keys("old-logs"):
          assert re.fullmatch(name, key), key
      print("told")
      """;

  private static final String SECURE =
      """
      subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
          "-subj", "/CN=shop.example", "-keyout", "shop.key", "-out", "shop.pem"],
          check=True, capture_output=True)
      certificate = acm.import_certificate(
          Certificate=open("shop.pem", "rb").read(),
          PrivateKey=open("shop.key", "rb").read())["CertificateArn"]
      open_door()
      one = launch(subnets()[0])
      tcp = group("tcp", one, Protocol="TCP", HealthCheckProtocol="TCP", HealthCheckPath="/")
      made = balancer("through", "network")
      arn = made["LoadBalancerArn"]
      def listen(arn, protocol, port, action, **more):
          return elb.create_listener(
              LoadBalancerArn=arn, Protocol=protocol, Port=port, DefaultActions=[action], **more)[
                  "Listeners"][0]["ListenerArn"]
      served = {"Certificates": [{"CertificateArn": certificate}]}
      forward = {"Type": "forward", "TargetGroupArn": tcp}
      listener = listen(arn, "TLS", 8443, forward, **served)
      listen(arn, "TCP", 8081, forward)
      healthy(tcp, 1)
      front = balancer("front")
      listen(front["LoadBalancerArn"], "HTTPS", 8444, {
          "Type": "fixed-response", "FixedResponseConfig": {
              "StatusCode": "410", "ContentType": "text/plain", "MessageBody": "gone"}}, **served)
      s3.create_bucket(Bucket="through-logs", CreateBucketConfiguration={
          "LocationConstraint": "us-west-2"})
      delivery = {"Service": "delivery.logs.amazonaws.com"}
      s3.put_bucket_policy(Bucket="through-logs", Policy=json.dumps({
          "Version": "2012-10-17", "Statement": [{
              "Effect": "Allow", "Principal": delivery, "Action": "s3:PutObject",
              "Resource": "arn:aws:s3:::through-logs/AWSLogs/%s/*" % account,
              "Condition": {
                  "StringEquals": {
                      "s3:x-amz-acl": "bucket-owner-full-control",
                      "aws:SourceAccount": [account]},
                  "ArnLike": {"aws:SourceArn": ["arn:aws:logs:us-west-2:%s:*" % account]}}}]}))
      bucket("front-logs", {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
          "AWSLogs/" + account)
      for what, name in ((arn, "through-logs"), (front["LoadBalancerArn"], "front-logs")):
          elb.modify_load_balancer_attributes(LoadBalancerArn=what, Attributes=[
              {"Key": "access_logs.s3.enabled", "Value": "true"},
              {"Key": "access_logs.s3.bucket", "Value": name}])
      try:
          elb.modify_load_balancer_attributes(
              LoadBalancerArn=front["LoadBalancerArn"], Attributes=[
                  {"Key": "connection_logs.s3.enabled", "Value": "true"}])
          raise SystemExit("tells of connections")
      except elb.exceptions.ClientError as e:
          assert "connection_logs.s3.enabled" in str(e), e
      print(made["DNSName"], front["DNSName"], arn, listener, certificate)
      """;

  private static final String SECURE_TOLD =
      """
      through, front, arn, listener, certificate = sys.argv[1:]
      context = ssl._create_unverified_context()
      def secure(at, port):
          with socket.create_connection((at, port), 5) as plain:
              with context.wrap_socket(plain, server_hostname="shop.example") as s:
                  s.sendall(b"GET /asked HTTP/1.0\\r\\n\\r\\n")
                  while s.recv(4096): pass
                  return s.cipher()[0], s.version()
      def reached(at, port):
          try: return secure(at, port)
          except OSError: return None
      wait("secure", lambda: reached(through, 8443) and reached(front, 8444))
      assert ask(through, port=8081)[0] == 200
      wait("logged", lambda: lines("through-logs") and lines("front-logs"), 90)
      before = len(lines("through-logs")), len(lines("front-logs"))
      cipher, version = secure(through, 8443)
      secure(front, 8444)
      wait("told", lambda: len(lines("through-logs")) > before[0] and
          len(lines("front-logs")) > before[1], 90)
      assert len(lines("through-logs")) == before[0] + 1, lines("through-logs")
      for f in map(fields, lines("through-logs")):
          assert len(f) == 22 and f[:2] == ["tls", "2.0"], f
          assert f[3] == arn.split("loadbalancer/")[1] and f[4] == listener.split("/")[-1], f
          assert f[6].endswith(":8443") and int(f[7]) >= int(f[8]) > 0, f
          assert int(f[9]) > 10 and int(f[10]) > 10, f
          assert f[11:18] == ["-", certificate, "-", cipher,
              version.lower().replace(".", ""), "-", "shop.example"], f
      for f in map(fields, lines("front-logs")):
          assert len(f) == 30 and f[0] == "https" and f[8:10] == ["410", "-"], f
          assert f[14:16] == [cipher, version] and f[18:20] == ["shop.example", certificate], f
          assert f[22] == "fixed-response", f
      print("told")
      """;

  @BeforeAll
  static void needsClients() {
    Machine.requirePython("boto3");
    Machine.require("haproxy", "load balancers are made of it");
    Machine.require("aws", "the test turns logs on with it");
  }

  @Test
  void requestsOfAnApplicationBalancerAreTold() {
    try (RunningCroft croft = RunningCroft.linux("--speed", "60", "--dns-port", "0")) {
      String[] made = python(croft, MADE + APPLICATION).split(" ", -1);
      String at = Dig.of(croft).values(made[0], "A").getFirst();
      assertThat(python(croft, MADE + TOLD, at, made[1], made[2], made[3])).isEqualTo("told");
    }
  }

  @Test
  void requestsAndConnectionsOfAClassicBalancerAreTold() {
    try (RunningCroft croft = RunningCroft.linux("--speed", "60", "--dns-port", "0")) {
      String[] made = python(croft, MADE + CLASSIC).split(" ", -1);
      String at = Dig.of(croft).values(made[0], "A").getFirst();
      assertThat(python(croft, MADE + CLASSIC_TOLD, at, made[1])).isEqualTo("told");
    }
  }

  @Test
  void connectionsUnderTlsAreTold() {
    Machine.require("openssl", "it makes the certificate");
    try (RunningCroft croft = RunningCroft.linux("--speed", "60", "--dns-port", "0")) {
      String[] made = python(croft, MADE + SECURE).split(" ", -1);
      made[0] = Dig.of(croft).values(made[0], "A").getFirst();
      made[1] = Dig.of(croft).values(made[1], "A").getFirst();
      assertThat(python(croft, MADE + SECURE_TOLD, made)).isEqualTo("told");
    }
  }

  private static String python(RunningCroft croft, String script, String... arguments) {
    return croft.python(BalancedWeb.PRELUDE + script, arguments).succeeded();
  }
}
