package croft.wire.sigv4;

import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The text form of a request that both sides hash. */
final class CanonicalRequest {
  private CanonicalRequest() {}

  /**
   * Builds the canonical request.
   *
   * @param signedHeaders lower-case names in the order of the signature
   * @param payloadHash the last line: a hash or one of the words for other bodies
   * @param s3 whether the path is taken as it is, instead of normalised and encoded twice
   */
  static String of(
      HttpRequest request, List<String> signedHeaders, String payloadHash, boolean s3) {
    StringBuilder text = new StringBuilder(512);
    text.append(request.method()).append('\n');
    text.append(path(request.rawPath(), s3)).append('\n');
    text.append(query(request.rawQuery())).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':');
      appendValues(text, request.headers(), name);
      text.append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash);
    return text.toString();
  }

  static String path(String rawPath, boolean s3) {
    if (s3) {
      return UriEncoding.encode(UriEncoding.decode(rawPath, false), true);
    }
    return UriEncoding.encode(normalised(rawPath), true);
  }

  /** Without empty, {@code .} and {@code ..} segments. */
  private static String normalised(String path) {
    if (path.isEmpty() || path.equals("/")) {
      return "/";
    }
    ArrayDeque<String> kept = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    String last = path.endsWith("/") && !kept.isEmpty() ? "/" : "";
    return "/" + String.join("/", kept) + last;
  }

  /** Sorted by encoded name, then value, without the signature itself. */
  static String query(String rawQuery) {
    if (rawQuery.isEmpty()) {
      return "";
    }
    record Parameter(String name, String value) implements Comparable<Parameter> {
      @Override
      public int compareTo(Parameter other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : value.compareTo(other.value);
      }
    }
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      Parameter parameter = new Parameter(recoded(name), recoded(value));
      if (!parameter.name().equals("X-Amz-Signature")) {
        parameters.add(parameter);
      }
    }
    Collections.sort(parameters);
    StringBuilder text = new StringBuilder(rawQuery.length());
    for (Parameter parameter : parameters) {
      if (!text.isEmpty()) {
        text.append('&');
      }
      text.append(parameter.name()).append('=').append(parameter.value());
    }
    return text.toString();
  }

  private static String recoded(String text) {
    return UriEncoding.encode(UriEncoding.decode(text, true), false);
  }

  private static void appendValues(StringBuilder text, Headers headers, String name) {
    boolean first = true;
    for (String value : headers.all(name)) {
      if (!first) {
        text.append(',');
      }
      first = false;
      appendTrimmed(text, value);
    }
  }

  /** Without outer spaces, and runs of inner ones as one. */
  private static void appendTrimmed(StringBuilder text, String value) {
    String trimmed = value.strip();
    boolean afterSpace = false;
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      boolean space = c == ' ' || c == '\t';
      if (!space) {
        text.append(c);
      } else if (!afterSpace) {
        text.append(' ');
      }
      afterSpace = space;
    }
  }
}
