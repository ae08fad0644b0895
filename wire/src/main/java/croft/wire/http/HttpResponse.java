package croft.wire.http;

import croft.wire.schema.ByteStream;

/** A response: status, header fields and a body that is written once. */
public record HttpResponse(int status, Headers headers, ByteStream body) {

  public static HttpResponse of(int status, Headers headers, byte[] body) {
    return new HttpResponse(status, headers, Bytes.of(body));
  }
}
