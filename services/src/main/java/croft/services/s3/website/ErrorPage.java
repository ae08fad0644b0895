package croft.services.s3.website;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.wire.http.Headers;
import croft.wire.http.HttpResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Errors of web sites, which people read.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html">Custom
 * error documents</a>.
 */
final class ErrorPage {
  private ErrorPage() {}

  /** What went wrong; code and message as the API tells them. */
  record Fault(int status, String code, String message) {

    /** The fault an answer of the API tells; an answer to HEAD tells its status only. */
    static Fault told(HttpResponse answer, String key) throws IOException {
      String code = WebsiteHandler.element(answer, "Code");
      String message = WebsiteHandler.element(answer, "Message");
      if (!code.isEmpty()) {
        // Who may not do what is for the owner's ears, not for a page.
        boolean denied = code.equals("AccessDenied");
        return new Fault(answer.status(), code, denied ? "Access Denied" : message);
      }
      return switch (answer.status()) {
        case 404 -> new Fault(404, "NoSuchKey", "The specified key does not exist.");
        case 403 -> new Fault(403, "AccessDenied", "Access Denied");
        default -> new Fault(answer.status(), "InternalError", "The object " + key + " failed.");
      };
    }
  }

  /**
   * The page.
   *
   * @param details lines such as {@code Key: index.html}
   * @param ofErrorDocument why the site's own error document could not be shown, or null
   */
  static HttpResponse of(Fault fault, List<String> details, @Nullable Fault ofErrorDocument) {
    String title = fault.status() + " " + reason(fault.status());
    StringBuilder page = new StringBuilder();
    page.append("<html>\n<head><title>")
        .append(title)
        .append("</title></head>\n<body>\n<h1>")
        .append(title)
        .append("</h1>\n<ul>\n<li>Code: ")
        .append(fault.code())
        .append("</li>\n<li>Message: ")
        .append(escaped(fault.message()))
        .append("</li>\n");
    details.forEach(line -> page.append("<li>").append(escaped(line)).append("</li>\n"));
    page.append("</ul>\n");
    if (ofErrorDocument != null) {
      page.append("<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>")
          .append("\n<ul>\n<li>Code: ")
          .append(ofErrorDocument.code())
          .append("</li>\n<li>Message: ")
          .append(escaped(ofErrorDocument.message()))
          .append("</li>\n</ul>\n");
    }
    page.append("<hr/>\n</body>\n</html>\n");
    return HttpResponse.of(
        fault.status(),
        Headers.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "x-amz-error-code",
            fault.code(),
            "x-amz-error-message",
            fault.message().replaceAll("[^ -~]", "?")),
        page.toString().getBytes(UTF_8));
  }

  private static String reason(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 412 -> "Precondition Failed";
      case 416 -> "Requested Range Not Satisfiable";
      default -> "Error";
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
