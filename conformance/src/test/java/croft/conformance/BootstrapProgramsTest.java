package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.CommandOutput;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** cfn-init, cfn-signal, cfn-get-metadata and cfn-hup, in an instance that runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BootstrapProgramsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Answers with archives to whoever knows the password, and keeps what was sent to it. */
  private static final String SERVER =
      """
      mkdir -p /srv/web/top && cd /srv/web && echo packed > top/page
      tar czf page.tar.gz top && python3 -m zipfile -c page.zip top
      cat > /srv/server.py <<'EOF'
      import http.server, json
      class Handler(http.server.SimpleHTTPRequestHandler):
          def do_GET(self):
              asked = self.headers.get('Authorization', '')
              if self.path.startswith('/secret/'):
                  if asked != 'Basic dXNlcjpwYXNz':
                      return self.send_error(401)
                  self.path = self.path[7:]
              super().do_GET()
          def keep(self):
              body = self.rfile.read(int(self.headers['Content-Length'])).decode()
              with open('/srv/sent', 'a') as sent:
                  sent.write(json.dumps([self.command, self.path, self.headers.get('Content-Type'),
                                         self.headers.get('Authorization', ''), body]) + '\\n')
              self.send_response(403 if 'refused' in self.path else 200)
              self.end_headers()
          do_PUT = do_POST = keep
      http.server.ThreadingHTTPServer(('127.0.0.1', 8099), Handler).serve_forever()
      EOF
      systemd-run -q --unit test-server -p WorkingDirectory=/srv/web python3 /srv/server.py
      for i in $(seq 100); do curl -sf http://127.0.0.1:8099/ >/dev/null && exit 0; sleep 0.1; done
      exit 1
      """;

  private static final String STACK =
      """
      import boto3, json, sys, time
      cfn = boto3.client('cloudformation')
      verb, name, metadata = sys.argv[1:4]
      body = json.dumps({'Resources': {'Web': {
          'Type': 'AWS::SNS::Topic', 'Metadata': json.loads(metadata),
          'Properties': {'DisplayName': str(time.time())}}}})
      getattr(cfn, verb + '_stack')(StackName=name, TemplateBody=body)
      cfn.get_waiter('stack_%s_complete' % verb).wait(
          StackName=name, WaiterConfig={'Delay': 1, 'MaxAttempts': 60})
      """;

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private String id = "";

  @BeforeAll
  void launch() {
    id = new Cloud(ec2).run(r -> {}).instanceId();
    croft.awaitBoot(id);
    croft.told(id, SERVER);
  }

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void configSetsRunInTheirOrder() {
    init(
        "sets",
        "-c second,first",
        """
        {"configSets": {"first": ["a", {"ConfigSet": "second"}], "second": "b"},
         "a": {"commands": {"x": {"command": "echo a >> /tmp/sets"}}},
         "b": {"commands": {"2": {"command": "echo b2 >> /tmp/sets"},
                            "10": {"command": "echo b10 >> /tmp/sets"}}}}
        """);
    assertThat(croft.told(id, "tr '\\n' ' ' < /tmp/sets")).isEqualTo("b10 b2 a b10 b2");
  }

  @Test
  void filesHaveTheirContentModeAndOwner() {
    init(
        "files",
        "",
        """
        {"config": {
          "groups": {"crew": {"gid": "4501"}},
          "users": {"sailor": {"uid": "4502", "groups": ["crew"], "homeDir": "/var/sailor"}},
          "files": {
            "/etc/app/plain": {"content": "one\\n", "mode": "000640", "owner": "sailor",
                               "group": "crew"},
            "/etc/app/object": {"content": {"key": ["value"]}},
            "/etc/app/base64": {"content": "aGkK", "encoding": "base64", "mode": "000400"},
            "/etc/app/link": {"content": "/etc/app/plain", "mode": "120644"},
            "/etc/app/fetched": {"source": "http://127.0.0.1:8099/secret/top/page",
                                 "authentication": "shop"},
            "/etc/app/moustache": {
              "content": "{{name}} {{{name}}}{{#on}} on{{/on}}{{^off}} off{{/off}}{{#each}} <{{.}}>{{/each}}",
              "context": {"name": "a&b", "on": true, "off": false, "each": [1, 2]}}}}}
        """);
    assertThat(croft.told(id, "cd /etc/app; stat -c '%a %U %G' plain; cat plain"))
        .isEqualTo("640 sailor crew\none");
    assertThat(croft.told(id, "cd /etc/app; python3 -m json.tool --compact object"))
        .isEqualTo("{\"key\":[\"value\"]}");
    assertThat(croft.told(id, "cd /etc/app; cat base64; stat -c %a base64 object; readlink link"))
        .isEqualTo("hi\n400\n644\n/etc/app/plain");
    assertThat(croft.told(id, "cd /etc/app; cat fetched moustache"))
        .isEqualTo("packed\na&amp;b a&b on off <1> <2>");
    assertThat(croft.told(id, "id -u sailor; id -nG sailor; getent passwd sailor | cut -d: -f6-"))
        .isEqualTo("4502\nsailor crew\n/var/sailor:/usr/sbin/nologin");
  }

  @Test
  void archivesAreUnpacked() {
    init(
        "sources",
        "",
        """
        {"config": {"sources": {"/srv/tar": "http://127.0.0.1:8099/page.tar.gz",
                                "/srv/zip": "http://127.0.0.1:8099/secret/page.zip"}}}
        """);
    assertThat(croft.told(id, "cat /srv/tar/top/page /srv/zip/top/page"))
        .isEqualTo("packed\npacked");
  }

  @Test
  void commandsAreTestedAndMayFail() {
    init(
        "commands",
        "",
        """
        {"config": {"commands": {
          "1-left-out": {"command": "touch /tmp/never", "test": "exit 3"},
          "2-may-fail": {"command": "exit 9", "ignoreErrors": "true"},
          "3-surroundings": {"command": "echo $WORD $PWD > /tmp/surroundings; env >> /tmp/surroundings",
                             "env": {"WORD": "said"}, "cwd": "/srv", "test": "test $WORD = said"},
          "4-list": {"command": ["sh", "-c", "echo $0 | tee /tmp/list", "with spaces"]}}}}
        """);
    assertThat(croft.told(id, "ls /tmp/never 2>/dev/null; cat /tmp/list")).isEqualTo("with spaces");
    assertThat(croft.told(id, "cat /tmp/surroundings"))
        .startsWith("said /srv")
        .doesNotContain("HOME=");
    assertThat(croft.told(id, "cat /var/log/cfn-init-cmd.log"))
        .contains("Command 1-left-out", "Test failed with code 3", "Exited with error code 9")
        .contains("with spaces", "Completed successfully.");
  }

  @Test
  void aFailureHasAnExitCodeAMessageAndALine() {
    assertThat(fails("{\"config\": {\"commands\": {\"1\": {\"command\": \"echo why; exit 7\"}}}}"))
        .isEqualTo("1 Error occurred during build: Command 1 failed");
    assertThat(fails("{\"configSets\": {\"default\": [\"gone\"]}}"))
        .isEqualTo(
            "1 Error occurred during build: ConfigSet default names a config that is not there: gone");
    assertThat(fails("{\"config\": {\"sauces\": {}}}"))
        .isEqualTo("1 Error occurred during build: Config config has an unknown section sauces");
    assertThat(
            fails(
                "{\"config\": {\"services\": {\"sysvinit\": {\"none\": {\"ensureRunning\": true}}}}}"))
        .isEqualTo(
            "1 Error occurred during build: Could not manage service none: this image has none of that name");
    assertThat(croft.told(id, "cat /var/log/cfn-init.log"))
        .contains("BUILD FAILED!", "Command 1 (echo why; exit 7) failed");
    assertThat(croft.told(id, "cfn-init -s only 2>&1 | tail -1"))
        .isEqualTo("Error: You must specify both a stack name and logical resource id");
  }

  @Test
  void servicesAreRestartedWhenWhatTheyDependOnChanges() {
    String metadata =
        """
        {"config": {
          "files": {"/etc/systemd/system/clock.service": {"content":
                      "[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n"},
                    "/etc/clock.conf": {"content": "TICK"}},
          "commands": {"reload": {"command": "systemctl daemon-reload"}},
          "services": {"systemd": {
            "clock": {"enabled": "true", "ensureRunning": "true", "files": ["/etc/clock.conf"]}},
            "sysvinit": {"sendmail": {"enabled": "false", "ensureRunning": "false"}}}}}
        """;
    String process = "systemctl show -p MainPID --value clock; systemctl is-enabled clock";
    init("clock", "", metadata.replace("TICK", "one"));
    String first = croft.told(id, process);
    assertThat(first).doesNotStartWith("0").endsWith("enabled");
    init("clock", "", metadata.replace("TICK", "one"));
    assertThat(croft.told(id, process)).isEqualTo(first);
    init("clock", "", metadata.replace("TICK", "two"));
    assertThat(croft.told(id, process)).isNotEqualTo(first).doesNotStartWith("0");
    init(
        "clock",
        "",
        "{\"config\": {\"services\": {\"systemd\": {\"clock\": {\"enabled\": false,"
            + " \"ensureRunning\": false}}}}}");
    assertThat(croft.seen(id, process)).isEqualTo("0\ndisabled");
  }

  @Test
  void aWaitConditionsHandleIsSignalled() {
    croft.told(
        id,
        "cfn-signal -e 0 -r 'it is \"up\"' -d stuff -i me 'http://127.0.0.1:8099/handle?x=%2F'");
    croft.told(
        id,
        "/opt/aws/bin/cfn-signal -e 3 -r broke \"$(printf http://127.0.0.1:8099/b64 | base64)\"");
    assertThat(croft.told(id, "cat /srv/sent"))
        .contains(
            "[\"PUT\", \"/handle?x=%2F\", \"\", \"\", \"{\\\"Status\\\": \\\"SUCCESS\\\", \\\"Reason\\\":"
                + " \\\"it is \\\\\\\"up\\\\\\\"\\\", \\\"UniqueId\\\": \\\"me\\\", \\\"Data\\\":"
                + " \\\"stuff\\\"}\"]")
        .contains("\"/b64\"", "FAILURE", "broke");
    assertThat(croft.inside(id, "cfn-signal http://127.0.0.1:8099/refused").exitStatus())
        .isEqualTo(1);
    assertThat(croft.told(id, "cfn-signal 2>&1 | tail -1"))
        .startsWith("Error: Either a wait condition");
  }

  @Test
  void aResourceIsSignalledByItsInstance() {
    croft.told(
        id,
        "cfn-signal -e 0 --stack s1 --resource Web --region us-west-2 --url http://127.0.0.1:8099/"
            + " --access-key AKID --secret-key hush");
    assertThat(
            croft.told(id, "grep Action=SignalResource /srv/sent || grep SignalResource /srv/sent"))
        .contains("StackName=s1", "LogicalResourceId=Web", "UniqueId=" + id, "Status=SUCCESS")
        .contains("Credential=AKID/", "/us-west-2/cloudformation/aws4_request");
  }

  @Test
  void metadataAreReadFromAStackAndWatched() {
    stack("create", "watched", "{\"Web\": {\"Port\": \"one\"}}");
    assertThat(croft.told(id, "cfn-get-metadata -s watched -r Web -k Web.Port" + key()))
        .isEqualTo("one");
    CommandOutput refused = croft.inside(id, "cfn-init -s watched -r Web" + key());
    assertThat(refused.exitStatus()).isEqualTo(1);
    assertThat(refused.stderr().text())
        .contains("Could not find 'AWS::CloudFormation::Init' key in template metadata");
    CommandOutput unknown = croft.inside(id, "cfn-init -s nowhere -r Web" + key());
    assertThat(unknown.stderr().text()).contains("ValidationError", "nowhere");

    croft.told(
        id,
        """
        mkdir -p /etc/cfn/hooks.d && umask 077
        printf 'AWSAccessKeyId=%s\\nAWSSecretKey=%s\\n' > /etc/cfn/keys
        printf '[main]\\nstack=watched\\nregion=us-west-2\\ncredential-file=/etc/cfn/keys\\ninterval=0.01\\n' \
            > /etc/cfn/cfn-hup.conf
        cat > /etc/cfn/hooks.d/a.conf <<'EOF'
        [added]
        triggers=post.add
        path=Resources.Web.Metadata.Web
        action=echo added >> /tmp/hooks
        [changed]
        triggers=post.update, post.remove
        path=Resources.Web.Metadata.Web.Port
        action=echo "$(whoami) $CFN_NEW_METADATA" >> /tmp/hooks
        runas=root
        EOF
        cfn-hup && cfn-hup 2>&1 | grep 'already running'
        """
            .formatted(croft.credentials().accessKeyId(), croft.credentials().secretAccessKey()));
    Await.until(SOON, () -> croft.seen(id, "cat /tmp/hooks"), "added"::equals);
    stack("update", "watched", "{\"Web\": {\"Port\": \"two\"}}");
    Await.until(SOON, () -> croft.seen(id, "cat /tmp/hooks"), "added\nroot \"two\""::equals);
    stack("update", "watched", "{\"Web\": {}}");
    Await.until(
        SOON, () -> croft.seen(id, "cat /tmp/hooks"), "added\nroot \"two\"\nroot null"::equals);
    croft.told(id, "kill $(cat /run/cfn-hup.pid); rm /etc/cfn/hooks.d/a.conf");
  }

  private String key() {
    var keys = croft.credentials();
    return " --region us-west-2 --access-key %s --secret-key %s"
        .formatted(keys.accessKeyId(), keys.secretAccessKey());
  }

  private void stack(String verb, String name, String metadata) {
    croft.python(STACK, verb, name, metadata).succeeded();
  }

  private void init(String name, String options, String metadata) {
    croft.told(id, write(name, metadata) + "cfn-init -v " + options + " /tmp/" + name + ".json");
  }

  private String fails(String metadata) {
    CommandOutput output = croft.inside(id, write("fails", metadata) + "cfn-init /tmp/fails.json");
    return output.exitStatus() + " " + output.stderr().text().strip();
  }

  private static String write(String name, String metadata) {
    return """
    cat > /tmp/%s.json <<'METADATA'
    {"AWS::CloudFormation::Init": %s,
     "AWS::CloudFormation::Authentication": {"shop": {"type": "basic", "username": "user",
       "password": "pass", "uris": ["http://127.0.0.1:8099/secret/"]}}}
    METADATA
    """
        .formatted(name, metadata);
  }
}
