package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is killed while its balancer is asked: nobody who asks notices. */
final class BalancerSurvivalTest {

  private static final String MADE =
      """
      open_door()
      one, two = launch(subnets()[0]), launch(subnets()[1])
      web = group("web", one, two)
      arn = balancer("front")["LoadBalancerArn"]
      elb.create_listener(
          LoadBalancerArn=arn, Protocol="HTTP", Port=8137, DefaultActions=[{
              "Type": "forward", "TargetGroupArn": web}])
      try:
          elb.create_listener(LoadBalancerArn=arn, Protocol="UDP", Port=53, DefaultActions=[{
              "Type": "forward", "TargetGroupArn": web}])
      except elb.exceptions.ClientError as e:
          assert "UDP" in str(e), e
      else:
          raise SystemExit("an application balancer took UDP")
      healthy(web, 2)
      print(web, one)
      """;

  private static final String ASKING =
      """
      begun, killed = sys.argv[1:]
      wrong, names, count, last = [], set(), 0, None
      while last is None or count < last:
          try:
              status, body, headers = ask("127.0.0.1", port=8137)
              names.add(body.split()[0])
              if status != 200: wrong.append((count, status, body))
          except (OSError, http.client.HTTPException) as e:
              wrong.append((count, str(e)))
          count += 1
          if count == 50: open(begun, "w").close()
          if last is None and os.path.exists(killed): last = count + 300
      print(wrong, len(names))
      """;

  private static final String LATER =
      """
      web, one = sys.argv[1:]
      elb.deregister_targets(TargetGroupArn=web, Targets=[{"Id": one}])
      wait("left", lambda: len(set(
          ask("127.0.0.1", port=8137)[1].split()[0] for i in range(10))) == 1)
      print("left")
      """;

  private Path home = Path.of("/");

  @BeforeEach
  void makeHome() {
    Machine.requireInstances();
    Machine.requirePython("boto3");
    home = RunningCroft.newHome();
  }

  @AfterEach
  void purge() {
    try {
      ServerProcess.purge(home);
    } finally {
      RunningCroft.delete(home);
    }
  }

  @Test
  void whoAsksDoesNotNotice() throws Exception {
    Path begun = home.resolve("begun");
    Path killed = home.resolve("killed");
    String[] made;
    Future<String> told;
    ServerProcess server = ServerProcess.start(home);
    try (ExecutorService asking = Executors.newSingleThreadExecutor()) {
      try {
        made = python(server, MADE).split(" ", -1);
        ServerProcess asked = server;
        told = asking.submit(() -> python(asked, ASKING, begun.toString(), killed.toString()));
        Await.until(
            Duration.ofSeconds(30), () -> Files.exists(begun) || told.isDone(), there -> there);
      } finally {
        server.kill();
        Files.createFile(killed);
      }
      assertThat(told.get()).isEqualTo("[] 2");
    }
    server = ServerProcess.start(home);
    try {
      assertThat(python(server, LATER, made[0], made[1])).isEqualTo("left");
    } finally {
      server.kill();
    }
  }

  private static String python(ServerProcess server, String code, String... arguments)
      throws IOException {
    return server.python(BalancedWeb.PRELUDE + code, arguments).succeeded();
  }
}
