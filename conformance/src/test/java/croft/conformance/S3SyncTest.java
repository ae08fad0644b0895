package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trees of files, by the clients people copy them with. */
final class S3SyncTest {
  private static final int FILES = 10_000;
  private static final int BIG_BYTES = 200 * 1024 * 1024;

  @TempDir private Path folder;
  private RunningCroft croft;

  @BeforeEach
  void start() {
    croft = RunningCroft.memory();
  }

  @AfterEach
  void stop() {
    croft.close();
  }

  private Path tree(int files) throws IOException {
    Random random = new Random(files);
    Path tree = folder.resolve("tree");
    for (int i = 0; i < files; i++) {
      Path file = tree.resolve("folder " + i % 50).resolve("ü-" + i + ".txt");
      Files.createDirectories(file.getParent());
      byte[] bytes = new byte[random.nextInt(3000)];
      random.nextBytes(bytes);
      Files.write(file, bytes);
    }
    return tree;
  }

  private String aws(String... arguments) {
    Machine.require("aws", "the AWS CLI copies the files: pip install awscli");
    List<String> command = new ArrayList<>(List.of("aws", "s3"));
    command.addAll(List.of(arguments));
    return croft.run(command.toArray(String[]::new)).succeeded();
  }

  private String rclone(String... arguments) {
    RunningCroft.Credentials keys = croft.credentials();
    List<String> command = new ArrayList<>(List.of("rclone"));
    command.addAll(List.of(arguments));
    Map<String, String> environment = new HashMap<>(croft.environment());
    environment.put("RCLONE_CONFIG", folder.resolve("no-rclone.conf").toString());
    environment.put("RCLONE_CONFIG_CROFT_TYPE", "s3");
    environment.put("RCLONE_CONFIG_CROFT_PROVIDER", "Other");
    environment.put("RCLONE_CONFIG_CROFT_ENDPOINT", croft.endpoint());
    environment.put("RCLONE_CONFIG_CROFT_REGION", RunningCroft.REGION);
    environment.put("RCLONE_CONFIG_CROFT_ACCESS_KEY_ID", keys.accessKeyId());
    environment.put("RCLONE_CONFIG_CROFT_SECRET_ACCESS_KEY", keys.secretAccessKey());
    Program.Outcome outcome = new Program(command, environment, folder).run();
    return outcome.succeeded() + outcome.errors();
  }

  @Test
  void tenThousandFilesGoThereAndBack() throws IOException {
    Machine.require("rclone", "it compares both sides: install the package rclone");
    Path tree = tree(FILES);
    aws("mb", "s3://sync");
    aws("sync", "--quiet", tree.toString(), "s3://sync/tree");
    assertThat(rclone("check", "--one-way", tree.toString(), "croft:sync/tree"))
        .contains("0 differences found", FILES + " matching files");
    // Nothing changed, so nothing is copied again.
    assertThat(aws("sync", tree.toString(), "s3://sync/tree")).isEmpty();
    Path back = folder.resolve("back");
    aws("sync", "--quiet", "s3://sync/tree", back.toString());
    assertThat(rclone("check", tree.toString(), back.toString()))
        .contains("0 differences found", FILES + " matching files");
  }

  @Test
  void rcloneSyncsBothWays() throws IOException {
    Machine.require("rclone", "it is the client: install the package rclone");
    Path tree = tree(200);
    rclone("mkdir", "croft:sync");
    rclone("sync", tree.toString(), "croft:sync/tree");
    Files.delete(tree.resolve("folder 7").resolve("ü-7.txt"));
    rclone("sync", tree.toString(), "croft:sync/tree");
    assertThat(rclone("check", tree.toString(), "croft:sync/tree"))
        .contains("0 differences found", "199 matching files");
    rclone("copy", "croft:sync/tree", folder.resolve("back").toString());
    assertThat(rclone("check", tree.toString(), folder.resolve("back").toString()))
        .contains("0 differences found");
    rclone("purge", "croft:sync");
  }

  @Test
  void s3cmdPutsGetsAndSyncs() throws IOException {
    Machine.require("s3cmd", "it is the client: install the package s3cmd");
    Path settings = folder.resolve("s3cfg");
    String host = croft.endpoint().substring("http://".length());
    Files.writeString(
        settings,
        """
        [default]
        access_key = %s
        secret_key = %s
        host_base = %s
        host_bucket = %s
        bucket_location = us-west-2
        use_https = False
        multipart_chunk_size_mb = 5
        """
            .formatted(
                croft.credentials().accessKeyId(),
                croft.credentials().secretAccessKey(),
                host,
                host));
    Path big = folder.resolve("big");
    write(big, 12 * 1024 * 1024);
    s3cmd(settings, "mb", "s3://bucket");
    s3cmd(settings, "put", big.toString(), "s3://bucket/big");
    s3cmd(settings, "get", "s3://bucket/big", folder.resolve("back").toString());
    assertThat(Files.mismatch(big, folder.resolve("back"))).isEqualTo(-1);
    Path tree = tree(100);
    s3cmd(settings, "sync", tree + "/", "s3://bucket/tree/");
    assertThat(s3cmd(settings, "sync", "--dry-run", tree + "/", "s3://bucket/tree/"))
        .doesNotContain("upload:");
    s3cmd(settings, "del", "--recursive", "--force", "s3://bucket/");
    s3cmd(settings, "rb", "s3://bucket");
  }

  private String s3cmd(Path settings, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("s3cmd", "--no-progress", "-c", settings.toString()));
    command.addAll(List.of(arguments));
    return croft.run(command.toArray(String[]::new)).succeeded();
  }

  private static void write(Path file, int sizeBytes) throws IOException {
    byte[] bytes = new byte[sizeBytes];
    new Random(sizeBytes).nextBytes(bytes);
    Files.write(file, bytes);
  }

  @Test
  void aLargeFileNeedsNoLargeServer() throws IOException {
    Machine.require("aws", "the AWS CLI copies the file: pip install awscli");
    Path home = RunningCroft.newHome();
    Path big = folder.resolve("big");
    write(big, BIG_BYTES);
    try {
      ServerProcess server = ServerProcess.start(home, "--drivers", "memory");
      try {
        Map<String, String> environment =
            RunningCroft.environment(server.endpoint(), RunningCroft.Credentials.ofHome(home));
        aws(environment, "mb", "s3://large");
        aws(environment, "cp", "--quiet", big.toString(), "s3://large/big");
        Path back = folder.resolve("back");
        aws(environment, "cp", "--quiet", "s3://large/big", back.toString());
        assertThat(Files.mismatch(big, back)).isEqualTo(-1);
      } finally {
        server.kill();
      }
    } finally {
      RunningCroft.delete(home);
    }
  }

  private void aws(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of("aws", "s3"));
    command.addAll(List.of(arguments));
    new Program(command, environment, folder).run().succeeded();
  }
}
