package croft.services.iam.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
  @TempDir Path directory;

  @Test
  void opensWhatItSealedForTheSamePurposeOnly() {
    MasterKey key = key("one");
    String sealed = key.seal("token", "text");
    assertThat(key("one").open("token", sealed)).contains("text");
    assertThat(key.open("marker", sealed)).isEmpty();
    assertThat(key("two").open("token", sealed)).isEmpty();
    assertThat(key.seal("token", "text")).isNotEqualTo(sealed);
  }

  @Test
  void opensNothingThatWasChanged() {
    MasterKey key = key("one");
    String sealed = key.seal("token", "text");
    for (int at = 0; at < sealed.length() - 1; at++) {
      char other = sealed.charAt(at) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);
      assertThat(key.open("token", changed)).isEmpty();
    }
    assertThat(key.open("token", "")).isEmpty();
    assertThat(key.open("token", "not base64 !")).isEmpty();
    assertThat(key.open("token", sealed.substring(0, 10))).isEmpty();
  }

  @Test
  void keepsItsFileToTheOwner() throws IOException {
    key("one");
    Path file = directory.resolve("one");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> key("one"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void refusesAFileThatIsNoKey() throws IOException {
    Path file = directory.resolve("one");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "short");
    assertThatThrownBy(() -> key("one")).isInstanceOf(IllegalStateException.class);
  }

  private MasterKey key(String name) {
    return MasterKey.open(directory.resolve(name), new SecureRandom());
  }
}
