package croft.bench;

import croft.services.ec2.image.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A group that grows from nothing to fifty instances, beside fifty launched by one call. */
record Groups(CroftProcess.Launcher launcher, Report report) {
  private static final int INSTANCES = 50;
  private static final int ROUNDS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Pattern IN_SERVICE =
      Pattern.compile("<LifecycleState>InService</LifecycleState>");
  private static final Pattern ANY = Pattern.compile("<LifecycleState>");

  void measure(Path home) throws Exception {
    SmallImage.importInto(home.resolve("data"), home);
    List<Double> bare = new ArrayList<>();
    List<Double> group = new ArrayList<>();
    try (CroftProcess server = CroftProcess.start(launcher, home);
        Connection connection = new Connection(server.signed().port())) {
      Launches launches = new Launches(server);
      launches.shellMilliseconds(SmallImage.ID);
      create(server, connection);
      for (int round = 0; round < ROUNDS; round++) {
        bare.add(launches.secondsForAll(SmallImage.ID, INSTANCES));
        group.add(growSeconds(server, connection));
      }
    } finally {
      CroftProcess.purge(launcher, home);
    }
    double alone = new Spread(bare).median();
    double grown = new Spread(group).median();
    report.atMost(
        "a group from 0 to 50 instances in service, against 50 launched by one call",
        grown / alone,
        String.format(Locale.ROOT, "%.2f × (%.1f s of %.1f s)", grown / alone, grown, alone),
        1.3,
        "1.3 ×");
  }

  private static void create(CroftProcess server, Connection connection) throws IOException {
    scale(
        server,
        connection,
        "Action=CreateLaunchConfiguration&LaunchConfigurationName=small&InstanceType=t3.nano&ImageId="
            + Images.id(SmallImage.ID));
    scale(
        server,
        connection,
        "Action=CreateAutoScalingGroup&AutoScalingGroupName=web&LaunchConfigurationName=small"
            + "&MinSize=0&MaxSize="
            + INSTANCES
            + "&AvailabilityZones.member.1=us-west-2a");
  }

  private static String scale(CroftProcess server, Connection connection, String parameters)
      throws IOException {
    Connection.Answer answer = connection.send(server.signed().autoscaling(parameters));
    if (answer.status() != 200) {
      throw new IOException(parameters + " answers " + answer.status() + ": " + answer.body());
    }
    return answer.body();
  }

  private static double growSeconds(CroftProcess server, Connection connection)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    want(server, connection, INSTANCES);
    Await.until(
        INSTANCES + " in service",
        PATIENCE,
        Duration.ofMillis(20),
        () -> count(server, connection, IN_SERVICE) == INSTANCES);
    double seconds = (System.nanoTime() - started) / 1e9;
    want(server, connection, 0);
    Await.until(
        "none left",
        PATIENCE,
        Duration.ofMillis(20),
        () -> count(server, connection, ANY) == 0);
    return seconds;
  }

  private static void want(CroftProcess server, Connection connection, int capacity)
      throws IOException {
    scale(
        server,
        connection,
        "Action=SetDesiredCapacity&AutoScalingGroupName=web&DesiredCapacity=" + capacity);
  }

  private static int count(CroftProcess server, Connection connection, Pattern state)
      throws IOException {
    Matcher matcher =
        state.matcher(scale(server, connection, "Action=DescribeAutoScalingGroups"));
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
