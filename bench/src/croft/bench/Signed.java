package croft.bench;

import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.sigv4.AccessKey;
import croft.wire.sigv4.SigV4Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/** Makes signed requests of query protocols and of S3, ready to be sent as they stand, for one server. */
record Signed(int port, AccessKey key) {
  private static final String REGION = "us-west-2";
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

  /** The bytes of a request; servers accept its signature for some minutes. */
  byte[] ec2(String parameters) throws IOException {
    return request("ec2", parameters + "&Version=2016-11-15");
  }

  /** The bytes of a request to Auto Scaling. */
  byte[] autoscaling(String parameters) throws IOException {
    return request("autoscaling", parameters + "&Version=2011-01-01");
  }

  /** The bytes of a request to IAM. */
  byte[] iam(String parameters) throws IOException {
    return request("iam", parameters + "&Version=2010-05-08");
  }

  /** The bytes of a request to S3. */
  byte[] s3(String method, String target, byte[] body) throws IOException {
    Headers headers = Headers.of("Host", "127.0.0.1:" + port);
    HttpRequest plain = new HttpRequest(method, target, headers, Bytes.of(body), "", false);
    HttpRequest signed = new SigV4Signer(key, REGION, "s3", InstantSource.system()).sign(plain);
    return bytes(method + " " + target, signed, body);
  }

  /** A target that carries its signature, and says nothing of the body. */
  String presigned(String method, String target) {
    Headers headers = Headers.of("Host", "127.0.0.1:" + port);
    HttpRequest plain = new HttpRequest(method, target, headers, Bytes.EMPTY, "", false);
    return new SigV4Signer(key, REGION, "s3", InstantSource.system())
        .presign(plain, Duration.ofHours(1));
  }

  /** The bytes of a request in JSON 1.0. */
  byte[] json(String service, String target, String body) throws IOException {
    return post(
        service,
        body,
        Headers.of(
            "Host",
            "127.0.0.1:" + port,
            "Content-Type",
            "application/x-amz-json-1.0",
            "X-Amz-Target",
            target));
  }

  private byte[] request(String service, String form) throws IOException {
    return post(service, form, Headers.of("Host", "127.0.0.1:" + port, "Content-Type", FORM));
  }

  private byte[] post(String service, String text, Headers headers) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    HttpRequest plain = new HttpRequest("POST", "/", headers, Bytes.of(body), "", false);
    HttpRequest signed =
        new SigV4Signer(key, REGION, service, InstantSource.system()).sign(plain);
    return bytes("POST /", signed, body);
  }

  private static byte[] bytes(String start, HttpRequest signed, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder(start + " HTTP/1.1\r\n");
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
