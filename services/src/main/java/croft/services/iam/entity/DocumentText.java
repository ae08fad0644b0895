package croft.services.iam.entity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Policy documents as IAM shows them: percent-encoded by RFC 3986. */
public final class DocumentText {
  private DocumentText() {}

  public static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** The characters that count against a quota: all but white space. */
  public static int counted(String document) {
    return (int) document.chars().filter(c -> !Character.isWhitespace(c)).count();
  }
}
