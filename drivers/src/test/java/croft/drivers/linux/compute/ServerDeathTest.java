package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.Command;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.linux.volume.LoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances outlive the process that started them, and leave nothing once destroyed. */
class ServerDeathTest {
  private final TestHome home = new TestHome();

  @BeforeEach
  void onAMachineThatRunsInstances() {
    TestHome.assumeInstancesRun();
  }

  @AfterEach
  void close() {
    home.close();
  }

  /** Another process: opens the directory, starts an instance, says so and waits to be killed. */
  static final class Server {
    private Server() {}

    public static void main(String[] arguments) throws Exception {
      Path path = Path.of(arguments[0]);
      LinuxImageDriver images = new LinuxImageDriver(path, InstantSource.system());
      LinuxComputeDriver driver = new LinuxComputeDriver(LinuxComputeOptions.of(path), images);
      driver.create(spec(Long.parseLong(arguments[1])));
      driver.start("i-1");
      driver.shell("i-1").run(Command.script("echo mark > /run/mark; echo mark > /etc/mark"));
      System.out.println("started");
      Thread.sleep(Duration.ofMinutes(5)); // Until it is killed.
    }
  }

  private static InstanceSpec spec() {
    return spec(0);
  }

  private static InstanceSpec spec(long rootBytes) {
    return InstanceSpec.of("i-1", Image.HOST_ROOT_ID)
        .withRootBytes(rootBytes)
        .withInitMode(InitMode.PLAIN);
  }

  private void startAndKillServer() throws Exception {
    startAndKillServer(0);
  }

