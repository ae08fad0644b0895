package croft.bench;

import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.sigv4.AccessKey;
import croft.wire.sigv4.SigV4Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Makes signed requests of query protocols, ready to be sent as they stand, for one server. */
record Signed(int port, AccessKey key) {
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

  /** The bytes of a request; servers accept its signature for some minutes. */
  byte[] ec2(String parameters) throws IOException {
    return request("ec2", parameters + "&Version=2016-11-15");
  }

  /** The bytes of a request to IAM. */
  byte[] iam(String parameters) throws IOException {
    return request("iam", parameters + "&Version=2010-05-08");
  }

  private byte[] request(String service, String form) throws IOException {
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    Headers headers = Headers.of("Host", "127.0.0.1:" + port, "Content-Type", FORM);
    HttpRequest plain = new HttpRequest("POST", "/", headers, Bytes.of(body), "", false);
    HttpRequest signed =
        new SigV4Signer(key, "us-west-2", service, InstantSource.system()).sign(plain);
    StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\n");
    signed
        .headers()
        .asMap()
        .forEach((name, values) ->
            values.forEach(value -> head.append(name + ": " + value + "\r\n")));
    head.append("Content-Length: " + body.length + "\r\n\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(head.toString().getBytes(StandardCharsets.UTF_8));
    request.write(body);
    return request.toByteArray();
  }
}
