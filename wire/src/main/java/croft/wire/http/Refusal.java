package croft.wire.http;

import croft.base.ServiceError;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the server itself does not answer as asked: before a protocol is known, so the body is AWS's
 * plain XML error document.
 */
record Refusal(int status, String code, String message) {
  static final Refusal TIMEOUT =
      new Refusal(408, "RequestTimeout", "The request was not received in time.");
  static final Refusal BAD_BODY =
      new Refusal(400, "BadRequest", "The request body is not well formed.");
  static final Refusal TOO_MANY_CONNECTIONS =
      new Refusal(503, "ServiceUnavailable", "Too many connections are open.");

  static Refusal of(ServiceError error) {
    return new Refusal(error.status(), error.code(), error.message());
  }

  /** What is wrong with a request's line and header, or null. */
  static @Nullable Refusal of(HttpRequest head, HttpServerConfig config) {
    if (head.decoderResult().isFailure()) {
      return ofFailure(head.decoderResult().cause());
    }
    HttpHeaders headers = head.headers();
    if (headers.size() > config.maxHeaderCount()) {
      return tooLargeHeader();
    }
    HttpVersion version = head.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return new Refusal(
          505, "HttpVersionNotSupported", "Only HTTP/1.1 and HTTP/1.0 are supported.");
    }
    int hosts = headers.getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
      return bad("Exactly one Host header is needed.");
    }
    if (!isTarget(head.uri()) || head.method().equals(HttpMethod.CONNECT)) {
      return bad("The request target is not well formed.");
    }
    return ofFraming(head, config);
  }

  private static @Nullable Refusal ofFraming(HttpRequest head, HttpServerConfig config) {
    HttpHeaders headers = head.headers();
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.size() > 1
        || (codings.size() == 1 && !codings.getFirst().equalsIgnoreCase("chunked"))) {
      return new Refusal(501, "NotImplemented", "The only transfer coding supported is chunked.");
    }
    String expect = headers.get(HttpHeaderNames.EXPECT);
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      return new Refusal(417, "ExpectationFailed", "The only expectation met is 100-continue.");
    }
    if (HttpUtil.getContentLength(head, 0L) > config.maxBodyBytes()) {
      return of(tooLargeBody(config.maxBodyBytes()));
    }
    return null;
  }

  static ServiceError tooLargeBody(long limitBytes) {
    return new ServiceError(
        "RequestEntityTooLarge", 413, "The request body is larger than " + limitBytes + " bytes.");
  }

  private static Refusal ofFailure(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Refusal(414, "RequestUriTooLong", "The request line is too long.");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return tooLargeHeader();
    }
    return bad("The request is not well formed.");
  }

  private static Refusal tooLargeHeader() {
    return new Refusal(
        431, "RequestHeaderSectionTooLarge", "Your request header section exceeds the maximum.");
  }

  private static Refusal bad(String message) {
    return new Refusal(400, "BadRequest", message);
  }

  private static boolean isTarget(String target) {
    if (target.isEmpty()) {
      return false;
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c == 0x7f) {
        return false;
      }
    }
    return target.charAt(0) == '/'
        || target.equals("*")
        || target.regionMatches(true, 0, "http://", 0, 7)
        || target.regionMatches(true, 0, "https://", 0, 8);
  }

  HttpResponse response() {
    String type = status < 500 ? "Sender" : "Receiver";
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ErrorResponse><Error><Type>"
            + type
            + "</Type><Code>"
            + escaped(code)
            + "</Code><Message>"
            + escaped(message)
            + "</Message></Error></ErrorResponse>";
    return HttpResponse.of(
        status, Headers.of("Content-Type", "text/xml"), xml.getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
