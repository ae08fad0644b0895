package croft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Log events put, durable, into a group that a metric filter watches. */
final class LogEvents {
  private static final int BATCH = 100;
  private static final int CLIENTS = 4;
  private static final int GOAL = 20_000;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration TURN = Duration.ofSeconds(8);
  private static final String STREAM = "\"logGroupName\":\"bench\",\"logStreamName\":\"one\"";

  private final CroftProcess.Launcher launcher;
  private final Report report;

  LogEvents(CroftProcess.Launcher launcher, Report report) {
    this.launcher = launcher;
    this.report = report;
  }

  void measure(Path home) throws Exception {
    Path serverHome = Files.createDirectory(home.resolve("server"));
    try (CroftProcess server = CroftProcess.start(launcher, serverHome, "--drivers", "memory")) {
      Signed signed = server.signed();
      once(signed, "CreateLogGroup", "{\"logGroupName\":\"bench\"}");
      once(signed, "CreateLogStream", "{" + STREAM + "}");
      once(
          signed,
          "PutMetricFilter",
          "{\"logGroupName\":\"bench\",\"filterName\":\"errors\",\"filterPattern\":\"ERROR\","
              + "\"metricTransformations\":[{\"metricNamespace\":\"Bench\",\"metricName\":\"Errors\","
              + "\"metricValue\":\"1\"}]}");
      Load load = new Load(signed.port(), call(signed, "PutLogEvents", events()), CLIENTS);
      load.run(WARM_UP);
      double rate = load.run(TURN) * BATCH;
      report.atLeast(
          "Log events put, durable, 100 of 200 bytes a request, one in ten counted, 4 clients",
          rate,
          String.format(Locale.ROOT, "%,.0f/s", rate),
          GOAL,
          "20,000/s");
    } finally {
      CroftProcess.purge(launcher, serverHome);
    }
  }

  private static String events() {
    long now = System.currentTimeMillis();
    String all =
        IntStream.range(0, BATCH)
            .mapToObj(i ->
                "{\"timestamp\":%d,\"message\":\"%s %03d %s\"}"
                    .formatted(now, i % 10 == 0 ? "ERROR" : "INFO ", i, "request ".repeat(24)))
            .collect(Collectors.joining(","));
    return "{" + STREAM + ",\"logEvents\":[" + all + "]}";
  }

  private static byte[] call(Signed signed, String operation, String body) throws IOException {
    return signed.json("logs", "Logs_20140328." + operation, body);
  }

  private static void once(Signed signed, String operation, String body) throws IOException {
    try (Connection connection = new Connection(signed.port())) {
      Connection.Answer answer = connection.send(call(signed, operation, body));
      if (answer.status() != 200) {
        throw new IOException("answers " + answer.status() + ": " + answer.body());
      }
    }
  }
}
