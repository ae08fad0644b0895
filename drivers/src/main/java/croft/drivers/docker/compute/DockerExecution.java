package croft.drivers.docker.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import croft.drivers.docker.engine.Engine;
import croft.drivers.docker.engine.EngineStream;
import croft.drivers.docker.engine.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command under way by the engine's exec. The engine ends no exec: so each command begins as a
 * line of shell that tells its process id, which is its group's too, and becomes the command.
 */
final class DockerExecution implements ShellSession {
  static final int UNLIMITED = 0;

  private static final String WRAPPER = "echo $$; exec \"$@\"";
  private static final int PIPE_BYTES = 64 << 10;

  /** For output still on its way; a child in the background may hold the stream open for ever. */
  private static final Duration REST = Duration.ofMillis(500);

  private static final Duration TOLD = Duration.ofSeconds(10);
  private static final long LONGEST_PAUSE_MILLISECONDS = 100;

  private final DockerInstance instance;
  private final Command command;
  private final String execId;
  private final boolean terminal;
  private final EngineStream stream;
  private final FirstLine output;
  private final OutputStream errors;
  private final InputStream outputToRead;
  private final InputStream errorsToRead;
  private final Optional<StreamBuffer> keptOutput;
  private final Optional<StreamBuffer> keptErrors;
  private final Thread reader;

  private DockerExecution(
      DockerInstance instance, Command command, boolean terminal, int limitBytes)
      throws IOException {
    this.instance = instance;
    this.command = command;
    this.terminal = terminal;
    if (limitBytes == UNLIMITED) {
      PipedInputStream forOutput = new PipedInputStream(PIPE_BYTES);
      PipedInputStream forErrors = new PipedInputStream(PIPE_BYTES);
      outputToRead = forOutput;
      errorsToRead = forErrors;
      output = new FirstLine(new PipedOutputStream(forOutput));
      errors = new PipedOutputStream(forErrors);
      keptOutput = Optional.empty();
      keptErrors = Optional.empty();
    } else {
      StreamBuffer kept = new StreamBuffer(limitBytes);
      StreamBuffer keptToo = new StreamBuffer(limitBytes);
      outputToRead = InputStream.nullInputStream();
      errorsToRead = InputStream.nullInputStream();
      output = new FirstLine(kept);
      errors = keptToo;
      keptOutput = Optional.of(kept);
      keptErrors = Optional.of(keptToo);
    }
    Engine engine = instance.containers().engine();
    execId = createExec(engine, instance.container(), definition(command, terminal));
    ObjectNode start = Engine.document().put("Detach", false).put("Tty", terminal);
    stream = engine.open("/exec/" + execId + "/start", start);
    // Platform: a piped stream watches over the thread that writes to it.
    reader = Thread.ofPlatform().daemon(true).name("exec").start(this::copy);
  }

  static DockerExecution begin(
      DockerInstance instance, Command command, Optional<TerminalSize> size, int limitBytes)
      throws IOException {
    instance.requireRunning();
    DockerExecution execution =
        new DockerExecution(instance, command, size.isPresent(), limitBytes);
    size.ifPresent(execution::resize);
    return execution;
  }

  private static String createExec(Engine engine, String container, JsonNode definition)
      throws IOException {
    return engine.post("/containers/" + container + "/exec", definition).path("Id").asString();
  }

  private static JsonNode definition(Command command, boolean terminal) {
    ObjectNode exec = Engine.document();
    exec.put("AttachStdin", true).put("AttachStdout", true).put("AttachStderr", true);
    exec.put("Tty", terminal).put("User", command.user());
    exec.put("WorkingDir", command.workingDirectory());
    ArrayNode words = exec.putArray("Cmd").add("/bin/sh").add("-c").add(WRAPPER).add("sh");
    command.arguments().forEach(words::add);
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", ContainerDefinition.SEARCH_PATH);
    variables.put("LANG", "C.UTF-8");
    if (terminal) {
      variables.put("TERM", "xterm-256color");
    }
    variables.putAll(command.environment());
    ArrayNode environment = exec.putArray("Env");
    variables.forEach((name, value) -> environment.add(name + "=" + value));
    return exec;
  }

