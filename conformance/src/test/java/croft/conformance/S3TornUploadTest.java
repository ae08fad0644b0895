package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads that never end: the former object stays whole, and nothing is left over. */
final class S3TornUploadTest {
  private static final int WHOLE_BYTES = 8 * 1024 * 1024;
  private static final int SENT_BYTES = 3 * 1024 * 1024;
  private static final String BEGIN =
      """
      import boto3
      from botocore.config import Config
      plain = Config(signature_version='s3v4', request_checksum_calculation='when_required')
      s3 = boto3.client('s3', config=plain)
      """;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Path home = Path.of("/");

  @BeforeEach
  void makeHome() {
    Machine.requirePython("boto3");
    home = RunningCroft.newHome();
  }

  @AfterEach
  void removeHome() {
    RunningCroft.delete(home);
  }

  private static String python(ServerProcess server, String code, String... arguments)
      throws IOException {
    return server.python(BEGIN + code, arguments).succeeded();
  }

  /** Makes a bucket and an object in it; gives an address to put another one in its place. */
  private String begin(ServerProcess server) throws IOException {
    return python(
        server,
        """
        s3.create_bucket(Bucket='torn', CreateBucketConfiguration={'LocationConstraint': 'us-west-2'})
        s3.put_object(Bucket='torn', Key='k', Body=b'former' * 10000)
        print(s3.generate_presigned_url('put_object', Params={'Bucket': 'torn', 'Key': 'k'}))
        """);
  }

  private void assertFormer(ServerProcess server) throws IOException {
    assertThat(
            python(
                server,
                """
                assert s3.get_object(Bucket='torn', Key='k')['Body'].read() == b'former' * 10000
                print(len(s3.list_objects_v2(Bucket='torn')['Contents']))
                """))
        .isEqualTo("1");
  }

  /** Sends a part of a body, and waits until the server keeps some of it. */
  private Socket sendPart(String address) throws IOException {
    URI uri = URI.create(address);
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    OutputStream out = socket.getOutputStream();
    String head =
        "PUT %s?%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(uri.getRawPath(), uri.getRawQuery(), uri.getRawAuthority(), WHOLE_BYTES);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[SENT_BYTES]);
    out.flush();
    Await.until(LONGEST, () -> storedBytes() > SENT_BYTES / 2, kept -> kept);
    return socket;
  }

  private List<Path> blobs() {
    try (Stream<Path> files = Files.walk(home.resolve("data/blobs"))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      // A file went while it was looked at.
      return new ArrayList<>();
    }
  }

  private long storedBytes() {
    return blobs().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  @Test
  void aConnectionCutInTheMiddleChangesNothing() throws IOException {
    ServerProcess server = ServerProcess.start(home, "--drivers", "memory");
    try {
      String address = begin(server);
      try (Socket socket = sendPart(address)) {
        socket.setSoLinger(true, 0);
      }
      Await.until(LONGEST, this::blobs, left -> left.size() == 1);
      assertFormer(server);
    } finally {
      server.kill();
    }
  }

  @Test
  void aServerKilledInTheMiddleChangesNothing() throws IOException {
    ServerProcess first = ServerProcess.start(home, "--drivers", "memory");
    try (Socket socket = sendPart(begin(first))) {
      assertThat(socket.isConnected()).isTrue();
      assertThat(blobs()).hasSize(2);
      first.kill();
    } finally {
      first.kill();
    }
    // A blob whose transaction never came: as if the kill had come a moment later.
    Path orphan = home.resolve("data/blobs/01/0123456789abcdef0123456789abcdef");
    Files.createDirectories(orphan.getParent());
    Files.write(orphan, new byte[100]);
    ServerProcess second = ServerProcess.start(home, "--drivers", "memory");
    try {
      Await.until(LONGEST, this::blobs, left -> left.size() == 1);
      assertFormer(second);
    } finally {
      second.kill();
    }
  }

  @Test
  void aDiskThatFillsUpInTheMiddleChangesNothing() throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "Skipped: mounting a small file system needs root");
    Path small = Files.createDirectories(home.resolve("data/blobs"));
    run("mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", small.toString());
    try {
      ServerProcess server = ServerProcess.start(home, "--drivers", "memory");
      try {
        begin(server);
        String refusal =
            python(
                server,
                """
                from botocore.exceptions import ClientError
                s3 = boto3.client('s3', config=plain.merge(Config(retries={'total_max_attempts': 1})))
                try:
                    s3.put_object(Bucket='torn', Key='k', Body=b'x' * 8_000_000)
                except ClientError as error:
                    print(error.response['ResponseMetadata']['HTTPStatusCode'],
                          error.response['Error']['Code'])
                """);
        assertThat(refusal).isEqualTo("503 ServiceUnavailable");
        assertFormer(server);
        assertThat(blobs()).hasSize(1);
        // What was dropped has given its space back.
        python(server, "s3.put_object(Bucket='torn', Key='other', Body=b'x' * 3_000_000)");
        assertThat(blobs()).hasSize(2);
      } finally {
        server.kill();
      }
    } finally {
      run("umount", small.toString());
    }
  }

  private void run(String... command) {
    new Program(List.of(command), Map.of(), home).run().succeeded();
  }
}
