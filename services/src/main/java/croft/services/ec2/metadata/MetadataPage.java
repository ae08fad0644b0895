package croft.services.ec2.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.wire.http.Headers;
import croft.wire.http.HttpResponse;

/** The metadata service's answers in the form EC2 gives them. */
final class MetadataPage {
  private MetadataPage() {}

  static HttpResponse text(String text) {
    return answer(200, "text/plain", text.getBytes(UTF_8));
  }

  static HttpResponse bytes(byte[] body) {
    return answer(200, "application/octet-stream", body);
  }

  static HttpResponse error(int status) {
    String reason =
        switch (status) {
          case 400 -> "Bad Request";
          case 401 -> "Unauthorized";
          case 403 -> "Forbidden";
          case 405 -> "Method Not Allowed";
          default -> "Not Found";
        };
    String page =
        """
        <?xml version="1.0" encoding="iso-8859-1"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
        \t"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
         <head>
          <title>%1$d - %2$s</title>
         </head>
         <body>
          <h1>%1$d - %2$s</h1>
         </body>
        </html>
        """
            .formatted(status, reason);
    return answer(status, "text/html", page.getBytes(UTF_8));
  }

  private static HttpResponse answer(int status, String type, byte[] body) {
    return HttpResponse.of(status, Headers.of("Content-Type", type, "Server", "EC2ws"), body);
  }
}
