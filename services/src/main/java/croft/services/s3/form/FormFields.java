package croft.services.s3.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import croft.services.s3.access.S3Address;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.schema.ByteStream;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form's fields as the header fields of the request a client would have sent. */
final class FormFields {
  private static final Set<String> HEADERS =
      Set.of("cache-control", "content-type", "content-disposition", "content-encoding", "expires");

  /** About the form itself. */
  private static final Set<String> OF_THE_FORM =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-signature",
          "x-amz-security-token");

  private static final Pattern TAG =
      Pattern.compile("<Tag>\\s*<Key>([^<]*)</Key>\\s*<Value>([^<]*)</Value>\\s*</Tag>");

  private FormFields() {}

  /** The request that puts the file. */
  static HttpRequest asPut(
      HttpRequest form, S3Address object, Map<String, String> fields, ByteStream file) {
    Headers headers = Headers.of("Host", "s3.localhost");
    for (String passedOn : new String[] {"User-Agent", "Referer"}) {
      String value = form.headers().first(passedOn);
      if (value != null) {
        headers.set(passedOn, value);
      }
    }
    fields.forEach((name, value) -> add(headers, name, value));
    String path = URLEncoder.encode(object.key(), UTF_8).replace("+", "%20").replace("%2F", "/");
    return new HttpRequest(
        "PUT",
        "/" + object.bucket() + "/" + path,
        headers,
        file,
        form.remoteAddress(),
        form.secure());
  }

  private static void add(Headers headers, String name, String value) {
    if (name.equals("acl")) {
      headers.set("x-amz-acl", value);
    } else if (name.equals("tagging")) {
      headers.set("x-amz-tagging", tagging(value));
    } else if (HEADERS.contains(name)
        || (name.startsWith("x-amz-") && !OF_THE_FORM.contains(name))) {
      headers.set(name, value);
    }
  }

  /** Forms bring tags as a document, other requests as a query string. */
  private static String tagging(String document) {
    if (!document.contains("<TagSet>")) {
      throw ServiceError.badRequest(
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published"
              + " schema");
    }
    StringBuilder tags = new StringBuilder();
    Matcher matcher = TAG.matcher(document);
    while (matcher.find()) {
      tags.append(tags.isEmpty() ? "" : "&")
          .append(URLEncoder.encode(unescaped(matcher.group(1)), UTF_8))
          .append('=')
          .append(URLEncoder.encode(unescaped(matcher.group(2)), UTF_8));
    }
    return tags.toString();
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }
}
