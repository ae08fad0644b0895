package croft.drivers.memory.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.Shell;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import java.util.Optional;

/** Reaches inside a {@link MemoryInstance}. */
final class MemoryShell implements Shell {
  private final MemoryInstance instance;
  private final MemoryPrograms programs;

  MemoryShell(MemoryInstance instance, MemoryPrograms programs) {
    this.instance = instance;
    this.programs = programs;
  }

  @Override
  public CommandOutput run(Command command) {
    instance.requireRunning();
    return programs.run(instance, command);
  }

  @Override
  public ShellSession open(Command command, Optional<TerminalSize> terminal) {
    instance.requireRunning();
    return new MemoryShellSession(this, command);
  }

  @Override
  public Content readFile(String path) {
    instance.requireRunning();
    return instance
        .file(path)
        .map(InstanceFile::content)
        .orElseThrow(() -> ComputeException.notFound("file", path));
  }

  @Override
  public void writeFile(InstanceFile file) {
    instance.requireRunning();
    instance.write(file);
  }
}
