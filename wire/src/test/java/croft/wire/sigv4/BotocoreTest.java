package croft.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpListener;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.http.HttpServer;
import croft.wire.http.HttpServerConfig;
import croft.wire.schema.Protocol;
import croft.wire.tls.LocalCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What botocore, which we did not write, signs is what we verify. */
class BotocoreTest {
  private static final int REQUESTS = 400;

  @TempDir Path temporary;

  private final SignatureVerifier verifier =
      new SignatureVerifier((id, token) -> Requests.IAM_EXAMPLE, InstantSource.system(), 1 << 20);

  @BeforeEach
  void needsBoto() throws Exception {
    boolean there;
    try {
      there =
          new ProcessBuilder("python3", "-c", "import boto3")
                  .redirectErrorStream(true)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "python3 with boto3 is missing: it signs the requests this test verifies");
  }

  private List<String> python(String script, String... arguments) throws Exception {
    Path file = temporary.resolve(script);
    try (InputStream in = BotocoreTest.class.getResourceAsStream(script)) {
      Files.write(file, java.util.Objects.requireNonNull(in).readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of("python3", file.toString()));
    command.addAll(List.of(arguments));
    Path errors = temporary.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return lines;
  }

  @Test
  void randomRequests() throws Exception {
    List<String> lines = python("sign.py", "7", Integer.toString(REQUESTS));
    assertThat(lines).hasSize(REQUESTS);
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      Headers headers = new Headers();
      for (String field : text(parts[3]).split("\n", -1)) {
        int colon = field.indexOf(':');
        headers.add(field.substring(0, colon), field.substring(colon + 1));
      }
      HttpRequest request =
          new HttpRequest(
              parts[1],
              parts[2],
              headers,
              Bytes.of(Base64.getDecoder().decode(parts[4])),
              "127.0.0.1",
              false);
      Protocol protocol =
          parts[0].equals("s3") || parts[0].equals("route53")
              ? Protocol.REST_XML
              : Protocol.AWS_QUERY;
      try {
        VerifiedSignature signature = verifier.verify(request, protocol, parts[0]);
        signature.request().body().open().readAllBytes();
        assertThat(signature.scope().region()).isEqualTo("eu-west-1");
      } catch (croft.base.ServiceError e) {
        throw new AssertionError(line + "\n" + e.message() + "\n" + e.members(), e);
      }
    }
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  @Test
  void uploadsOverPlainAndTls() throws Exception {
    LocalCertificates certificates =
        new LocalCertificates(
            temporary.resolve("tls"), List.of(), InstantSource.system(), new SecureRandom());
    certificates.context();
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    try (HttpServer server =
        new HttpServer(HttpServerConfig.on(0), certificates, InstantSource.system())) {
      HttpListener listener =
          server.listen(request -> {
            VerifiedSignature signature = verifier.verify(request, Protocol.REST_XML, "s3");
            try (InputStream in = signature.request().body().open()) {
              int length = in.readAllBytes().length;
              seen.add(signature.payloadMode() + " " + length + " " + signature.trailers().get());
            }
            return HttpResponse.of(200, new Headers(), new byte[0]);
          });
      String address = "://localhost:" + listener.address().getPort();
      String authority = certificates.authorityFile().toString();
      python("upload.py", "http" + address, authority);
      python("upload.py", "https" + address, authority);
    }
    assertThat(seen)
        .hasSize(12)
        .allMatch(text -> text.contains(" 307200 ") || text.contains(" 0 "));
    assertThat(seen)
        .anyMatch(
            text -> text.contains("UNSIGNED_CHUNKS_AND_TRAILER 307200 {x-amz-checksum-sha256="));
  }
}
