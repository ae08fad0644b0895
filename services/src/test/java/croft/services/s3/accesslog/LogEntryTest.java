package croft.services.s3.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.s3.access.S3Address;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogEntryTest {
  private static LogEntry entry(String key, String userAgent) {
    return new LogEntry(
        "79a59df9",
        "logged",
        Instant.parse("2026-02-06T00:00:38Z"),
        "192.0.2.3",
        "",
        "3E57427F3EXAMPLE",
        "REST.GET.OBJECT",
        key,
        "GET /logged/" + key + " HTTP/1.1",
        404,
        "NoSuchKey",
        113,
        -1,
        7,
        new LogEntry.Client("", userAgent, "", "SigV4", "AuthHeader", "logged.s3.localhost"));
  }

  @Test
  void hasTheDocumentedFieldsInOrder() {
    assertThat(entry("a", "curl/7").text())
        .isEqualTo(
            "79a59df9 logged [06/Feb/2026:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE"
                + " REST.GET.OBJECT a \"GET /logged/a HTTP/1.1\" 404 NoSuchKey 113 - 7 - \"-\""
                + " \"curl/7\" - - SigV4 - AuthHeader logged.s3.localhost - - -");
  }

  @Test
  void nobodyWritesLinesOfTheirOwn() {
    String text = entry("a b\n", "x\" 200\r\nforged").text();
    assertThat(text.lines()).hasSize(1);
    assertThat(text).contains("a+b%0A", "x%22 200  forged");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /b/k, REST.GET.OBJECT",
    "GET, /b, REST.GET.BUCKET",
    "GET, /b?versioning, REST.GET.VERSIONING",
    "PUT, /b/k?partNumber=1&uploadId=x, REST.PUT.PART",
    "POST, /b/k?uploads, REST.POST.UPLOADS",
    "POST, /b/k?uploadId=x, REST.POST.UPLOAD",
    "POST, /b?delete, REST.POST.MULTI_OBJECT_DELETE",
    "PUT, /b/k?acl, REST.PUT.ACL",
    "GET, /b?policy, REST.GET.BUCKETPOLICY",
    "OPTIONS, /b/k, REST.OPTIONS.PREFLIGHT"
  })
  void namesOperationsAsAwsDoes(String method, String target, String name) {
    HttpRequest request =
        new HttpRequest(method, target, new Headers(), Bytes.EMPTY, "192.0.2.3", false);
    assertThat(OperationName.of(request, S3Address.of(request).orElseThrow())).isEqualTo(name);
  }
}
