package croft.drivers.linux.balancer;

/** What a balancer answers by itself when there is nobody behind it, as AWS's do. */
final class AnswerPages {
  private AnswerPages() {}

  private static String title(int status) {
    return switch (status) {
      case 502 -> "502 Bad Gateway";
      case 503 -> "503 Service Temporarily Unavailable";
      default -> "504 Gateway Time-out";
    };
  }

  static String body(int status) {
    String title = title(status);
    return "<html>\r\n<head><title>"
        + title
        + "</title></head>\r\n<body>\r\n<center><h1>"
        + title
        + "</h1></center>\r\n</body>\r\n</html>\r\n";
  }

  static String message(int status) {
    String body = body(status);
    return "HTTP/1.1 "
        + title(status)
        + "\r\nServer: awselb/2.0\r\nContent-Type: text/html\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
