package croft.services.s3.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * One request to a bucket, as its log has it.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html">Amazon
 * S3 server access log format</a>.
 *
 * @param bucketOwner canonical user identifier
 * @param requester ARN, or empty for nobody in particular
 * @param operation such as {@code REST.GET.OBJECT}
 * @param key empty for a request about the bucket itself
 * @param line the request line, {@code GET /bucket/key HTTP/1.1}
 * @param errorCode empty where all went well
 * @param bytesSent of the answer's body; -1 when unknown
 * @param objectSize -1 when unknown
 * @param totalMillis from the request's arrival to the answer
 */
record LogEntry(
    String bucketOwner,
    String bucket,
    Instant at,
    String remoteAddress,
    String requester,
    String requestId,
    String operation,
    String key,
    String line,
    int status,
    String errorCode,
    long bytesSent,
    long objectSize,
    long totalMillis,
    Client client) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /**
   * What the client showed of itself; empty where it did not.
   *
   * @param authentication {@code AuthHeader} or {@code QueryString}
   */
  record Client(
      String referer,
      String userAgent,
      String versionId,
      String signatureVersion,
      String authentication,
      String host) {}

  /** The line, without its end. */
  String text() {
    return String.join(
        " ",
        List.of(
            bucketOwner,
            bucket,
            "[" + TIME.format(at) + "]",
            orDash(remoteAddress),
            orDash(requester),
            requestId,
            operation,
            key.isEmpty() ? "-" : URLEncoder.encode(key, UTF_8).replace("%2F", "/"),
            quoted(line),
            Integer.toString(status),
            orDash(errorCode),
            bytesSent <= 0 ? "-" : Long.toString(bytesSent),
            objectSize < 0 ? "-" : Long.toString(objectSize),
            Long.toString(totalMillis),
            "-",
            quoted(client.referer()),
            quoted(client.userAgent()),
            orDash(client.versionId()),
            "-",
            orDash(client.signatureVersion()),
            "-",
            orDash(client.authentication()),
            orDash(client.host()),
            // The listener does not tell which TLS was agreed upon.
            "-",
            "-",
            "-"));
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : oneLine(text);
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "\"-\"" : '"' + oneLine(text).replace("\"", "%22") + '"';
  }

  /** Whoever sends line breaks must not write lines of their own. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}]", " ");
  }
}