  private void startAndKillServer(long rootBytes) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    Process server =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                home.path().toString(),
                Long.toString(rootBytes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(server.inputReader().readLine()).isEqualTo("started");
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void aServerThatStartsAgainFindsThemRunning() throws Exception {
    startAndKillServer();
    home.open(InstantSource.system());
    home.driver().recover();
    InstanceState found = home.driver().observe("i-1");
    assertThat(found).isInstanceOf(InstanceState.Running.class);
    assertThat(home.driver().shell("i-1").readFile("/run/mark").text()).isEqualTo("mark\n");
    home.driver().create(spec());
    home.driver().start("i-1");
    assertThat(home.driver().observe("i-1")).isEqualTo(found);

    home.driver().stop("i-1", Duration.ofSeconds(5));
    home.driver().start("i-1");
    assertThat(home.driver().shell("i-1").readFile("/etc/mark").text()).isEqualTo("mark\n");
  }

  @Test
  void aRootOfASizeOutlivesTheServerAndLeavesNoDeviceBehind() throws Exception {
    long bytes = 128L << 20;
    Path disk = home.path().toAbsolutePath().resolve("instances/i-1/root.disk");
    startAndKillServer(bytes);
    home.open(InstantSource.system());
    home.driver().recover();
    String room = "df --output=size --block-size=1M / | tail -1; cat /etc/mark";
    assertThat(home.driver().shell("i-1").run(Command.script(room)).stdout().text().strip())
        .matches("1[0-9][0-9]\\nmark");
    assertThat(LoopDevices.over(disk)).hasSize(1);
    assertThat(mounts()).noneMatch(mount -> mount.contains("root.disk"));
    ProcessHandle.of(((InstanceState.Running) home.driver().observe("i-1")).processId())
        .orElseThrow()
        .destroyForcibly();
    // Its mounts go a moment before it counts as ended.
    assertThat(Waiting.until(Duration.ofSeconds(10), () -> isFree(disk) && !isRunning())).isTrue();
    home.driver().start("i-1");
    assertThat(home.driver().shell("i-1").readFile("/etc/mark").text()).isEqualTo("mark\n");
  }

  private boolean isRunning() {
    return home.driver().observe("i-1") instanceof InstanceState.Running;
  }

  private static boolean isFree(Path disk) {
    try {
      return LoopDevices.over(disk).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void oneThatEndedMeanwhileIsFoundStopped() throws Exception {
    startAndKillServer();
    home.open(InstantSource.system());
    InstanceState.Running running = (InstanceState.Running) home.driver().observe("i-1");
    ProcessHandle.of(running.processId()).orElseThrow().destroyForcibly();
    InstanceState ended = new InstanceState.Stopped(StopReason.KILLED);
    Waiting.until(Duration.ofSeconds(10), () -> home.driver().observe("i-1").equals(ended));
    home.open(InstantSource.system());
    home.driver().recover();
    assertThat(home.driver().observe("i-1")).isEqualTo(ended);
    String group = LinuxMachine.groupName(home.path());
    assertThat(Path.of("/sys/fs/cgroup/unified", group, "i-1")).doesNotExist();
    assertThat(Path.of("/sys/fs/cgroup", group, "i-1")).doesNotExist();
  }

  @Test
  void whatAnInterruptedCreateLeftIsClearedUp() throws Exception {
    home.open(InstantSource.system());
    home.driver().create(spec());
    Path half = Files.createDirectories(home.path().resolve("instances/i-half/upper"));
    Files.writeString(home.path().resolve("ids/77"), "i-half");
    home.open(InstantSource.system());
    home.driver().recover();
    assertThat(half.getParent()).doesNotExist();
    assertThat(home.path().resolve("ids/77")).doesNotExist();
    assertThat(home.driver().observeAll()).containsOnlyKeys("i-1");
  }

  @Test
  void destroyedInstancesLeaveNothing() throws Exception {
    home.open(InstantSource.system());
    for (String id : List.of("i-1", "i-2", "i-3")) {
      home.driver().create(InstanceSpec.of(id, Image.HOST_ROOT_ID).withInitMode(InitMode.PLAIN));
      home.driver().start(id);
    }
    home.driver().shell("i-1").run(Command.script("sleep 1000 >/dev/null 2>&1 &"));
    home.driver().stop("i-2", Duration.ZERO);
    assertThat(mounts()).noneMatch(mount -> mount.contains(home.path().toString()));
    assertThat(traces()).isNotEmpty();
    home.driver().destroyAll();
    // The host's own process 1 takes a moment to bury what has ended.
    List<String> left = new ArrayList<>();
    Waiting.until(Duration.ofSeconds(10), () -> listTraces(left).isEmpty());
    assertThat(left).isEmpty();
    assertThat(mounts()).noneMatch(mount -> mount.contains(home.path().toString()));
  }

  /** What is mounted on the host: others may mount meanwhile, only ours would name our home. */
  private static List<String> mounts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo"));
  }

  private List<String> listTraces(List<String> target) {
    target.clear();
    try {
      target.addAll(traces());
    } catch (IOException e) {
      target.add("unreadable: " + e.getMessage());
    }
    return target;
  }

  /** Groups, folders and processes that belong to this home. */
  private List<String> traces() throws IOException {
    List<String> traces = new ArrayList<>();
    String group = LinuxMachine.groupName(home.path());
    try (Stream<Path> roots = Files.list(Path.of("/sys/fs/cgroup"))) {
      roots
          .map(root -> root.resolve(group))
          .filter(Files::exists)
          .forEach(path -> traces.add("cgroup " + path));
    }
    for (String folder : List.of("instances", "ids", "crun")) {
      try (Stream<Path> children = Files.list(home.path().resolve(folder))) {
        children.forEach(path -> traces.add("folder " + path));
      }
    }
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(path -> path.toString().matches("/proc/\\d+")).toList()) {
        long userId = ((Number) Files.getAttribute(process, "unix:uid")).longValue();
        if (userId >= 0x7000_0000L && Files.exists(process.resolve("cgroup"))) {
          String cgroup = Files.readString(process.resolve("cgroup"));
          if (cgroup.contains(group)) {
            traces.add("process " + process);
          }
        }
      }
    } catch (NoSuchFileException e) {
      traces.add("a process that just ended");
    }
    return traces;
  }
}
