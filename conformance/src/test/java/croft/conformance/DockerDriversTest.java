package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Instances in a Docker engine, launched and let in by the unmodified aws command line. */
final class DockerDriversTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int BRIEFLY_MILLISECONDS = 2000;

  private static final String USER_DATA =
      """
      #!/bin/sh
      mkdir -p /srv/www
      for try in 1 2 3 4 5 6 7 8 9 10; do
        wget -q -O /srv/www/id http://169.254.169.254/latest/meta-data/instance-id && break
        sleep 1
      done
      hostname > /srv/www/name
      cat /etc/resolv.conf > /srv/www/resolver
      httpd -p 8080 -h /srv/www
      """;

  @Test
  void aPageOfAnInstanceInDockerIsSeenOnceItsSecurityGroupAllowsIt() {
    Machine.require("aws", "it is the client: install the AWS command line");
    try (DockerEngine engine = DockerEngine.start()) {
      try (RunningCroft croft = RunningCroft.docker(engine.socket(), DockerEngine.IMAGE)) {
        String instance = launch(croft);
        String address = describe(croft, instance, "PublicIpAddress");
        assertThat(page(address, "id")).isEmpty();

        String group = describe(croft, instance, "SecurityGroups[0].GroupId");
        aws(
            croft,
            "authorize-security-group-ingress --group-id "
                + group
                + " --protocol tcp --port 8080"
                + " --cidr 0.0.0.0/0");
        String seen = Await.until(LONG, () -> page(address, "id"), text -> !text.isEmpty());
        assertThat(seen.strip()).isEqualTo(instance);
        assertThat(page(address, "name")).startsWith("ip-172-31-");
        assertThat(page(address, "resolver")).contains("nameserver 172.31.0.2");

        aws(
            croft,
            "revoke-security-group-ingress --group-id "
                + group
                + " --protocol tcp --port 8080"
                + " --cidr 0.0.0.0/0");
        Await.until(LONG, () -> page(address, "id"), String::isEmpty);

        aws(croft, "terminate-instances --instance-ids " + instance);
        aws(croft, "wait instance-terminated --instance-ids " + instance);
        assertThat(engine.containers()).isEmpty();
      }
    }
  }

  private static String launch(RunningCroft croft) {
    String image =
        Await.until(
            LONG,
            () ->
                aws(
                    croft,
                    "describe-images --owners amazon --query Images[0].ImageId --output text"),
            id -> id.startsWith("ami-"));
    String instance =
        croft
            .run(
                "aws",
                "ec2",
                "run-instances",
                "--image-id",
                image,
                "--user-data",
                USER_DATA,
                "--query",
                "Instances[0].InstanceId",
                "--output",
                "text")
            .succeeded()
            .strip();
    aws(croft, "wait instance-running --instance-ids " + instance);
    return instance;
  }

  private static String describe(RunningCroft croft, String instance, String what) {
    return aws(
        croft,
        "describe-instances --instance-ids "
            + instance
            + " --output text --query"
            + " Reservations[0].Instances[0]."
            + what);
  }

  private static String aws(RunningCroft croft, String words) {
    return croft.run(("aws ec2 " + words).split(" ", -1)).succeeded().strip();
  }

  /** What is served; nothing where nothing gets through. */
  private static String page(String address, String name) {
    try {
      URLConnection page =
          URI.create("http://" + address + ":8080/" + name).toURL().openConnection();
      page.setConnectTimeout(BRIEFLY_MILLISECONDS);
      page.setReadTimeout(BRIEFLY_MILLISECONDS);
      try (var body = page.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (java.net.SocketTimeoutException | java.net.ConnectException e) {
      return "";
    } catch (java.io.FileNotFoundException e) {
      return ""; // It serves already, and is about to write the page.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
