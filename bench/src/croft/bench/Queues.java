package croft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Messages sent to a queue and received from it, each durable before its answer. */
final class Queues {
  private static final int CLIENTS = 16;
  private static final int GOAL = 3000;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration SHORT_WARM_UP = Duration.ofSeconds(3);
  private static final Duration TURN = Duration.ofSeconds(6);
  private static final Duration SHORT_TURN = Duration.ofSeconds(3);

  private final CroftProcess.Launcher launcher;
  private final Report report;

  Queues(CroftProcess.Launcher launcher, Report report) {
    this.launcher = launcher;
    this.report = report;
  }

  void measure(Path home) throws Exception {
    Path serverHome = Files.createDirectory(home.resolve("server"));
    try (CroftProcess server = CroftProcess.start(launcher, serverHome, "--drivers", "memory")) {
      Signed signed = server.signed();
      once(signed, "CreateQueue", "{\"QueueName\":\"bench\"}");
      String url = "http://127.0.0.1:" + signed.port() + "/123456789012/bench";
      String queue = "\"QueueUrl\":\"" + url + "\"";
      String body = "x".repeat(256);
      byte[] send = call(signed, "SendMessage", queue + ",\"MessageBody\":\"" + body + "\"");
      measure("Messages sent, durable, one a request, 16 clients", signed, send, WARM_UP, TURN);
      byte[] receive = call(signed, "ReceiveMessage", queue + ",\"VisibilityTimeout\":43200");
      measure("Messages received, durable, one a request, 16 clients", signed, receive, SHORT_WARM_UP, SHORT_TURN);
      String counts =
          once(
              signed,
              "GetQueueAttributes",
              "{" + queue + ",\"AttributeNames\":[\"ApproximateNumberOfMessages\"]}");
      if (counts.contains(":\"0\"")) {
        throw new IOException("the queue ran empty: what was received last was nothing");
      }
    } finally {
      CroftProcess.purge(launcher, serverHome);
    }
  }

  private void measure(String what, Signed signed, byte[] request, Duration warmUp, Duration turn)
      throws Exception {
    Load load = new Load(signed.port(), request, CLIENTS);
    load.run(warmUp);
    double rate = load.run(turn);
    report.atLeast(
        what, rate, String.format(Locale.ROOT, "%,.0f/s", rate), GOAL, "3,000/s");
  }

  private static byte[] call(Signed signed, String operation, String members) throws IOException {
    return signed.json("sqs", "AmazonSQS." + operation, "{" + members + "}");
  }

  private static String once(Signed signed, String operation, String body) throws IOException {
    try (Connection connection = new Connection(signed.port())) {
      Connection.Answer answer =
          connection.send(signed.json("sqs", "AmazonSQS." + operation, body));
      if (answer.status() != 200) {
        throw new IOException("answers " + answer.status() + ": " + answer.body());
      }
      return answer.body();
    }
  }
}
