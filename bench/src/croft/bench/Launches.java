package croft.bench;

import croft.services.ec2.image.Images;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Launches instances through the API and times them until they answer. */
record Launches(CroftProcess server) {
  private static final Pattern INSTANCE =
      Pattern.compile("<instanceId>(i-[0-9a-f]+)</instanceId>.*?<privateIpAddress>([0-9.]+)<",
          Pattern.DOTALL);
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int ASKING = 4;

  /** A launched instance. */
  record Launched(String id, String hostname) {}

  Inside inside() {
    return new Inside(server.data().resolve("crun"));
  }

  List<Launched> run(Connection connection, String imageName, int count) throws IOException {
    String answer =
        server.ec2(
            connection,
            "Action=RunInstances&InstanceType=t3.nano&MinCount="
                + count
                + "&MaxCount="
                + count
                + "&ImageId="
                + Images.id(imageName));
    List<Launched> launched = new ArrayList<>();
    Matcher matcher = INSTANCE.matcher(answer);
    while (matcher.find()) {
      launched.add(new Launched(matcher.group(1), "ip-" + matcher.group(2).replace('.', '-')));
    }
    if (launched.size() != count) {
      throw new IOException("launched " + launched.size() + " of " + count + ": " + answer);
    }
    return launched;
  }

  /** Milliseconds from the call until a shell answers inside. */
  double shellMilliseconds(String imageName) throws IOException, InterruptedException {
    try (Connection connection = new Connection(server.signed().port())) {
      server.ec2(connection, "Action=DescribeVpcs");
      long started = System.nanoTime();
      Launched launched = run(connection, imageName, 1).getFirst();
      inside().awaitShell(launched.id(), launched.hostname());
      double milliseconds = (System.nanoTime() - started) / 1e6;
      terminate(List.of(launched));
      return milliseconds;
    }
  }

  /** Seconds from the call until all are running and each answers; they end afterwards. */
  double secondsForAll(String imageName, int count) throws Exception {
    List<Launched> launched = new ArrayList<>();
    double seconds = secondsUntilRunning(imageName, count, launched);
    terminate(launched);
    return seconds;
  }

  /** The same, and they stay. */
  double secondsUntilRunning(String imageName, int count, List<Launched> launched)
      throws Exception {
    long started = System.nanoTime();
    try (Connection connection = new Connection(server.signed().port());
        ExecutorService threads = Executors.newFixedThreadPool(ASKING)) {
      launched.addAll(run(connection, imageName, count));
      List<Callable<String>> shells = new ArrayList<>();
      for (Launched one : launched) {
        shells.add(() -> {
          inside().awaitShell(one.id(), one.hostname());
          return one.id();
        });
      }
      for (Future<String> shell : threads.invokeAll(shells)) {
        shell.get();
      }
      awaitState(launched, "running");
    }
    return (System.nanoTime() - started) / 1e9;
  }

  private void awaitState(List<Launched> instances, String state)
      throws IOException, InterruptedException {
    String query =
        "Action=DescribeInstances&Filter.1.Name=instance-state-name&Filter.1.Value.1=" + state;
    Await.until(instances.size() + " " + state, PATIENCE, Duration.ofMillis(20), () -> {
      String answer = server.ec2(query);
      return instances.stream().allMatch(i -> answer.contains(i.id()));
    });
  }

  void terminate(List<Launched> instances) throws IOException, InterruptedException {
    StringBuilder query = new StringBuilder("Action=TerminateInstances");
    for (int i = 0; i < instances.size(); i++) {
      query.append("&InstanceId.").append(i + 1).append('=').append(instances.get(i).id());
    }
    server.ec2(query.toString());
    awaitState(instances, "terminated");
  }
}
