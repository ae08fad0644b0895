package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Application and network load balancers before instances that answer, seen from the host. */
final class LoadBalancerTest {
  private RunningCroft croft;

  @BeforeEach
  void start() {
    Machine.requirePython("boto3");
    Machine.require("haproxy", "load balancers are made of it");
    croft = RunningCroft.linux("--dns-port", "0");
  }

  @AfterEach
  void purge() {
    croft.close();
  }

  private String python(String script, String... arguments) {
    return croft.python(BalancedWeb.PRELUDE + script, arguments).succeeded();
  }

  /** Where a balancer answers on the host. */
  private String address(String dnsName) {
    List<String> found = Dig.of(croft).values(dnsName, "A");
    assertThat(found).singleElement().asString().startsWith("127.");
    return found.getFirst();
  }

  @Test
  void requestsAreSpreadOverTargetsThatAreWell() {
    String[] made =
        python(
                """
                open_door()
                one, two = launch(subnets()[0]), launch(subnets()[1])
                web = group("web", one, two)
                assert set(s for s, r in health(web).values()) == {"unused"}, health(web)
                lb = balancer("web")
                elb.create_listener(
                    LoadBalancerArn=lb["LoadBalancerArn"], Protocol="HTTP", Port=80,
                    DefaultActions=[{"Type": "forward", "TargetGroupArn": web}])
                healthy(web, 2)
                print(lb["DNSName"], one, two, web, lb["LoadBalancerArn"])
                """)
            .split(" ", -1);
    String at = address(made[0]);
    python(
        """
        at = sys.argv[1]
        seen = collections.Counter(ask(at)[1].split()[0] for i in range(20))
        assert sorted(seen.values()) == [10, 10], seen
        status, body, headers = ask(at, "/a?b=c")
        assert body.split()[1:] == ["/a?b=c", "127.0.0.1"], body
        """,
        at);
    // The same name leads into the VPC for those in it.
    assertThat(croft.told(made[1], "curl -s -m 5 http://" + made[0] + "/inside"))
        .contains(" /inside ");

    croft.told(made[2], "touch /tmp/sick");
    python(
        """
        at, one, two, web = sys.argv[1:]
        wrong = []
        def ask_on():
            status, body, headers = ask(at)
            if status != 200: wrong.append(status)
            return health(web)[two] == ("unhealthy", "Target.ResponseCodeMismatch")
        wait("unhealthy", ask_on)
        assert not wrong, wrong
        assert len(set(ask(at)[1].split()[0] for i in range(10))) == 1
        """,
        at,
        made[1],
        made[2],
        made[3]);
    croft.told(made[2], "rm /tmp/sick");
    python(
        """
        at, one, two, web = sys.argv[1:]
        healthy(web, 2)
        elb.modify_target_group_attributes(TargetGroupArn=web, Attributes=[
            {"Key": "deregistration_delay.timeout_seconds", "Value": "2"},
            {"Key": "stickiness.enabled", "Value": "true"},
            {"Key": "stickiness.type", "Value": "lb_cookie"}])
        # A client with the cookie stays where it is.
        def cookies():
            return [c for c in ask(at)[2].get_all("Set-Cookie", []) if c.startswith("AWSALB=")]
        wait("cookies", cookies)
        jar = cookies()[0].split(";")[0]
        assert len(set(ask(at, headers={"Cookie": jar})[1].split()[0] for i in range(10))) == 1
        elb.deregister_targets(TargetGroupArn=web, Targets=[{"Id": two}])
        assert health(web)[two] == ("draining", "Target.DeregistrationInProgress")
        wait("drained", lambda: two not in health(web))
        assert len(set(ask(at)[1].split()[0] for i in range(10))) == 1
        # Who is told of is told of by name.
        try:
            elb.delete_target_group(TargetGroupArn=web)
            raise SystemExit("deleted a group in use")
        except elb.exceptions.ResourceInUseException as e:
            assert "is currently in use by a listener or a rule" in str(e), e
        """,
        at,
        made[1],
        made[2],
        made[3]);
  }

