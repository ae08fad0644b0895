package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.Content;
import croft.drivers.compute.Image;
import croft.drivers.compute.ImageDriverContract;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.Isolation;
import croft.drivers.compute.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinuxCaptureTest extends ImageDriverContract {
  private final TestHome home = new TestHome();

  @BeforeEach
  void open() throws IOException {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
    Path work = home.path().resolve("work");
    Path archive = SmallRoot.pack(SmallRoot.make(work.resolve("root")), work.resolve("small.tar"));
    try (InputStream stream = Files.newInputStream(archive)) {
      images().importTar("small", stream);
    }
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Override
  protected LinuxComputeDriver driver() {
    return home.driver();
  }

  @Override
  protected LinuxImageDriver images() {
    return home.images();
  }

  @Override
  protected String imageId() {
    return "small";
  }

  private Shell start(InstanceSpec spec) {
    driver().create(spec.withInitMode(InitMode.PLAIN));
    driver().start(spec.id());
    return driver().shell(spec.id());
  }

  private static String run(Shell shell, String script) {
    CommandOutput output = shell.run(Command.script(script));
    assertThat(output.exitStatus()).as(output.stderr().text()).isZero();
    return output.stdout().text();
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void ownersLinksAndWhatIsGoneAreKept(Isolation isolation) {
    Shell original = start(InstanceSpec.of("i-1", Image.HOST_ROOT_ID).withIsolation(isolation));
    run(
        original,
        """
        set -e
        mkdir -p /srv/kept && echo x > /srv/kept/owned
        chown 1000:1001 /srv/kept/owned && chmod 4750 /srv/kept/owned
        ln /srv/kept/owned /srv/kept/hard && ln -s owned /srv/kept/soft
        rm /etc/issue && rm -r /etc/apt && mkdir /etc/apt && echo mine > /etc/apt/mine
        """);
    images().capture("i-1", "ami-1");
    for (Isolation other : Isolation.values()) {
      Shell copy = start(InstanceSpec.of("i-" + other, "ami-1").withIsolation(other));
      assertThat(run(copy, "stat -c '%u %g %a %h' /srv/kept/owned"))
          .isEqualTo("1000 1001 4750 2\n");
      assertThat(run(copy, "stat -c '%u %g' /srv/kept /")).isEqualTo("0 0\n0 0\n");
      assertThat(run(copy, "readlink /srv/kept/soft; ls /etc/apt")).isEqualTo("owned\nmine\n");
      assertThat(run(copy, "[ -e /etc/issue ] || echo gone")).isEqualTo("gone\n");
      assertThat(run(copy, "stat -c %i /srv/kept/owned"))
          .isEqualTo(run(copy, "stat -c %i /srv/kept/hard"));
    }
  }

  @Test
  void capabilitiesOfFilesAreKept() {
    Shell original = start(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    run(original, "cp /bin/cat /srv/cat && setcap cap_dac_read_search+ep /srv/cat");
    run(original, "echo secret > /srv/secret && chmod 600 /srv/secret");
    images().capture("i-1", "ami-1");
    Shell copy = start(InstanceSpec.of("i-2", "ami-1"));
    assertThat(run(copy, "getcap /srv/cat")).contains("cap_dac_read_search=ep");
    CommandOutput read = copy.run(Command.of("/srv/cat", "/srv/secret").as("nobody"));
    assertThat(read.stdout().text()).isEqualTo("secret\n");
  }

  @Test
  void whatMakesAMachineThisOneStaysBehind() {
    Shell original = start(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    run(
        original,
        """
        set -e
        mkdir -p /etc/ssh /var/lib/cloud/instance /var/lib/croft
        echo key > /etc/ssh/ssh_host_ed25519_key && echo key > /etc/ssh/ssh_host_ed25519_key.pub
        echo Port 22 > /etc/ssh/sshd_config
        touch /var/lib/cloud/instance/boot-finished /var/lib/croft/state
        """);
    String machine = run(original, "cat /etc/machine-id");
    images().capture("i-1", "ami-1");
    Shell copy = start(InstanceSpec.of("i-2", "ami-1"));
    assertThat(run(copy, "ls /etc/ssh | grep -c ssh_host || true")).isEqualTo("0\n");
    assertThat(run(copy, "cat /etc/ssh/sshd_config")).isEqualTo("Port 22\n");
    assertThat(run(copy, "ls -d /var/lib/cloud/instance /var/lib/croft/state 2>/dev/null || true"))
        .isEmpty();
    assertThat(run(copy, "cat /etc/machine-id")).isNotEqualTo(machine);
    assertThat(run(original, "cat /etc/ssh/ssh_host_ed25519_key")).isEqualTo("key\n");
  }

  @Test
  void aLinkTheInstancePutInTheWayLeadsNowhere() throws IOException {
    Path outside = Files.createDirectories(home.path().resolve("outside/lib/croft"));
    Path victim = Files.writeString(outside.resolve("file"), "stays");
    Shell original = start(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    run(original, "mv /var /var.old && ln -s " + home.path().resolve("outside") + " /var");
    images().capture("i-1", "ami-1");
    assertThat(victim).hasContent("stays");
    Shell copy = start(InstanceSpec.of("i-2", "ami-1"));
    assertThat(run(copy, "readlink /var")).isEqualTo(home.path().resolve("outside") + "\n");
    assertThat(outside).isDirectoryContaining(path -> path.equals(victim));
  }

  @Test
  void filesForANewInstanceFollowTheLinksOfTheImage() {
    Shell original = start(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    run(original, "mkdir /srv/moved && rm -rf /opt && ln -s srv/moved /opt");
    images().capture("i-1", "ami-1");
    Shell copy =
        start(
            InstanceSpec.of("i-2", "ami-1")
                .withFile(InstanceFile.ofRoot("/opt/file", Content.text("here"), 0644)));
    assertThat(run(copy, "cat /srv/moved/file; readlink /opt")).isEqualTo("heresrv/moved\n");
  }

  @Test
  void nothingInsideMovesWhileItIsRead() {
    Shell original = start(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    run(
        original,
        "mkdir /srv/n; (i=0; while :; do i=$((i+1)); echo $i > /srv/n/a; echo $i > /srv/n/b; done)"
            + " >/dev/null 2>&1 &");
    run(original, "while [ ! -s /srv/n/b ]; do sleep 0.01; done");
    for (int round = 1; round <= 3; round++) {
      images().capture("i-1", "ami-" + round);
      Shell copy = start(InstanceSpec.of("i-copy" + round, "ami-" + round));
      String[] both = run(copy, "cat /srv/n/a /srv/n/b").strip().split("\n", -1);
      if (both.length == 2) { // Else the moment was between a file's emptying and its filling.
        int ahead = Integer.parseInt(both[0]) - Integer.parseInt(both[1]);
        assertThat(ahead).isBetween(0, 1);
      }
    }
    String before = run(original, "cat /srv/n/a");
    assertThat(
            Waiting.until(
                Duration.ofSeconds(5), () -> !run(original, "cat /srv/n/a").equals(before)))
        .as("it goes on afterwards")
        .isTrue();
  }

  @Test
  void aServerThatStartsAnewFindsTheImageAndWhatItIsMadeOf() throws IOException {
    run(start(InstanceSpec.of("i-1", Image.HOST_ROOT_ID)), "echo one > /srv/mark");
    Image image = images().capture("i-1", "ami-1");
    Files.createDirectories(home.path().resolve("images/.next-torn/root"));
    home.open(InstantSource.system());
    driver().recover();
    assertThat(images().get("ami-1")).isEqualTo(image);
    assertThat(home.path().resolve("images/.next-torn")).doesNotExist();
    Shell copy = start(InstanceSpec.of("i-2", "ami-1"));
    assertThat(run(copy, "cat /srv/mark")).isEqualTo("one\n");
  }

  @Test
  void anInstanceThatAServerLeftStandingStillGoesOnWithTheNext() throws IOException {
    Shell shell = start(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    new Cgroups(CgroupLayout.detect(), LinuxMachine.groupName(home.path())).freeze("i-1");
    home.open(InstantSource.system());
    driver().recover();
    Command hostname = Command.of("hostname").within(Duration.ofSeconds(10));
    assertThat(driver().shell("i-1").run(hostname).stdout().text()).isEqualTo("i-1\n");
    assertThat(shell.run(hostname).succeeded()).isTrue();
  }

  @Test
  void anExportedImageIsImportedAgain() throws IOException {
    Shell original = start(InstanceSpec.of("i-1", "small"));
    run(original, "mkdir /srv; echo one > /srv/mark; chown 7:8 /srv/mark; rm /bin/ln");
    images().capture("i-1", "ami-1");
    Path exported = home.path().resolve("work/exported.tar");
    try (OutputStream target = Files.newOutputStream(exported)) {
      images().export("ami-1", target);
    }
    try (InputStream stream = Files.newInputStream(exported)) {
      assertThat(images().importTar("again", stream).kind()).isEqualTo(Image.Kind.TAR);
    }
    Shell copy = start(InstanceSpec.of("i-2", "again"));
    assertThat(run(copy, "stat -c '%u %g' /srv/mark; cat /srv/mark")).isEqualTo("7 8\none\n");
    assertThat(run(copy, "[ -e /bin/ln ] || echo gone")).isEqualTo("gone\n");
  }
}
