package croft.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many instances: describing ten thousand that only the store knows, page by page beside {@code
 * moto_server}, and launching a thousand real ones, a hundred after the other.
 */
record Fleet(CroftProcess.Launcher launcher, Report report) {
  private static final int DESCRIBED = 10_000;
  private static final int PAGE = 1000;
  private static final int LISTINGS = 2;
  private static final int LAUNCHED = 1000;
  private static final int AT_ONCE = 100;
  private static final Pattern SUBNET = Pattern.compile("<subnetId>(subnet-[0-9a-f]+)</subnetId>");
  private static final Pattern IMAGE = Pattern.compile("<imageId>(ami-[0-9a-f]+)</imageId>");
  private static final Pattern INSTANCE = Pattern.compile("<instanceId>i-[0-9a-f]+</instanceId>");
  private static final Pattern NEXT = Pattern.compile("<nextToken>([^<]+)</nextToken>");

  /** A server of EC2 that requests are sent to. */
  private record Cloud(Signed signed) {
    String ec2(Connection connection, String parameters) throws IOException {
      Connection.Answer answer = connection.send(signed.ec2(parameters));
      if (answer.status() != 200) {
        throw new IOException(parameters + " answers " + answer.status() + ": " + answer.body());
      }
      return answer.body();
    }

    /** Fills the default subnets evenly: one of them has too few addresses for all. */
    void launch(int count) throws IOException {
      try (Connection connection = new Connection(signed.port())) {
        List<String> subnets = all(SUBNET, ec2(connection, "Action=DescribeSubnets"));
        String image = all(IMAGE, ec2(connection, "Action=DescribeImages")).getFirst();
        for (int launched = 0; launched < count; launched += AT_ONCE) {
          String subnet = subnets.get(launched / AT_ONCE % Math.min(3, subnets.size()));
          ec2(
              connection,
              "Action=RunInstances&InstanceType=t3.nano&MinCount="
                  + AT_ONCE
                  + "&MaxCount="
                  + AT_ONCE
                  + "&NetworkInterface.1.DeviceIndex=0"
                  + "&NetworkInterface.1.AssociatePublicIpAddress=false&NetworkInterface.1.SubnetId="
                  + subnet
                  + "&ImageId="
                  + image);
        }
      }
    }

    /** Seconds to list every instance, page after page. */
    double listSeconds() throws IOException {
      try (Connection connection = new Connection(signed.port())) {
        ec2(connection, "Action=DescribeVpcs");
        long started = System.nanoTime();
        int seen = 0;
        String token = "";
        do {
          String page = ec2(connection, "Action=DescribeInstances&MaxResults=" + PAGE + token);
          seen += all(INSTANCE, page).size();
          Matcher next = NEXT.matcher(page);
          token = next.find() ? "&NextToken=" + encoded(next.group(1)) : "";
        } while (!token.isEmpty());
        if (seen != DESCRIBED) {
          throw new IOException("listed " + seen + " instances of " + DESCRIBED);
        }
        return (System.nanoTime() - started) / 1e9;
      }
    }

    private static String encoded(String token) {
      return java.net.URLEncoder.encode(token, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static List<String> all(Pattern pattern, String text) {
      List<String> found = new ArrayList<>();
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        found.add(matcher.groupCount() == 0 ? matcher.group() : matcher.group(1));
      }
      return found;
    }
  }

  /** Ten thousand instances, listed by a client in pages of a thousand. */
  void describe(Path home) throws Exception {
    Optional<Path> moto = Host.find("moto_server");
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    Process peer = null;
    try (CroftProcess server = CroftProcess.start(launcher, home, "--drivers", "memory")) {
      Cloud croft = new Cloud(server.signed());
      croft.launch(DESCRIBED);
      Cloud other = null;
      if (moto.isPresent()) {
        Bench.Peer started = Bench.moto(moto.get(), home.resolve("moto.log"));
        peer = started.process();
        other = new Cloud(started.signed());
        other.launch(DESCRIBED);
      }
      for (int i = 0; i <= LISTINGS; i++) {
        double seconds = croft.listSeconds();
        double motoSeconds = other == null ? 0 : other.listSeconds();
        if (i > 0) {
          ours.add(seconds);
          theirs.add(motoSeconds);
        }
      }
    } finally {
      if (peer != null) {
        Host.end(peer);
      }
    }
    tellListing(new Spread(ours).median(), new Spread(theirs).median());
  }

  private void tellListing(double ours, double theirs) {
    String what = "10,000 instances described in pages of 1,000";
    if (theirs > 0) {
      report.atLeast(
          what + ", against moto_server",
          theirs / ours,
          text("%.1f × (%.2f s of %.2f s)", theirs / ours, ours, theirs),
          3,
          "3 ×");
    } else {
      report.note(what, text("%.2f s; no moto_server on the PATH", ours));
    }
  }

  /** A thousand instances of a small image, a hundred in each call. */
  void thousand(Path home) throws Exception {
    SmallImage.importInto(home.resolve("data"), home);
    List<Double> seconds = new ArrayList<>();
    double resident;
    try (CroftProcess server = CroftProcess.start(launcher, home)) {
      Launches launches = new Launches(server);
      launches.shellMilliseconds(SmallImage.ID);
      for (int launched = 0; launched < LAUNCHED; launched += AT_ONCE) {
        seconds.add(launches.secondsUntilRunning(SmallImage.ID, AT_ONCE, new ArrayList<>()));
      }
      resident = server.residentMebibytes();
    } finally {
      CroftProcess.purge(launcher, home);
    }
    double first = seconds.getFirst();
    double last = seconds.getLast();
    report.note(
        "1,000 instances, a hundred in each call, until all are running and each answers",
        text(
            "%.1f/s; the server then takes %.0f MiB",
            LAUNCHED / seconds.stream().mapToDouble(Double::doubleValue).sum(),
            resident));
    report.atMost(
        "… the last hundred against the first",
        last / first,
        text("%.2f × (%.1f s of %.1f s)", last / first, last, first),
        1.5,
        "1.5 ×, flat");
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
