package croft.services.s3.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.s3.access.S3Address;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.sigv4.AccessKey;
import croft.wire.sigv4.AccessKeyLookup;
import croft.wire.sigv4.SignedText;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes uploads by HTML forms: checks the form's policy and its signature, and puts the object as
 * whoever signed.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST
 * Object</a>.
 */
public final class FormHandler implements HttpHandler {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final long LARGEST_BYTES = 5L << 30;
  private static final String FILE_NAME = "${filename}";

  private final AccessKeyLookup keys;
  private final Callers callers;
  private final Puts puts;
  private final InstantSource time;
  private final HttpHandler otherwise;

  /** Finds whose an access key is, once its signature matched. */
  @FunctionalInterface
  public interface Callers {
    Caller caller(String accessKeyId, @Nullable String sessionToken);
  }

  /** Puts an object as somebody who was authenticated already. */
  public interface Puts {
    /**
     * Answers as the API answers PutObject.
     *
     * @param put what a client would have sent
     * @param region the one of the signature; empty when nobody signed
     */
    HttpResponse put(HttpRequest put, Caller caller, String region) throws IOException;

    /** An error as the API tells it. */
    HttpResponse refuse(HttpRequest request, ServiceError error);
  }

  /**
   * Makes the handler.
   *
   * @param otherwise answers everything but forms
   */
  public FormHandler(
      AccessKeyLookup keys, Callers callers, Puts puts, InstantSource time, HttpHandler otherwise) {
    this.keys = keys;
    this.callers = callers;
    this.puts = puts;
    this.time = time;
    this.otherwise = otherwise;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    String boundary =
        request.method().equals("POST")
            ? MultipartForm.boundary(request.headers().first("Content-Type"))
            : null;
    Optional<S3Address> address = boundary == null ? Optional.empty() : S3Address.of(request);
    if (boundary == null || address.isEmpty()) {
      return otherwise.handle(request);
    }
    try {
      return upload(request, boundary, address.get().bucket());
    } catch (ServiceError e) {
      return puts.refuse(request, e);
    }
  }

  private HttpResponse upload(HttpRequest request, String boundary, String bucket)
      throws IOException {
    MultipartForm form = MultipartForm.read(request.body().open(), boundary);
    Map<String, String> fields = new HashMap<>(form.fields());
    fields.put("bucket", bucket);
    String key = Objects.requireNonNullElse(fields.get("key"), "");
    if (key.isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidArgument",
          "Bucket POST must contain a field named 'key'.  If it is specified,"
              + " please check the order of the fields.");
    }
    Signer signer = signer(fields);
    long least = 0;
    long most = LARGEST_BYTES;
    if (signer.policy != null) {
      signer.policy.check(fields, time.instant());
      least = signer.policy.leastBytes();
      most = Math.min(most, signer.policy.mostBytes());
    }
    String name = key.replace(FILE_NAME, form.fileName());
    FilePart file = new FilePart(form.file(), least, most);
    HttpRequest put = FormFields.asPut(request, new S3Address(bucket, name), fields, file);
    HttpResponse answer = puts.put(put, signer.caller, signer.region);
    return answer.status() == 200
        ? success(request, new S3Address(bucket, name), fields, answer)
        : answer;
  }

  /** Who sent a form, and the policy it must keep to; none where nobody signed. */
  private record Signer(Caller caller, String region, @Nullable PostPolicy policy) {}

  private Signer signer(Map<String, String> fields) {
    String encoded = fields.get("policy");
    if (encoded == null) {
      return new Signer(Caller.anonymous(), "", null);
    }
    if (fields.containsKey("awsaccesskeyid") || !ALGORITHM.equals(fields.get("x-amz-algorithm"))) {
      throw ServiceError.badRequest(
          "InvalidRequest",
          "The authorization mechanism you have provided is not supported. Please use"
              + " AWS4-HMAC-SHA256.");
    }
    SignedText signed = SignedText.ofCredential(required(fields, "x-amz-credential"));
    if (signed == null || !signed.service().equals("s3")) {
      throw ServiceError.badRequest(
          "InvalidArgument",
          "the Credential is mal-formed; expecting"
              + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    }
    String token = fields.get("x-amz-security-token");
    AccessKey key = keys.find(signed.accessKeyId(), token);
    if (key == null) {
      throw new ServiceError(
          "InvalidAccessKeyId",
          403,
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    if (!signed.isSignedBy(key, encoded, required(fields, "x-amz-signature"))) {
      throw new ServiceError(
          "SignatureDoesNotMatch",
          403,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your key and signing method.");
    }
    Caller caller = callers.caller(signed.accessKeyId(), token);
    return new Signer(caller, signed.region(), PostPolicy.parse(decoded(encoded)));
  }

  private static String required(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw ServiceError.badRequest(
          "InvalidArgument", "Bucket POST must contain a field named '" + name + "'.");
    }
    return value;
  }

  private static String decoded(String policy) {
    try {
      return new String(Base64.getMimeDecoder().decode(policy), UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw ServiceError.badRequest(
          "InvalidPolicyDocument", "Invalid Policy: Invalid Base64 Encoding.");
    }
  }

  private static HttpResponse success(
      HttpRequest request, S3Address object, Map<String, String> fields, HttpResponse answer) {
    Headers headers = new Headers();
    answer
        .headers()
        .asMap()
        .forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
    String etag = Objects.requireNonNullElse(headers.first("ETag"), "");
    String location = location(request, object);
    headers.set("Location", location);
    String redirect =
        Objects.requireNonNullElse(
            fields.getOrDefault("success_action_redirect", fields.get("redirect")), "");
    if (!redirect.isEmpty()) {
      String separator = redirect.contains("?") ? "&" : "?";
      headers.set(
          "Location",
          redirect
              + separator
              + "bucket="
              + encoded(object.bucket())
              + "&key="
              + encoded(object.key())
              + "&etag="
              + encoded(etag));
      return HttpResponse.of(303, headers, new byte[0]);
    }
    return switch (Objects.requireNonNullElse(fields.get("success_action_status"), "204")) {
      case "200" -> HttpResponse.of(200, headers, new byte[0]);
      case "201" -> {
        headers.set("Content-Type", "application/xml");
        yield HttpResponse.of(201, headers, document(location, object, etag));
      }
      default -> HttpResponse.of(204, headers, new byte[0]);
    };
  }

  private static byte[] document(String location, S3Address object, String etag) {
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse><Location>%s</Location>"
            + "<Bucket>%s</Bucket><Key>%s</Key><ETag>%s</ETag></PostResponse>")
        .formatted(
            escaped(location), escaped(object.bucket()), escaped(object.key()), escaped(etag))
        .getBytes(UTF_8);
  }

  private static String location(HttpRequest request, S3Address object) {
    String host = Objects.requireNonNullElse(request.headers().first("Host"), "");
    boolean inHost = S3Address.host(request).contains(".s3.");
    return (request.secure() ? "https://" : "http://")
        + host
        + "/"
        + (inHost ? "" : object.bucket() + "/")
        + encoded(object.key());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
