package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classic balancers without instances: listeners, TLS, policies, and what is refused. */
final class ClassicListenersTest {
  private static final String LISTENERS =
      """
      import json, subprocess, tempfile
      from botocore.exceptions import ClientError
      iam = boto3.client("iam")
      def refused(code, call, **request):
          try:
              call(**request)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response["Error"]
          else:
              raise SystemExit("took what is refused: " + code)
      with tempfile.TemporaryDirectory() as d:
          subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9",
                          "-subj", "/CN=classic.test", "-keyout", d + "/key", "-out", d + "/crt"],
                         check=True, capture_output=True)
          certificate = iam.upload_server_certificate(
              ServerCertificateName="web", CertificateBody=open(d + "/crt").read(),
              PrivateKey=open(d + "/key").read())["ServerCertificateMetadata"]["Arn"]
      zones = [s["AvailabilityZone"] for s in subnets()]
      plain = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 8000}
      secure = {"Protocol": "HTTPS", "LoadBalancerPort": 443, "InstanceProtocol": "HTTP",
                "InstancePort": 8000, "SSLCertificateId": certificate}
      name = classic.create_load_balancer(
          LoadBalancerName="edge", AvailabilityZones=zones[:1], Listeners=[plain, secure])["DNSName"]
      assert name.startswith("edge-") and name.endswith(".elb.localhost"), name
      edge = dict(LoadBalancerName="edge")
      # The same once more is no error, as on AWS; another one of the name is.
      classic.create_load_balancer(AvailabilityZones=zones[:1], Listeners=[plain, secure], **edge)
      refused("DuplicateLoadBalancerName", classic.create_load_balancer,
              AvailabilityZones=zones[:1], Listeners=[plain], **edge)
      refused("LoadBalancerNotFound", classic.describe_load_balancers,
              LoadBalancerNames=["none"])
      refused("CertificateNotFound", classic.create_load_balancer, LoadBalancerName="other",
              AvailabilityZones=zones[:1], Listeners=[
                  {**secure, "SSLCertificateId": certificate + "-none"}])
      refused("DuplicateListener", classic.create_load_balancer_listeners, Listeners=[
          {**plain, "InstancePort": 9000}], **edge)
      classic.create_load_balancer_listeners(Listeners=[
          {"Protocol": "TCP", "LoadBalancerPort": 8025, "InstancePort": 25},
          {**secure, "Protocol": "SSL", "InstanceProtocol": "TCP", "LoadBalancerPort": 8465}],
          **edge)
      classic.delete_load_balancer_listeners(LoadBalancerPorts=[8025], **edge)
      refused("ListenerNotFound", classic.set_load_balancer_policies_of_listener,
              LoadBalancerPort=8025, PolicyNames=[], **edge)
      refused("InvalidInstance", classic.register_instances_with_load_balancer,
              Instances=[{"InstanceId": "i-00000000000000000"}], **edge)
      shown = classic.describe_load_balancers(LoadBalancerNames=["edge"])[
          "LoadBalancerDescriptions"][0]
      ports = {l["Listener"]["LoadBalancerPort"]: l for l in shown["ListenerDescriptions"]}
      assert sorted(ports) == [80, 443, 8465], ports
      assert ports[443]["Listener"]["SSLCertificateId"] == certificate, ports
      assert ports[443]["PolicyNames"] == ["ELBSecurityPolicy-2016-08"], ports
      assert shown["HealthCheck"] == {"Target": "TCP:8000", "Interval": 30, "Timeout": 5,
                                      "UnhealthyThreshold": 2, "HealthyThreshold": 10}, shown
      # Policies: of the predefined, one for TLS 1.2 alone.
      types = [t["PolicyTypeName"] for t in classic.describe_load_balancer_policy_types()[
          "PolicyTypeDescriptions"]]
      assert {"SSLNegotiationPolicyType", "LBCookieStickinessPolicyType",
              "AppCookieStickinessPolicyType", "ProxyProtocolPolicyType"} <= set(types), types
      classic.create_load_balancer_policy(
          PolicyName="strict", PolicyTypeName="SSLNegotiationPolicyType", PolicyAttributes=[
              {"AttributeName": "Reference-Security-Policy",
               "AttributeValue": "ELBSecurityPolicy-TLS-1-2-2017-01"}], **edge)
      classic.set_load_balancer_policies_of_listener(
          LoadBalancerPort=443, PolicyNames=["strict"], **edge)
      refused("PolicyTypeNotFound", classic.create_load_balancer_policy,
              PolicyName="odd", PolicyTypeName="NoSuchType", **edge)
      refused("PolicyNotFound", classic.set_load_balancer_policies_of_listener,
              LoadBalancerPort=80, PolicyNames=["none"], **edge)
      refused("DuplicatePolicyName", classic.create_lb_cookie_stickiness_policy,
              PolicyName="strict", **edge)
      print(name)
      """;

  private static final String SPOKEN =
      """
      at = sys.argv[1]
      def shake(version):
          context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
          context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
          context.minimum_version = context.maximum_version = version
          context.set_ciphers("ALL:@SECLEVEL=0")
          with socket.create_connection((at, 443), timeout=10) as plain:
              with context.wrap_socket(plain, server_hostname="classic.test") as s:
                  s.sendall(b"GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
                  return s.getpeercert(True), s.recv(20).split()[1]
      wait("spoken", lambda: shake(ssl.TLSVersion.TLSv1_2)[1] == b"503")
      try:
          shake(ssl.TLSVersion.TLSv1_1)
      except (ssl.SSLError, OSError):
          pass
      else:
          raise SystemExit("spoke TLS 1.1")
      assert ask(at)[0] == 503
      classic.delete_load_balancer(LoadBalancerName="edge")
      classic.delete_load_balancer(LoadBalancerName="edge")
      print("spoken")
      """;

  private RunningCroft croft;

  @BeforeEach
  void open() {
    Machine.requireInstances();
    Machine.requirePython("boto3");
    Machine.require("openssl", "it makes the certificate");
    croft = RunningCroft.linux("--dns-port", "0");
  }

  @AfterEach
  void purge() {
    croft.close();
  }

  @Test
  void listenersSpeakAsTheirPoliciesSay() {
    String name = croft.python(BalancedWeb.PRELUDE + LISTENERS).succeeded();
    String at = Dig.of(croft).values(name, "A").getFirst();
    assertThat(croft.python(BalancedWeb.PRELUDE + SPOKEN, at).succeeded()).isEqualTo("spoken");
  }
}
