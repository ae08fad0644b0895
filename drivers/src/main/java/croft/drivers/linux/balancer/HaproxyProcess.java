package croft.drivers.linux.balancer;

import croft.drivers.balancer.BalancerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A master process and its worker, found by what the master was started with. */
final class HaproxyProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(5);

  /** A process that ended and was not collected has no command either. */
  private static final int LOOKS_AT_EMPTY = 20;

  private final BalancerFiles files;
  private final String program;

  HaproxyProcess(BalancerFiles files, String program) {
    this.files = files;
    this.program = program;
  }

  /** The master, if it runs: a number taken over by another program is told by its command. */
  Optional<ProcessHandle> find() {
    try {
      long pid = Long.parseLong(Files.readString(files.pid()).strip());
      String command = command(pid);
      return command.contains(files.configuration().toString())
          ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive)
          : Optional.empty();
    } catch (IOException | NumberFormatException gone) {
      return Optional.empty();
    }
  }

  /** Whether the running process tells of requests there; true when none runs. */
  boolean tells(Path told) {
    return find()
        .map(master -> {
          try {
            return Files.isSameFile(Path.of("/proc", Long.toString(master.pid()), "fd", "1"), told);
          } catch (IOException gone) {
            return false;
          }
        })
        .orElse(true);
  }

  /**
   * What a process was started with. A master that has begun a worker executes itself anew, and for
   * a moment has no command: taken for dead then, it would be ended with all its connections.
   */
  private static String command(long pid) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    String command = Files.readString(file);
    for (int look = 0; command.isEmpty() && look < LOOKS_AT_EMPTY; look++) {
      LockSupport.parkNanos(LOOK.toNanos());
      command = Files.readString(file);
    }
    return command;
  }

  /**
   * Asks HAProxy what it thinks of a configuration.
   *
   * @throws BalancerException with HAProxy's own words
   */
  void check(Path configuration) throws IOException {
    Process process =
        new ProcessBuilder(program, "-c", "-q", "-f", configuration.toString())
            .directory(files.directory().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (waitFor(process) != 0) {
      throw new BalancerException("HAProxy refuses the configuration: " + alerts(said));
    }
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BalancerException("interrupted", e);
    }
  }

  private static String alerts(String said) {
    String alerts =
        String.join(
            " ", said.lines().filter(l -> l.contains("[ALERT]")).map(String::strip).toList());
    return alerts.isEmpty() ? said.strip() : alerts;
  }

  /**
   * Begins a process in a session of its own.
   *
   * @param told the file that is appended what it tells of requests
   * @throws BalancerException when it does not come up, with what it said
   */
  void start(Path told) throws IOException {
    Files.deleteIfExists(files.pid());
    // A worker whose master was killed may still hold the sockets.
    Files.deleteIfExists(files.admin());
    ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(files.log().toFile());
    long before = Files.exists(files.log()) ? Files.size(files.log()) : 0;
    Process process =
        new ProcessBuilder(
                List.of(
                    "setsid",
                    program,
                    "-W",
                    "-p",
                    files.pid().toString(),
                    "-f",
                    files.configuration().toString(),
                    "-S",
                    "unix@master.sock,mode,600"))
            .directory(files.directory().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(told.toFile()))
            .redirectError(log)
            .start();
    if (!await(() -> !process.isAlive() || worker().isPresent()) || !process.isAlive()) {
      String said = Files.readString(files.log());
      throw new BalancerException(
          "HAProxy does not start: "
              + alerts(said.substring((int) Math.min(before, said.length()))));
    }
  }

  /** The number of the worker that answers now. */
  Optional<Long> worker() {
    try {
      return new RuntimeSocket(files.admin())
          .ask("show info")
          .lines()
          .filter(line -> line.startsWith("Pid: "))
          .map(line -> Long.parseLong(line.substring(5).strip()))
          .findFirst();
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  /** Has a new worker take over; returns once it answers. */
  void reload() throws IOException {
    Optional<Long> before = worker();
    new RuntimeSocket(files.master()).ask("reload");
    if (!await(() -> worker().filter(now -> !before.equals(Optional.of(now))).isPresent())) {
      throw new BalancerException("HAProxy does not take its new configuration: " + lastWords());
    }
  }

  private String lastWords() throws IOException {
    String said = Files.readString(files.log());
    return alerts(said.substring(Math.max(0, said.length() - 2000)));
  }

  /** Ends the process with all its workers; established connections end too. */
  void stop() {
    Optional<ProcessHandle> master = find();
    master.ifPresent(found -> {
      List<ProcessHandle> workers = found.descendants().toList();
      found.destroy();
      if (!await(() -> !found.isAlive())) {
        found.destroyForcibly();
      }
      workers.forEach(ProcessHandle::destroyForcibly);
    });
    stopOrphans();
  }

  /** A killed master leaves its worker, which holds the ports. */
  void stopOrphans() {
    String mark = files.configuration().toString();
    ProcessHandle.allProcesses()
        .filter(process -> isOurs(process, mark))
        .filter(process -> find().filter(master -> isUnder(process, master)).isEmpty())
        .forEach(orphan -> {
          orphan.destroyForcibly();
          await(() -> !orphan.isAlive());
        });
  }

  private static boolean isUnder(ProcessHandle process, ProcessHandle master) {
    return process.equals(master) || process.parent().filter(master::equals).isPresent();
  }

  private static boolean isOurs(ProcessHandle process, String mark) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .contains("\0" + mark + "\0");
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }
}
