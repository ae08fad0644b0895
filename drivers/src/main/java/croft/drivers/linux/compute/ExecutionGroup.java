package croft.drivers.linux.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.TerminalSize;
import croft.drivers.linux.compute.ProcessSpec.Account;
import croft.drivers.linux.syscall.PseudoTerminal;
import croft.drivers.linux.syscall.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a command run from outside has for itself: a cgroup, by which all it started can be ended,
 * and the file that describes it to crun.
 */
final class ExecutionGroup implements AutoCloseable {
  /** Unique on this machine, as a process id is part of it: servers come and go. */
  private static final AtomicLong COUNTER = new AtomicLong();

  private final LinuxInstance instance;
  private final String name;
  private final Path processFile;
  private final Path logFile;

  private ExecutionGroup(LinuxInstance instance, String name) {
    this.instance = instance;
    this.name = name;
    this.processFile = instance.folder().path().resolve(name + ".json");
    this.logFile = instance.folder().path().resolve(name + ".log");
  }

  static ExecutionGroup create(LinuxInstance instance, Command command, boolean terminal)
      throws IOException {
    ProcessIdentity first = instance.requireRunning();
    String name = "exec-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
    ExecutionGroup group = new ExecutionGroup(instance, name);
    Account account = account(first, command.user());
    long openFileLimit = instance.machine().host().openFileLimit();
    ProcessSpec spec = new ProcessSpec(command, account, terminal, openFileLimit);
    PrivateFiles.write(group.processFile, spec.json());
    instance.machine().cgroups().createBeside(instance.id(), name);
    return group;
  }

  private static Account account(ProcessIdentity first, String user) {
    if (user.equals("root")) {
      return Accounts.find(user, "", "");
    }
    String passwd = InstanceFiles.read(first, "/etc/passwd").text();
    return Accounts.find(user, passwd, InstanceFiles.read(first, "/etc/group").text());
  }

  List<String> command() {
    LinuxMachine machine = instance.machine();
    List<Path> joinFiles = machine.cgroups().joinFiles(instance.id(), name);
    return machine.crun().execCommand(instance.id(), processFile, logFile, joinFiles);
  }

  /** Why crun did not get to run the command; empty if it did. */
  String log() throws IOException {
    return Files.exists(logFile) ? Files.readString(logFile).strip() : "";
  }

  /** Ends the command and all it started, but what the instance's own init runs for it. */
  void kill() {
    try {
      instance.machine().cgroups().killBeside(instance.id(), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the size of the terminal the command has as its input; crun's own is another one. */
  void resizeTerminal(long crunProcessId, TerminalSize size) {
    for (long process : instance.machine().cgroups().processesBeside(instance.id(), name)) {
      if (process != crunProcessId && resizeTerminalOf(process, size)) {
        return;
      }
    }
  }

  private static boolean resizeTerminalOf(long process, TerminalSize size) {
    Path input = Path.of("/proc", Long.toString(process), "fd/0");
    try {
      boolean terminal = Files.readSymbolicLink(input).startsWith("/dev/pts");
      if (terminal) {
        PseudoTerminal.resize(input, size.columns(), size.rows());
      }
      return terminal;
    } catch (IOException | SyscallException e) {
      return false; // It ended meanwhile, or its input is something else by now.
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(processFile);
    Files.deleteIfExists(logFile);
    instance.machine().cgroups().removeBeside(instance.id(), name);
  }
}
