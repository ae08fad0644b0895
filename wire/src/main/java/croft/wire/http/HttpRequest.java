package croft.wire.http;

import croft.wire.schema.ByteStream;

/**
 * A request as it came.
 *
 * @param target the request target, undecoded: path and query
 * @param body the body, to be read once; empty when there is none
 * @param remoteAddress the peer's address without a port
 * @param secure whether it came over TLS
 */
public record HttpRequest(
    String method,
    String target,
    Headers headers,
    ByteStream body,
    String remoteAddress,
    boolean secure) {

  /** The path, undecoded. */
  public String rawPath() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /** The query string without its question mark, undecoded; empty if none. */
  public String rawQuery() {
    int question = target.indexOf('?');
    return question < 0 ? "" : target.substring(question + 1);
  }

  /** The same request with another body, such as one whose transfer coding was taken off. */
  public HttpRequest withBody(ByteStream other) {
    return new HttpRequest(method, target, headers, other, remoteAddress, secure);
  }
}
