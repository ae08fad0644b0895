package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.Isolation;
import croft.drivers.linux.volume.LoopDevices;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots of a size, on a real kernel. */
class RootDiskTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final int OF_ONE_GIBIBYTE_AT_LEAST_MEBIBYTES = 900;

  private final TestHome home = new TestHome();

  @BeforeEach
  void open() throws IOException {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
  }

  @AfterEach
  void close() {
    home.close();
  }

  private void start(String id, long bytes, Isolation isolation) {
    home.driver()
        .create(
            InstanceSpec.of(id, Image.HOST_ROOT_ID)
                .withRootBytes(bytes)
                .withIsolation(isolation)
                .withInitMode(InitMode.PLAIN));
    home.driver().start(id);
  }

  private CommandOutput run(String id, String script) {
    return home.driver().shell(id).run(Command.script(script));
  }

  private String told(String id, String script) {
    CommandOutput output = run(id, script);
    assertThat(output.exitStatus()).as(output.stderr().text()).isZero();
    return output.stdout().text().strip();
  }

  private long mebibytes(String id) {
    return Long.parseLong(told(id, "df --output=size --block-size=1M / | tail -1").strip());
  }

  private Path disk(String id) {
    return home.path().toAbsolutePath().resolve("instances").resolve(id).resolve("root.disk");
  }

  /** What its disk takes of the host's, in bytes. */
  private long onHost(String id) throws IOException {
    String told = Processes.run(List.of("stat", "-c", "%b", disk(id).toString()));
    return 512 * Long.parseLong(told.strip());
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void theLimitIsRealAndSurvivesARestart(Isolation isolation) throws IOException {
    start("i-1", 256 * MEBIBYTE, isolation);
    start("i-2", 0, isolation);
    assertThat(mebibytes("i-1")).isBetween(200L, 256L);
    assertThat(told("i-1", "stat -c '%u %a' /")).isEqualTo("0 755");
    told("i-1", "echo kept > /srv/kept && chown 1000:1001 /srv/kept && rm /etc/issue");
    CommandOutput full = run("i-1", "dd if=/dev/zero of=/srv/big bs=1M count=400");
    assertThat(full.succeeded()).isFalse();
    assertThat(full.stderr().text()).contains("No space left on device");
    assertThat(onHost("i-1")).isBetween(100 * MEBIBYTE, 300 * MEBIBYTE);
    told("i-2", "dd if=/dev/zero of=/srv/big bs=1M count=300 && rm /srv/big");
    told("i-1", "rm /srv/big");

    home.driver().stop("i-1", STOP_TIMEOUT);
    assertThat(LoopDevices.over(disk("i-1"))).isEmpty();
    home.driver().start("i-1");
    assertThat(told("i-1", "cat /srv/kept; stat -c '%u %g' /srv/kept; ls /etc/issue 2>&1 || true"))
        .startsWith("kept\n1000 1001")
        .contains("No such file");
    assertThat(mebibytes("i-1")).isBetween(200L, 256L);

    home.driver().destroy("i-1");
    assertThat(LoopDevices.over(disk("i-1"))).isEmpty();
    assertThat(disk("i-1")).doesNotExist();
  }

  @Test
  void itGrowsAtOnceOrAtTheNextStart() throws IOException {
    start("i-1", 256 * MEBIBYTE, Isolation.USER_NAMESPACE);
    told("i-1", "echo kept > /srv/kept");
    boolean atOnce = home.driver().growRoot("i-1", 1024 * MEBIBYTE);
    assertThat(mebibytes("i-1") > OF_ONE_GIBIBYTE_AT_LEAST_MEBIBYTES).isEqualTo(atOnce);
    home.driver().stop("i-1", STOP_TIMEOUT);
    home.driver().start("i-1");
    assertThat(mebibytes("i-1")).isGreaterThan(OF_ONE_GIBIBYTE_AT_LEAST_MEBIBYTES);
    assertThat(told("i-1", "cat /srv/kept")).isEqualTo("kept");

    home.driver().stop("i-1", STOP_TIMEOUT);
    assertThat(home.driver().growRoot("i-1", 1536 * MEBIBYTE)).isTrue();
    home.driver().start("i-1");
    assertThat(mebibytes("i-1")).isGreaterThan(1400);
    assertThatThrownBy(() -> home.driver().growRoot("i-1", 1024 * MEBIBYTE))
        .isInstanceOf(ComputeException.class);
  }

  @Test
  void aServerOpenedAnewFindsTheLimitAndADamagedDiskIsMended() throws IOException {
    start("i-1", 256 * MEBIBYTE, Isolation.USER_NAMESPACE);
    told("i-1", "echo kept > /srv/kept; sync");
    home.open(InstantSource.system());
    home.driver().recover();
    assertThat(mebibytes("i-1")).isBetween(200L, 256L);
    home.driver().kill("i-1");
    // What a machine leaves that went down: the journal is not played, or marked as in error.
    Processes.run(List.of("debugfs", "-w", "-R", "ssv state 2", disk("i-1").toString()));
    home.driver().start("i-1");
    assertThat(told("i-1", "cat /srv/kept; touch /srv/more")).isEqualTo("kept");
  }

  @Test
  void anImageIsMadeOfIt() {
    start("i-1", 256 * MEBIBYTE, Isolation.USER_NAMESPACE);
    told("i-1", "echo kept > /srv/kept && chown 1000:1001 /srv/kept && rm /etc/issue");
    home.images().capture("i-1", "ami-1");
    home.driver().create(InstanceSpec.of("i-2", "ami-1").withInitMode(InitMode.PLAIN));
    home.driver().start("i-2");
    assertThat(
            told("i-2", "cat /srv/kept; stat -c '%u %g' /srv/kept; [ -e /etc/issue ] || echo no"))
        .isEqualTo("kept\n1000 1001\nno");
    assertThat(told("i-1", "touch /srv/goes-on && echo yes")).isEqualTo("yes");
  }

  private void importSmall() throws IOException {
    Path work = home.path().resolve("work");
    Path archive = SmallRoot.pack(SmallRoot.make(work.resolve("root")), work.resolve("small.tar"));
    try (InputStream stream = Files.newInputStream(archive)) {
      home.images().importTar("small", stream);
    }
  }

  private static String debug(Path disk, String request) throws IOException {
    return Processes.run(List.of("debugfs", "-R", request, disk.toString()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 256 * MEBIBYTE})
  void aCopyHoldsTheWholeRoot(long bytes) throws IOException {
    importSmall();
    home.driver()
        .create(InstanceSpec.of("i-1", "small").withRootBytes(bytes).withInitMode(InitMode.PLAIN));
    home.driver().start("i-1");
    told(
        "i-1",
        "mkdir /srv && touch /srv/own && chown 1000:1001 /srv/own && chmod 4750 /srv/own"
            + " && ln /srv/own /srv/hard && rm /bin/false");
    Path disk = Files.createFile(home.path().resolve("copy"));
    home.driver().copyRoot("i-1", disk, 2048 * MEBIBYTE);
    assertThat(Files.size(disk)).isEqualTo(2048 * MEBIBYTE);
    Processes.run(List.of("e2fsck", "-f", "-n", disk.toString()));
    assertThat(debug(disk, "stat /srv/own"))
        .containsPattern("User: +1000 +Group: +1001")
        .containsPattern("Mode: +04750")
        .contains("Links: 2");
    assertThat(debug(disk, "stat /bin/cat")).containsPattern("User: +0 +Group: +0");
    assertThat(debug(disk, "ls /bin")).contains("cat").doesNotContain("false");
    assertThat(told("i-1", "echo goes on")).isEqualTo("goes on");
    try (Stream<Path> files = Files.list(disk("i-1").getParent())) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("copy"));
    }
  }
}
