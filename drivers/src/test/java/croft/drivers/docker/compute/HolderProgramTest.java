package croft.drivers.docker.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.linux.compute.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The holder's programs, run. On the architecture that is not this machine's, by Debian's qemu,
 * which tells each system call; the namespace is a real one either way.
 */
class HolderProgramTest {
  private static final Path EMULATOR = Path.of("/usr/bin/qemu-aarch64-static");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void engineArchitecturesWithoutAProgramHaveNone() {
    assertThat(HolderProgram.of("amd64")).contains(HolderProgram.X86_64);
    assertThat(HolderProgram.of("arm64")).contains(HolderProgram.AARCH64);
    assertThat(HolderProgram.of("riscv64")).isEmpty();
  }

  @Test
  void onArmItOpensTheNamespaceEntersItAndWaits() throws IOException, InterruptedException {
    requireEmulation();
    String calls = run("mount --bind /proc/self/ns/net root/netns", "ppoll(");

    assertThat(calls)
        .contains("openat(AT_FDCWD,\"/netns\",O_RDONLY")
        .containsPattern("setns\\(\\d+,1073741824,.*\\) = 0\\s")
        .contains("ppoll(0,0,0,0,")
        .doesNotContain("exit");
  }

  @Test
  void onArmItEndsWhereThereIsNoNamespace() throws IOException, InterruptedException {
    requireEmulation();
    String calls = run("true", "exit(");

    assertThat(calls)
        .contains("openat(AT_FDCWD,\"/netns\",O_RDONLY")
        .containsPattern("setns\\(\\d+,1073741824,.*\\) = -1 ")
        .contains("exit(1)")
        .doesNotContain("ppoll");
  }

  private static void requireEmulation() {
    assumeTrue(
        Files.isExecutable(EMULATOR), EMULATOR + " is missing: apt-get install qemu-user-static");
    assumeTrue("root".equals(System.getProperty("user.name")), "entering namespaces needs root");
  }

  /** Runs it in a root of its own, after a command, until its system calls have a word in them. */
  private String run(String prepare, String until) throws IOException, InterruptedException {
    Path root = Files.createDirectories(directory.resolve("root"));
    Files.createFile(root.resolve("netns"));
    Files.copy(EMULATOR, root.resolve("emulator"));
    Path program = Files.write(root.resolve("hold"), HolderProgram.AARCH64.file());
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r-xr-xr-x"));
    Path calls = directory.resolve("calls");
    String script = prepare + " && exec chroot root /emulator -strace /hold";
    List<String> command = new ArrayList<>(List.of("unshare", "--net", "--mount"));
    command.addAll(List.of("sh", "-c", script));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(calls.toFile())
            .start();
    try {
      Waiting.until(TIMEOUT, () -> read(calls).contains(until) || !process.isAlive());
      return read(calls);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
