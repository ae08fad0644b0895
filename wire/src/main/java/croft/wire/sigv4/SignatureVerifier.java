package croft.wire.sigv4;

import croft.base.ServiceError;
import croft.wire.http.HttpRequest;
import croft.wire.schema.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Verifies Signature Version 4 on requests, in the header or presigned in the query.
 *
 * <p>For S3 a body streams and is checked while it is read. Every other service's body is small: it
 * is read first, so that nothing is done for a request whose body was altered.
 */
public final class SignatureVerifier {
  private static final Duration SKEW = Duration.ofMinutes(15);

  private final AccessKeyLookup lookup;
  private final InstantSource clock;
  private final int largestBodyBytes;
  private final SigningKeys keys = new SigningKeys();

  /**
   * Makes a verifier.
   *
   * @param largestBodyBytes of bodies held in memory to be hashed: all but S3's
   */
  public SignatureVerifier(AccessKeyLookup lookup, InstantSource clock, int largestBodyBytes) {
    this.lookup = lookup;
    this.clock = clock;
    this.largestBodyBytes = largestBodyBytes;
  }

  /** Whether a request carries a signature, right or wrong; one that does not is anonymous. */
  public static boolean isSigned(HttpRequest request) {
    return SignatureParser.isSigned(request);
  }

  /**
   * Verifies a request.
   *
   * @param protocol how errors are named
   * @param signingName the service the scope must name
   * @throws ServiceError as that service names the failure
   * @throws IOException when the body cannot be read
   */
  public VerifiedSignature verify(HttpRequest request, Protocol protocol, String signingName)
      throws IOException {
    SignatureErrors errors = SignatureErrors.of(protocol, signingName);
    PresentedSignature presented = new SignatureParser(errors).parse(request);
    checkScope(presented, signingName, errors);
    AccessKey key = lookup.find(presented.accessKeyId(), presented.sessionToken());
    if (key == null) {
      throw errors.of(new SignatureFailure.UnknownKey(presented.accessKeyId()));
    }
    boolean s3 = errors == SignatureErrors.S3;
    SignedPayload payload =
        s3 ? SignedPayload.ofS3(request, presented) : SignedPayload.held(request, largestBodyBytes);
    if (!key.anySignature()) {
      checkTime(presented, errors);
      checkSignedHeaders(request, presented, errors);
      compare(request, presented, key, payload, errors);
    }
    CheckedBody body =
        payload.check(
            key.anySignature()
                ? null
                : new ChunkSignatures(
                    keys.of(key.secretAccessKey(), presented.scope()), presented));
    return new VerifiedSignature(
        presented.accessKeyId(),
        presented.sessionToken(),
        presented.scope(),
        presented.signedHeaders(),
        payload.mode(),
        presented.presigned(),
        request.withBody(body.body()),
        body.trailers());
  }

  /**
   * An anonymous S3 request with the body decoded: its framing and checksums need no signature.
   *
   * @throws ServiceError when the framing needs one
   */
  public static HttpRequest decodeUnsigned(HttpRequest request) throws IOException {
    return request.withBody(SignedPayload.ofAnonymous(request).check(null).body());
  }

  private static void checkScope(
      PresentedSignature presented, String signingName, SignatureErrors errors) {
    CredentialScope scope = presented.scope();
    if (!scope.service().equals(signingName)) {
      throw errors.of(
          new SignatureFailure.WrongScope(
              "Credential should be scoped to correct service: '" + signingName + "'. "));
    }
    if (scope.region().isEmpty()) {
      throw errors.of(
          new SignatureFailure.WrongScope(
              "Credential should be scoped to a valid region, not ''. "));
    }
    String date = SigV4Time.date(presented.signedAt());
    if (!scope.date().equals(date)) {
      throw errors.of(
          new SignatureFailure.WrongScope(
              "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
                  + " HTTP: '"
                  + scope.date()
                  + "' != '"
                  + date
                  + "', from '"
                  + SigV4Time.text(presented.signedAt())
                  + "'."));
    }
  }

  private void checkTime(PresentedSignature presented, SignatureErrors errors) {
    Instant now = clock.instant();
    Instant signedAt = presented.signedAt();
    if (signedAt.isAfter(now.plus(SKEW))) {
      throw errors.of(
          new SignatureFailure.Skewed(
              "Signature not yet current: "
                  + SigV4Time.text(signedAt)
                  + " is still later than "
                  + SigV4Time.text(now.plus(SKEW))
                  + " ("
                  + SigV4Time.text(now)
                  + " + 15 min.)"));
    }
    boolean s3 = errors == SignatureErrors.S3;
    Duration valid = SKEW;
    if (presented.expiresSeconds() >= 0) {
      Duration asked = Duration.ofSeconds(presented.expiresSeconds());
      // But for S3 a presigned request lives as long as any other, so EKS's tokens, which ask for
      // a minute, work for the quarter of an hour they are used.
      valid = s3 || asked.compareTo(SKEW) > 0 ? asked : SKEW;
    }
    if (!now.isAfter(signedAt.plus(valid))) {
      return;
    }
    String detail =
        "Signature expired: "
            + SigV4Time.text(signedAt)
            + " is now earlier than "
            + SigV4Time.text(now.minus(valid))
            + " ("
            + SigV4Time.text(now)
            + " - "
            + valid.toMinutes()
            + " min.)";
    throw errors.of(
        presented.presigned()
            ? new SignatureFailure.Expired(detail)
            : new SignatureFailure.Skewed(detail));
  }

  /** The host and every header that changes what a request means must be covered. */
  private static void checkSignedHeaders(
      HttpRequest request, PresentedSignature presented, SignatureErrors errors) {
    List<String> signed = presented.signedHeaders();
    if (!signed.contains("host") && !signed.contains(":authority")) {
      throw errors.of(
          new SignatureFailure.Wrong(
              "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
    }
    List<String> unsigned = new ArrayList<>();
    for (String name : request.headers().asMap().keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      // Browsers put their user agent there, some after signing.
      boolean harmless = lower.equals("x-amz-user-agent");
      if (lower.startsWith("x-amz-") && !harmless && !signed.contains(lower)) {
        unsigned.add(lower);
      }
    }
    if (!unsigned.isEmpty()) {
      throw errors.of(new SignatureFailure.Unsigned(String.join(", ", unsigned)));
    }
  }

  private void compare(
      HttpRequest request,
      PresentedSignature presented,
      AccessKey key,
      SignedPayload payload,
      SignatureErrors errors) {
    String canonical =
        CanonicalRequest.of(
            request, presented.signedHeaders(), payload.signedHash(), errors == SignatureErrors.S3);
    String toSign = presented.stringToSign(canonical);
    byte[] signingKey = keys.of(key.secretAccessKey(), presented.scope());
    if (!Hashes.same(Hashes.hmacHex(signingKey, toSign), presented.signature())) {
      throw errors.of(
          new SignatureFailure.Mismatch(
              presented.accessKeyId(), presented.signature(), canonical, toSign));
    }
  }
}
