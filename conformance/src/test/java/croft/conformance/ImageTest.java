package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageDiskContainer;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.ImportImageTask;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.s3.S3Client;

/** Images of instances that really run: made, launched, shared, imported. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  private Image available(String id) {
    return Await.until(
        PATIENCE,
        () -> ec2.describeImages(r -> r.imageIds(id)).images().getFirst(),
        image -> image.state() == ImageState.AVAILABLE);
  }

  private String launched(Ec2Client client, String imageId) {
    return new Cloud(client).run(r -> r.imageId(imageId)).instanceId();
  }

  private static void gone(Cloud cloud, String... ids) {
    cloud.ec2().terminateInstances(r -> r.instanceIds(ids));
    for (String id : ids) {
      cloud.become(id, InstanceStateName.TERMINATED);
    }
  }

  @Test
  void aFileWrittenInsideIsInEveryInstanceOfTheImageAndTheOriginalIsItsOwn() {
    String original = cloud.run(r -> {}).instanceId();
    croft.awaitBoot(original);
    croft.told(original, "echo one > /srv/mark; rm /etc/issue; useradd -m -u 1234 carol");
    String boot = croft.told(original, "cut -d' ' -f22 /proc/1/stat");
    String id = ec2.createImage(r -> r.instanceId(original).name("golden-1")).imageId();
    assertThat(available(id).sourceInstanceId()).isEqualTo(original);
    Await.until(
        PATIENCE,
        () -> croft.seen(original, "cut -d' ' -f22 /proc/1/stat"),
        now -> !now.isEmpty() && !now.equals(boot));

    String copy = launched(ec2, id);
    assertThat(
            croft.told(
                copy, "cat /srv/mark; [ -e /etc/issue ] || echo gone; stat -c %U /home/carol"))
        .isEqualTo("one\ngone\ncarol");
    croft.told(copy, "echo two > /srv/mark");
    assertThat(croft.told(original, "cat /srv/mark")).isEqualTo("one");
    gone(cloud, original, copy);
    String later = launched(ec2, id);
    assertThat(croft.told(later, "cat /srv/mark")).isEqualTo("one");

    ec2.deregisterImage(r -> r.imageId(id));
    ec2.stopInstances(r -> r.instanceIds(later));
    cloud.become(later, InstanceStateName.STOPPED);
    ec2.startInstances(r -> r.instanceIds(later));
    cloud.become(later, InstanceStateName.RUNNING);
    assertThat(croft.told(later, "cat /srv/mark")).isEqualTo("one");
    gone(cloud, later);
    Path files = croft.home().resolve("data/images").resolve(id);
    Await.until(PATIENCE, () -> Files.exists(files), there -> !there);
  }

  @Test
  void withoutARebootTheInstanceGoesOn() {
    String original = cloud.run(r -> {}).instanceId();
    String boot = croft.told(original, "echo one > /srv/mark; cut -d' ' -f22 /proc/1/stat");
    String id =
        ec2.createImage(r -> r.instanceId(original).name("no-reboot").noReboot(true)).imageId();
    available(id);
    assertThat(croft.told(original, "cut -d' ' -f22 /proc/1/stat")).isEqualTo(boot);
    String copy = launched(ec2, id);
    assertThat(croft.told(copy, "cat /srv/mark")).isEqualTo("one");
    assertThat(croft.told(copy, "cat /etc/machine-id"))
        .isNotEqualTo(croft.told(original, "cat /etc/machine-id"));
    gone(cloud, original, copy);
  }

  @Test
  void userDataRunsInAnInstanceOfAnImageAsIfItWereTheFirst() {
    String first = encoded("#!/bin/sh\necho first >> /srv/ran\n");
    String second = encoded("#!/bin/sh\necho second >> /srv/ran\n");
    String original = cloud.run(r -> r.userData(first)).instanceId();
    Await.until(PATIENCE, () -> croft.seen(original, "cat /srv/ran"), ran -> ran.equals("first"));
    String id =
        ec2.createImage(r -> r.instanceId(original).name("user-data").noReboot(true)).imageId();
    available(id);
    String copy = cloud.run(r -> r.imageId(id).userData(second)).instanceId();
    Await.until(
        PATIENCE, () -> croft.seen(copy, "cat /srv/ran"), ran -> ran.equals("first\nsecond"));
    gone(cloud, original, copy);
  }

  @Test
  void anArchiveInS3BecomesAnImage(@TempDir Path folder) throws Exception {
    Path archive = folder.resolve("root.tar.gz");
    croft
        .run("sh", "-c", SMALL_ROOT, "sh", folder.resolve("root").toString(), archive.toString())
        .succeeded();
    try (S3Client s3 = Clients.root(croft).s3()) {
      s3.createBucket(r -> r.bucket("images"));
      s3.putObject(r -> r.bucket("images").key("root.tar.gz"), RequestBody.fromFile(archive));
    }
    String task =
        ec2.importImage(r ->
                r.description("small")
                    .diskContainers(
                        ImageDiskContainer.builder()
                            .format("TAR")
                            .url("s3://images/root.tar.gz")
                            .build()))
            .importTaskId();
    ImportImageTask done =
        Await.until(
            PATIENCE,
            () ->
                ec2.describeImportImageTasks(r -> r.importTaskIds(task))
                    .importImageTasks()
                    .getFirst(),
            seen -> !seen.status().equals("active"));
    assertThat(done.status()).as(done.statusMessage()).isEqualTo("completed");
    assertThat(available(done.imageId()).name()).isEqualTo(task);
    String instance = launched(ec2, done.imageId());
    assertThat(croft.told(instance, "cat /srv/imported")).isEqualTo("from an archive");
    gone(cloud, instance);
    Ec2Exception refused =
        catchThrowableOfType(
            Ec2Exception.class,
            () ->
                ec2.importImage(r ->
                    r.diskContainers(
                        ImageDiskContainer.builder()
                            .format("VMDK")
                            .url("s3://images/disk")
                            .build())));
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("UnsupportedOperation");
    assertThat(refused.awsErrorDetails().errorMessage()).contains("VMDK");
  }

  private static final String SMALL_ROOT =
      """
      set -e
      for program in sh cat sleep; do
        for file in $(readlink -f /bin/$program) $(ldd /bin/$program | grep -o '/[^ ]*'); do
          mkdir -p "$1$(dirname "$file")" && cp -L "$file" "$1$file"
        done
        mkdir -p "$1/bin" && [ -e "$1/bin/$program" ] || cp -L /bin/$program "$1/bin/$program"
      done
      mkdir -p "$1/srv" && echo 'from an archive' > "$1/srv/imported"
      chmod 755 "$1" && tar -C "$1" -czf "$2" .
      """;

  @Test
  void anotherAccountLaunchesWhatIsSharedWithIt() {
    String original = cloud.run(r -> {}).instanceId();
    croft.told(original, "echo shared > /srv/mark");
    String id =
        ec2.createImage(r -> r.instanceId(original).name("shared").noReboot(true)).imageId();
    available(id);
    Map<String, String> other = account();
    AwsBasicCredentials keys =
        AwsBasicCredentials.create(
            other.get("aws_access_key_id"), other.get("aws_secret_access_key"));
    try (Ec2Client theirs = Clients.root(croft).as(keys).ec2()) {
      Ec2Exception refused = catchThrowableOfType(Ec2Exception.class, () -> launched(theirs, id));
      assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidAMIID.NotFound");
      ec2.modifyImageAttribute(r ->
          r.imageId(id)
              .launchPermission(
                  p -> p.add(LaunchPermission.builder().userId(other.get("account")).build())));
      String instance = launched(theirs, id);
      assertThat(croft.told(instance, "cat /srv/mark")).isEqualTo("shared");
      gone(new Cloud(theirs), instance);
    }
    gone(cloud, original);
  }

  private Map<String, String> account() {
    return new Catalogue(croft)
        .post("accounts?name=staging")
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @Test
  void aParametersNameLaunchesWhereAnImageStandsForIt() {
    Image host = ec2.describeImages(r -> r.imageIds(cloud.image())).images().getFirst();
    Path archive = croft.home().resolve("root.tar");
    Path root = croft.home().resolve("root");
    croft.run("sh", "-c", SMALL_ROOT, "sh", root.toString(), archive.toString()).succeeded();
    String id = new Catalogue(croft).importImage(archive, "amazon", "al2023");
    String name =
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"
            + host.architectureAsString();
    assertThat(
            croft
                .run(
                    "aws",
                    "ssm",
                    "get-parameter",
                    "--name",
                    name,
                    "--query",
                    "Parameter.Value",
                    "--output",
                    "text")
                .succeeded()
                .strip())
        .isEqualTo(id);
    String instance = launched(ec2, "resolve:ssm:" + name);
    assertThat(cloud.look(instance).imageId()).isEqualTo(id);
    gone(cloud, instance);
    new Catalogue(croft).removeImage("amazon"); // Other tests take the catalogue's first image.
    Ec2Exception refused =
        catchThrowableOfType(
            Ec2Exception.class,
            () -> launched(ec2, "resolve:ssm:/aws/service/debian/release/11/latest/amd64"));
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue");
  }

  @Test
  void theHostsRootStandsForItsOwnDistribution() throws IOException {
    String said = Files.readString(Path.of("/etc/os-release"));
    assumeTrue(
        said.lines().anyMatch("ID=debian"::equals) && said.contains("VERSION_ID=\"12\""),
        "the host is not Debian 12, which this test looks for");
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String name = "/aws/service/debian/release/12/latest/" + architecture;
    assertThat(croft.run("aws", "ssm", "get-parameter", "--name", name).succeeded())
        .contains(cloud.image());
    Image found =
        ec2.describeImages(r ->
                r.owners("136693071363")
                    .filters(
                        Filter.builder()
                            .name("name")
                            .values("debian-12-" + architecture + "-*")
                            .build()))
            .images()
            .getFirst();
    assertThat(found.imageId()).isEqualTo(cloud.image());
    assertThat(found.description()).contains("The root of the host");
  }

  @Test
  void aCopyInAnotherRegionOutlivesTheOriginal() {
    String original = cloud.run(r -> {}).instanceId();
    croft.told(original, "echo travelled > /srv/mark");
    String id =
        ec2.createImage(r -> r.instanceId(original).name("to-travel").noReboot(true)).imageId();
    available(id);
    gone(cloud, original);
    try (Ec2Client east = Clients.root(croft).ec2(Region.US_EAST_1)) {
      String copied =
          east.copyImage(
                  r -> r.name("travelled").sourceImageId(id).sourceRegion(RunningCroft.REGION))
              .imageId();
      Await.until(
          PATIENCE,
          () -> east.describeImages(r -> r.imageIds(copied)).images().getFirst().state(),
          state -> state == ImageState.AVAILABLE);
      ec2.deregisterImage(r -> r.imageId(id));
      String instance = launched(east, copied);
      assertThat(croft.told(instance, "cat /srv/mark")).isEqualTo("travelled");
      gone(new Cloud(east), instance);
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
