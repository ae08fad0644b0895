package croft.conformance;

/** What tests of load balancers say to boto3: web servers on instances, groups, and requests. */
final class BalancedWeb {
  /** Answers with the instance's id; unwell once there is a file. */
  private static final String SERVER =
      """
      #!/usr/bin/python3
      import http.server, os, socket
      class Web(http.server.BaseHTTPRequestHandler):
          protocol_version = "HTTP/1.1"
          def do_GET(self):
              sick = self.path == "/health" and os.path.exists("/tmp/sick")
              body = (socket.gethostname() + " " + self.path + " " +
                      self.headers.get("X-Forwarded-For", "-")).encode()
              self.send_response(503 if sick else 200)
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)
          def log_message(self, *a): pass
      http.server.ThreadingHTTPServer(("", 80), Web).serve_forever()
      """;

  static final String PRELUDE =
      """
      import base64, boto3, collections, http.client, os, socket, ssl, sys, time
      ec2, elb = boto3.client("ec2"), boto3.client("elbv2")
      classic = boto3.client("elb")
      USER_DATA = SERVER
      acm = boto3.client("acm")
      def wait(what, passes, seconds=60):
          end = time.time() + seconds
          while not passes():
              if time.time() > end:
                  raise SystemExit("%s: %s" % (what, state()))
              time.sleep(0.1)
      def state():
          return [elb.describe_target_health(TargetGroupArn=g["TargetGroupArn"])[
                      "TargetHealthDescriptions"]
                  for g in elb.describe_target_groups()["TargetGroups"]]
      def subnets():
          if not ec2.describe_subnets()["Subnets"]:
              ec2.create_default_vpc()
          return ec2.describe_subnets()["Subnets"][:2]
      def launch(subnet):
          image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
          made = ec2.run_instances(
              ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1,
              SubnetId=subnet["SubnetId"], UserData=USER_DATA)["Instances"][0]["InstanceId"]
          ec2.get_waiter("instance_running").wait(InstanceIds=[made], WaiterConfig={"Delay": 1})
          return made
      def group(name, *targets, **more):
          made = elb.create_target_group(**{
              "Name": name, "Protocol": "HTTP", "Port": 80, "VpcId": subnets()[0]["VpcId"],
              "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 5,
              "HealthCheckTimeoutSeconds": 2, "HealthyThresholdCount": 2,
              "UnhealthyThresholdCount": 2, **more})["TargetGroups"][0]["TargetGroupArn"]
          if targets:
              elb.register_targets(TargetGroupArn=made, Targets=[{"Id": t} for t in targets])
          return made
      def health(group):
          return {d["Target"]["Id"]: (d["TargetHealth"]["State"], d["TargetHealth"].get("Reason"))
                  for d in elb.describe_target_health(TargetGroupArn=group)[
                      "TargetHealthDescriptions"]}
      def healthy(group, count):
          wait("%d healthy" % count, lambda: sum(
              s == "healthy" for s, r in health(group).values()) == count)
      def open_door():
          groups = ec2.describe_security_groups(GroupNames=["default"])["SecurityGroups"]
          ec2.authorize_security_group_ingress(
              GroupId=groups[0]["GroupId"], IpProtocol="tcp", FromPort=80, ToPort=8443,
              CidrIp="0.0.0.0/0")
      def balancer(name, kind="application"):
          made = elb.create_load_balancer(
              Name=name, Type=kind, Subnets=[s["SubnetId"] for s in subnets()])[
                  "LoadBalancers"][0]
          elb.get_waiter("load_balancer_available").wait(
              LoadBalancerArns=[made["LoadBalancerArn"]], WaiterConfig={"Delay": 1})
          return made
      def ask(address, path="/", port=80, host=None, headers={}, method="GET"):
          c = http.client.HTTPConnection(address, port, timeout=10)
          c.request(method, path, headers={**({"Host": host} if host else {}), **headers})
          r = c.getresponse()
          return r.status, r.read().decode(), r.headers
      """
          .replace("USER_DATA = SERVER", "USER_DATA = \"\"\"" + SERVER.indent(0) + "\"\"\"");

  private BalancedWeb() {}
}