  private void copy() {
    try (output;
        errors) {
      if (terminal) {
        stream.input().transferTo(output);
      } else {
        Frames.copy(stream.input(), output, errors);
      }
    } catch (IOException e) {
      // Closed under way, or nobody reads any more.
    }
  }

  /** Feeds it its input and waits for its end, at most its timeout. */
  CommandOutput complete() throws IOException {
    Thread.startVirtualThread(this::feed);
    try {
      long deadline = System.nanoTime() + command.timeout().toNanos();
      OptionalInt status = awaitEnd(deadline);
      if (status.isEmpty()) {
        kill();
        reader.join(REST);
      }
      return new CommandOutput(
          status.orElse(CommandOutput.TIMED_OUT),
          keptOutput.orElseThrow().content(),
          keptErrors.orElseThrow().content());
    } catch (InterruptedException e) {
      kill();
      throw ComputeException.interrupted("running " + command.arguments().getFirst(), e);
    }
  }

  private void feed() {
    try {
      stream.output().write(command.stdin().bytes());
      stream.endOutput();
    } catch (IOException e) {
      // The command ended without reading all of it, as it may.
    }
  }

  /** The exit status; empty when the deadline came first. */
  private OptionalInt awaitEnd(long deadline) throws IOException, InterruptedException {
    long pause = 1;
    while (System.nanoTime() - deadline < 0) {
      boolean streamEnded = reader.join(Duration.ofMillis(pause));
      JsonNode exec = instance.containers().engine().get("/exec/" + execId + "/json");
      if (!exec.path("Running").asBoolean() && !exec.path("ExitCode").isNull()) {
        reader.join(REST);
        return OptionalInt.of(exec.path("ExitCode").asInt());
      }
      if (streamEnded) {
        Thread.sleep(pause); // The engine learns of the end a little later than the stream.
      }
      pause = Math.min(LONGEST_PAUSE_MILLISECONDS, pause * 2);
    }
    return OptionalInt.empty();
  }

  /** Ends the command and its children in the foreground: its group. */
  private void kill() {
    try {
      OptionalInt process = output.processId(TOLD);
      if (process.isPresent()) {
        String script = "kill -KILL -" + process.getAsInt();
        ObjectNode exec = Engine.document().put("User", "0").put("AttachStdout", true);
        exec.putArray("Cmd").add("/bin/sh").add("-c").add(script);
        Engine engine = instance.containers().engine();
        String id = createExec(engine, instance.container(), exec);
        ObjectNode start = Engine.document().put("Detach", false).put("Tty", false);
        try (EngineStream killing = engine.open("/exec/" + id + "/start", start)) {
          killing.input().transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The instance ended meanwhile, and the command with it.
    }
  }

  @Override
  public OutputStream input() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        stream.output().write(octet);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.output().write(bytes, offset, length);
        if (terminal) {
          stream.output().flush(); // What is typed is to be seen at once.
        }
      }

      @Override
      public void flush() throws IOException {
        stream.output().flush();
      }

      @Override
      public void close() throws IOException {
        if (!terminal) {
          stream.endOutput();
        }
      }
    };
  }

  @Override
  public InputStream output() {
    return outputToRead;
  }

  @Override
  public InputStream errors() {
    return errorsToRead;
  }

  @Override
  public void resize(TerminalSize size) {
    if (terminal) {
      String query = "?h=" + size.rows() + "&w=" + size.columns();
      try {
        instance.containers().engine().post("/exec/" + execId + "/resize" + query, null);
      } catch (IOException e) {
        // It ended meanwhile, or is not ready: a size is no reason to fail.
      }
    }
  }

  @Override
  public int waitFor() {
    try {
      while (true) {
        OptionalInt status = awaitEnd(System.nanoTime() + Duration.ofHours(1).toNanos());
        if (status.isPresent()) {
          return status.getAsInt();
        }
      }
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("waiting for " + command.arguments().getFirst(), e);
    } catch (IOException e) {
      throw instance.failed("Waiting for a command in", e);
    }
  }

  @Override
  public void close() {
    try {
      if (reader.isAlive()) {
        kill();
      }
      stream.close();
      outputToRead.close();
      errorsToRead.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
