package croft.drivers.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyscallsTest {
  @TempDir Path folder;

  @BeforeEach
  void onLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "system calls of Linux");
  }

  @Test
  void aFailureNamesTheCallItsSubjectAndTheErrno() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Syscalls.open(missing, Flags.O_RDONLY))
        .isInstanceOfSatisfying(
            SyscallException.class,
            e -> {
              assertThat(e.call()).isEqualTo("open");
              assertThat(e.errno()).isEqualTo(Errno.ENOENT);
            })
        .hasMessage("open(" + missing + "): No such file or directory (errno 2)");
  }

  @Test
  void readsAndWritesThroughDescriptors() {
    Path file = folder.resolve("file");
    try (Arena arena = Arena.ofConfined()) {
      int out = Syscalls.open(file, Flags.O_CREAT | Flags.O_WRONLY, 0600);
      MemorySegment text = arena.allocate(3);
      text.copyFrom(MemorySegment.ofArray(new byte[] {'a', 'b', 'c'}));
      assertThat(Syscalls.write(out, text)).isEqualTo(3);
      Syscalls.close(out);

      int in = Syscalls.open(file, Flags.O_RDONLY);
      MemorySegment buffer = arena.allocate(8);
      assertThat(Syscalls.read(in, buffer)).isEqualTo(3);
      assertThat(buffer.get(ValueLayout.JAVA_BYTE, 2)).isEqualTo((byte) 'c');
      Syscalls.close(in);
    }
    assertThatThrownBy(() -> Syscalls.close(1_000_000)).hasMessageContaining("errno 9");
  }

  @Test
  void aLinkDoesNotLeadOutOfTheRoot() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("up"), Path.of("../secret"));
    Files.createSymbolicLink(root.resolve("absolute"), folder.resolve("secret"));
    int descriptor = Syscalls.open(root, Flags.O_PATH);
    try {
      for (String path : new String[] {"up", "absolute", "../secret", "/../secret"}) {
        assertThatThrownBy(() -> Syscalls.openInRoot(descriptor, path, Flags.O_RDONLY, 0))
            .hasMessageContaining("errno 2");
      }
    } finally {
      Syscalls.close(descriptor);
    }
  }

  @Test
  void mountsOfANamespaceThreadAreNotSeenOutside() throws Exception {
    assumeTrue(isRoot(), "mounting needs root");
    Path target = Files.createDirectory(folder.resolve("target"));
    boolean seenInside =
        NamespaceThread.call(
            "test-mounts",
            () -> {
              Mounts.unsharePrivately();
              Mounts.mount("tmpfs", target, "tmpfs", Flags.MS_NOSUID, "size=64k");
              Files.writeString(target.resolve("mark"), "x");
              return Files.exists(target.resolve("mark"));
            });
    assertThat(seenInside).isTrue();
    assertThat(target.resolve("mark")).doesNotExist();
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(target.toString());
  }

  @Test
  void ownersAreShiftedAsTheUserNamespaceMapsThem() throws Exception {
    assumeTrue(isRoot(), "mounting needs root");
    Path source = Files.createDirectory(folder.resolve("source"));
    Path target = Files.createDirectory(folder.resolve("shifted"));
    Files.writeString(source.resolve("file"), "x");
    Object owner =
        NamespaceThread.call(
            "test-idmap",
            () -> {
              Mounts.unsharePrivately();
              try (UserNamespace namespace = UserNamespace.mapping(300_000, 1000)) {
                Mounts.bindMapped(source, target, namespace.descriptor());
              }
              return Files.getAttribute(target.resolve("file"), "unix:uid");
            });
    assertThat(owner).isEqualTo(300_000);
    assertThat(Files.getAttribute(source.resolve("file"), "unix:uid")).isEqualTo(0);
  }

  @Test
  void aVirtualThreadMayNotChangeItsCarrier() throws Exception {
    Throwable[] thrown = new Throwable[1];
    Thread.ofVirtual()
        .start(() -> {
          try {
            Syscalls.unshare(Flags.CLONE_NEWNS);
          } catch (IllegalStateException e) {
            thrown[0] = e;
          }
        })
        .join();
    assertThat(thrown[0]).hasMessageContaining("virtual thread");
  }

  @Test
  void aNamespaceThreadHandsOnWhatItsWorkThrows() {
    assertThatThrownBy(() ->
            NamespaceThread.call(
                "test-throws", () -> Syscalls.open(folder.resolve("no"), Flags.O_RDONLY)))
        .isInstanceOf(SyscallException.class);
  }

  @Test
  void killTellsWhetherTheProcessIsThere() {
    assertThat(Syscalls.kill((int) ProcessHandle.current().pid(), 0)).isTrue();
    assertThat(Syscalls.kill(Integer.MAX_VALUE, 0)).isFalse();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
