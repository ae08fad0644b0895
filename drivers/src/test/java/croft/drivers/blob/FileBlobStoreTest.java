package croft.drivers.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBlobStoreTest extends BlobStoreContract {
  @TempDir Path folder;

  @Override
  protected BlobStore store() throws IOException {
    return FileBlobStore.open(folder.resolve("blobs"));
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void nothingIsLeftOfATornWrite() throws IOException {
    BlobStore before = store();
    put(before, "abcdef01", bytes(1000));
    BlobWriter torn = before.create("abcdef02");
    torn.write(bytes(70_000), 0, 70_000);
    assertThat(files()).isEqualTo(2);
    // The process ends here; the next one opens the same folder.
    BlobStore after = store();
    assertThat(files()).isEqualTo(1);
    assertThat(all(after, "abcdef01")).isEqualTo(bytes(1000));
    torn.close();
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws IOException {
    put(store(), "abcdef01", bytes(1000));
    Path file = folder.resolve("blobs/ab/abcdef01");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void anOpenStreamOutlivesTheBlob() throws IOException {
    BlobStore store = store();
    put(store, "abcdef01", bytes(1000));
    try (InputStream in = store.open("abcdef01", 0, 1000)) {
      store.delete("abcdef01");
      assertThat(in.readAllBytes()).isEqualTo(bytes(1000));
    }
  }

  @Test
  void aFullDiskIsToldAndLeavesNothing() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "Skipped: mounting a small file system needs root");
    Path small = Files.createDirectory(folder.resolve("small"));
    run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
    try {
      BlobStore store = FileBlobStore.open(small.resolve("blobs"));
      put(store, "abcdef01", bytes(300_000));
      assertThatThrownBy(() -> put(store, "abcdef02", bytes(2_000_000)))
          .isInstanceOfSatisfying(
              BlobException.class,
              e -> assertThat(e.reason()).isEqualTo(BlobException.Reason.FULL));
      assertThat(all(store, "abcdef01")).isEqualTo(bytes(300_000));
      assertThat(store.list("", 10)).hasSize(1);
      // What was dropped has given its space back.
      put(store, "abcdef03", bytes(500_000));
    } finally {
      run("umount", small.toString());
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
