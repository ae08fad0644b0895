package croft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CroftHomeTest {
  @TempDir Path directory;
  private CroftHome home;

  @BeforeEach
  void prepare() throws Exception {
    home = new CroftHome(directory.resolve("home"));
    home.prepare();
  }

  @Test
  void onlyTheOwnerReadsAnything() throws Exception {
    home.writeCredentials("AKIAEXAMPLE", "secret");

    assertThat(permissions(home.directory())).isEqualTo("rwx------");
    assertThat(permissions(home.directory().resolve("run"))).isEqualTo("rwx------");
    assertThat(permissions(home.credentialsFile())).isEqualTo("rw-------");
  }

  @Test
  void aHomeThatWasOpenIsClosed() throws Exception {
    Files.setPosixFilePermissions(home.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));

    home.prepare();

    assertThat(permissions(home.directory())).isEqualTo("rwx------");
  }

  @Test
  void theServerFileNamesThisProcessAndItsFacts() throws Exception {
    home.writeServerFile(Map.of("endpoint", "http://127.0.0.1:4566"));

    assertThat(Files.readString(home.serverFile()))
        .contains("pid=" + ProcessHandle.current().pid() + "\n")
        .containsPattern("startTime=[0-9]+\n")
        .contains("endpoint=http://127.0.0.1:4566\n");
  }

  @Test
  void aSecondWriteReplacesTheFirst() throws Exception {
    home.writeCredentials("AKIAFIRST", "first");
    home.writeCredentials("AKIASECOND", "second");

    assertThat(Files.readString(home.credentialsFile())).contains("SECOND").doesNotContain("FIRST");
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