  @Test
  void rulesDecideWhatBecomesOfARequest() {
    String[] made =
        python(
                """
                open_door()
                one, two = launch(subnets()[0]), launch(subnets()[1])
                a, b = group("a", one), group("b", two)
                lb = balancer("rules")
                listener = elb.create_listener(
                    LoadBalancerArn=lb["LoadBalancerArn"], Protocol="HTTP", Port=8080,
                    DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {
                        "StatusCode": "404", "ContentType": "text/plain",
                        "MessageBody": "nobody"}}])["Listeners"][0]["ListenerArn"]
                def rule(priority, conditions, *actions):
                    elb.create_rule(ListenerArn=listener, Priority=priority,
                                    Conditions=conditions, Actions=list(actions))
                def to(group): return {"Type": "forward", "TargetGroupArn": group}
                rule(10, [{"Field": "host-header", "Values": ["*.a.test"]}], to(a))
                rule(20, [{"Field": "path-pattern", "Values": ["/b/*"]}], to(b))
                rule(30, [{"Field": "http-header", "HttpHeaderConfig": {
                    "HttpHeaderName": "X-To", "Values": ["b?"]}}], to(b))
                rule(40, [{"Field": "query-string", "QueryStringConfig": {
                    "Values": [{"Key": "to", "Value": "a"}]}}], to(a))
                rule(50, [{"Field": "path-pattern", "Values": ["/far"]}], {
                    "Type": "redirect", "RedirectConfig": {
                        "Protocol": "HTTPS", "Port": "443", "Host": "#{host}",
                        "Path": "/near/#{path}", "StatusCode": "HTTP_301"}})
                rule(60, [{"Field": "source-ip", "SourceIpConfig": {"Values": ["10.9.9.9/32"]}}],
                     to(a))
                rule(70, [{"Field": "path-pattern", "Values": ["/both"]}], {
                    "Type": "forward", "ForwardConfig": {"TargetGroups": [
                        {"TargetGroupArn": a, "Weight": 3},
                        {"TargetGroupArn": b, "Weight": 1}]}})
                healthy(a, 1), healthy(b, 1)
                print(lb["DNSName"], one, two, listener)
                """)
            .split(" ", -1);
    python(
        """
        at, one, two, listener = sys.argv[1:]
        names = {i["InstanceId"]: i["PrivateDnsName"].split(".")[0]
                 for r in ec2.describe_instances()["Reservations"] for i in r["Instances"]}
        def who(*a, **k):
            status, body, headers = ask(at, *a, port=8080, **k)
            return body.split()[0].split(".")[0] if status == 200 else (status, body)
        a, b = names[one], names[two]
        wait("rules", lambda: who("/b/c") == b)
        assert who() == (404, "nobody"), who()
        assert who(host="www.a.test") == a
        assert who(headers={"X-To": "bb"}) == b
        assert who("/?to=a") == a
        status, body, headers = ask(at, "/far?x=1", port=8080, host="h.test")
        assert status == 301, status
        assert headers["Location"] == "https://h.test:443/near/far?x=1", headers
        seen = collections.Counter(who("/both") for i in range(80))
        assert seen[a] > seen[b] > 0, seen
        # Another order is felt at once.
        rules = elb.describe_rules(ListenerArn=listener)["Rules"]
        byPath = [r["RuleArn"] for r in rules if r["Priority"] == "20"][0]
        elb.delete_rule(RuleArn=byPath)
        wait("gone", lambda: who("/b/c") == (404, "nobody"))
        """,
        address(made[0]),
        made[1],
        made[2],
        made[3]);
  }

  @Test
  void certificatesAreChosenByName() throws IOException {
    for (String name : List.of("one.test", "two.test")) {
      certificate(name);
    }
    String dnsName =
        python(
            """
            open_door()
            def certificate(name):
                return acm.import_certificate(
                    Certificate=open(name + ".pem", "rb").read(),
                    PrivateKey=open(name + ".key", "rb").read())["CertificateArn"]
            first, second = certificate("one.test"), certificate("two.test")
            lb = balancer("secure")
            listener = elb.create_listener(
                LoadBalancerArn=lb["LoadBalancerArn"], Protocol="HTTPS", Port=8443,
                Certificates=[{"CertificateArn": first}],
                DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {
                    "StatusCode": "200", "ContentType": "text/plain",
                    "MessageBody": "closed to others"}}])["Listeners"][0]["ListenerArn"]
            elb.add_listener_certificates(
                ListenerArn=listener, Certificates=[{"CertificateArn": second}])
            try:
                acm.delete_certificate(CertificateArn=second)
                raise SystemExit("deleted a certificate in use")
            except acm.exceptions.ResourceInUseException:
                pass
            print(lb["DNSName"])
            """);
    python(
        """
        at = sys.argv[1]
        def subject(name):
            context = ssl._create_unverified_context()
            with socket.create_connection((at, 8443), 5) as plain:
                with context.wrap_socket(plain, server_hostname=name) as secure:
                    secure.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
                    answer = b""
                    while True:
                        more = secure.recv(4096)
                        if not more: break
                        answer += more
                    assert answer.endswith(b"closed to others"), answer
                    return secure.getpeercert(True)
        def der(name):
            return ssl.PEM_cert_to_DER_cert(open(name + ".pem").read())
        def answers():
            try: return subject("two.test") == der("two.test")
            except OSError: return False
        wait("secure", answers)
        assert subject("one.test") == der("one.test")
        assert subject("else.test") == der("one.test")
        """,
        address(dnsName));
  }

  private void certificate(String name) throws IOException {
    Machine.require("openssl", "it makes the certificates");
    Path key = croft.home().resolve(name + ".key");
    croft
        .run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=DNS:" + name,
            "-keyout",
            key.toString(),
            "-out",
            croft.home().resolve(name + ".pem").toString())
        .succeeded();
    assertThat(Files.exists(key)).isTrue();
  }

  @Test
  void connectionsAreBalancedThatOutliveTheProcess() {
    String[] made =
        python(
                """
                open_door()
                one = launch(subnets()[0])
                tcp = group("tcp", one, Protocol="TCP", HealthCheckProtocol="HTTP")
                lb = balancer("wires", "network")
                elb.create_listener(
                    LoadBalancerArn=lb["LoadBalancerArn"], Protocol="TCP", Port=80,
                    DefaultActions=[{"Type": "forward", "TargetGroupArn": tcp}])
                healthy(tcp, 1)
                print(lb["DNSName"])
                """)
            .split(" ", -1);
    String at = address(made[0]);
    String ask = "assert ask(sys.argv[1])[0] == 200\n";
    python(ask, at);
    // Whatever kills HAProxy does not keep it down.
    Path pid = croft.home().resolve("data/balancers").resolve(balancer(made[0])).resolve("pid");
    ProcessHandle master = ProcessHandle.of(number(pid)).orElseThrow();
    master.destroyForcibly();
    master.onExit().join();
    python(
        """
        def answers():
            try: return ask(sys.argv[1])[0] == 200
            except OSError: return False
        wait("again", answers)
        """,
        at);
    Await.until(
        java.time.Duration.ofSeconds(20),
        () -> number(pid),
        now -> now != 0 && now != master.pid());
  }

  /** The driver's name of a network balancer with that DNS name. */
  private static String balancer(String dnsName) {
    String label = dnsName.substring(0, dnsName.indexOf('.'));
    return "net-" + label.substring(label.lastIndexOf('-') + 1);
  }

  private static long number(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
