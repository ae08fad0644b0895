package croft.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Enters containers from outside by their namespaces, the quickest way in: what the way in costs is
 * part of the time measured.
 */
record Inside(Path crunRoot) {
  private static final Pattern PID = Pattern.compile("\"pid\"\\s*:\\s*([0-9]+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Waits until a shell inside reads the hostname it should have: it is where it should be. */
  void awaitShell(String id, String hostname) throws IOException, InterruptedException {
    Await.until("a shell in " + id, PATIENCE, Duration.ofMillis(1), () ->
        ask(id, "read name < /etc/hostname; echo $name").equals(hostname));
  }

  /** Waits until systemd inside has done all that belongs to booting. */
  void awaitBooted(String id) throws IOException, InterruptedException {
    Await.until("the boot of " + id, PATIENCE, Duration.ofMillis(15), () -> {
      String state = ask(id, "systemctl is-system-running");
      return state.equals("running") || state.equals("degraded");
    });
  }

  /** When crun began to start a container: it makes its folder for the container first. */
  Instant crunBegan(String id) throws IOException {
    Path folder = crunRoot.resolve(id);
    return Files.readAttributes(folder, BasicFileAttributes.class).creationTime().toInstant();
  }

  /** What a shell inside prints, or nothing while there is none. */
  String ask(String id, String script) throws IOException, InterruptedException {
    long pid = pid(id);
    if (pid == 0) {
      return "";
    }
    List<String> command =
        new ArrayList<>(List.of("nsenter", "--target", Long.toString(pid), "--all"));
    command.addAll(List.of("/bin/sh", "-c", script));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  /** The process 1 of a container, or 0 while there is none. */
  long pid(String id) throws IOException {
    try {
      Matcher matcher = PID.matcher(Files.readString(crunRoot.resolve(id).resolve("status")));
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
