package croft.wire.sigv4;

import croft.base.ServiceError;
import croft.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Finds the signature in a request's header or query and takes it apart. */
final class SignatureParser {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final String ASYMMETRIC = "AWS4-ECDSA-P256-SHA256";
  private static final int LONGEST_EXPIRY_SECONDS = 604_800;
  private static final List<String> QUERY_PARAMETERS =
      List.of(
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Signature",
          "X-Amz-Date",
          "X-Amz-SignedHeaders");

  private final SignatureErrors errors;

  SignatureParser(SignatureErrors errors) {
    this.errors = errors;
  }

  /** Whether a request carries a signature of any kind. */
  static boolean isSigned(HttpRequest request) {
    return request.headers().has("Authorization")
        || request.rawQuery().contains("X-Amz-Algorithm=")
        || request.rawQuery().contains("X-Amz-Signature=")
        || request.rawQuery().contains("AWSAccessKeyId=");
  }

  PresentedSignature parse(HttpRequest request) {
    String authorization = request.headers().first("Authorization");
    if (authorization != null) {
      return ofHeader(request, authorization.strip());
    }
    if (!isSigned(request)) {
      throw errors.of(new SignatureFailure.Missing());
    }
    return ofQuery(request);
  }

  private PresentedSignature ofHeader(HttpRequest request, String authorization) {
    int space = authorization.indexOf(' ');
    String algorithm = space < 0 ? authorization : authorization.substring(0, space);
    refuseAlgorithm(algorithm);
    Map<String, String> fields =
        fields(space < 0 ? "" : authorization.substring(space + 1), authorization);
    String date = request.headers().first("X-Amz-Date");
    if (date == null) {
      date = request.headers().first("Date");
    }
    requireFields(fields, date, authorization);
    Instant signedAt = date == null ? null : SigV4Time.parse(date.strip());
    if (signedAt == null) {
      throw errors.of(
          new SignatureFailure.Incomplete(
              "Date must be in ISO-8601 'basic format'. Got '"
                  + date
                  + "'. See http://en.wikipedia.org/wiki/ISO_8601"));
    }
    Credential credential = credential(fields.getOrDefault("Credential", ""), false);
    return new PresentedSignature(
        credential.accessKeyId(),
        credential.scope(),
        names(fields.getOrDefault("SignedHeaders", "")),
        fields.getOrDefault("Signature", ""),
        signedAt,
        -1,
        request.headers().first("X-Amz-Security-Token"),
        false);
  }

  private void refuseAlgorithm(String algorithm) {
    if (algorithm.equals(ASYMMETRIC)) {
      throw ServiceError.unsupported("SigV4A (" + ASYMMETRIC + ")");
    }
    if (errors == SignatureErrors.S3 && !algorithm.equals(ALGORITHM)) {
      throw unsupportedMechanism();
    }
  }

  private static ServiceError unsupportedMechanism() {
    return ServiceError.badRequest(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use "
            + ALGORITHM
            + ".");
  }

  private Map<String, String> fields(String text, String authorization) {
    Map<String, String> fields = new HashMap<>();
    // Every request passes here: a regular expression would cost more than all that follows.
    StringTokenizer parts = new StringTokenizer(text, ", ");
    while (parts.hasMoreTokens()) {
      String part = parts.nextToken();
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw errors.of(
            new SignatureFailure.Incomplete(
                "'"
                    + part
                    + "' not a valid key=value pair (missing equal-sign) in Authorization header"
                    + hashed(authorization)
                    + "."));
      }
      fields.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return fields;
  }

  private void requireFields(
      Map<String, String> fields, @Nullable String date, String authorization) {
    StringBuilder missing = new StringBuilder();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (fields.getOrDefault(name, "").isEmpty()) {
        missing.append("Authorization header requires '").append(name).append("' parameter. ");
      }
    }
    if (date == null) {
      missing.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    if (!missing.isEmpty()) {
      throw errors.of(
          new SignatureFailure.Incomplete(missing + hashed(authorization).substring(1)));
    }
    if (!authorization.startsWith(ALGORITHM)) {
      throw errors.of(
          new SignatureFailure.Incomplete(
              "Unsupported AWS 'algorithm': only " + ALGORITHM + " is supported."));
    }
  }

  /** An Authorization header may hold a secret of another scheme, so only its hash is told. */
  private static String hashed(String authorization) {
    byte[] hash = Hashes.sha256().digest(authorization.getBytes(StandardCharsets.UTF_8));
    return " (Hashed with SHA-256 and encoded with Base64) Authorization="
        + Base64.getEncoder().encodeToString(hash);
  }

  private PresentedSignature ofQuery(HttpRequest request) {
    Map<String, String> query = query(request.rawQuery());
    refuseAlgorithm(query.getOrDefault("X-Amz-Algorithm", ALGORITHM));
    if (errors == SignatureErrors.S3 && query.containsKey("AWSAccessKeyId")) {
      throw unsupportedMechanism();
    }
    requireParameters(query);
    String date = query.getOrDefault("X-Amz-Date", "");
    Instant signedAt = SigV4Time.parse(date);
    if (signedAt == null) {
      throw errors.of(
          new SignatureFailure.IncompleteQuery(
              "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""));
    }
    Credential credential = credential(query.getOrDefault("X-Amz-Credential", ""), true);
    String token = query.get("X-Amz-Security-Token");
    return new PresentedSignature(
        credential.accessKeyId(),
        credential.scope(),
        names(query.getOrDefault("X-Amz-SignedHeaders", "")),
        query.getOrDefault("X-Amz-Signature", ""),
        signedAt,
        expires(query.get("X-Amz-Expires")),
        token != null ? token : request.headers().first("X-Amz-Security-Token"),
        true);
  }

  private void requireParameters(Map<String, String> query) {
    StringBuilder missing = new StringBuilder();
    for (String name : QUERY_PARAMETERS) {
      if (query.getOrDefault(name, "").isEmpty()) {
        missing.append("AWS query-string parameters must include '").append(name).append("'. ");
      }
    }
    boolean s3 = errors == SignatureErrors.S3;
    if (s3 && (!missing.isEmpty() || !query.containsKey("X-Amz-Expires"))) {
      throw errors.of(
          new SignatureFailure.IncompleteQuery(
              "Query-string authentication version 4 requires the X-Amz-Algorithm,"
                  + " X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and"
                  + " X-Amz-Expires parameters."));
    }
    if (!missing.isEmpty()) {
      throw errors.of(
          new SignatureFailure.IncompleteQuery(
              missing + "Re-examine the query-string parameters."));
    }
    if (!ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
      throw errors.of(
          new SignatureFailure.IncompleteQuery(
              "X-Amz-Algorithm only supports \"" + ALGORITHM + "\""));
    }
  }

  private int expires(@Nullable String text) {
    if (text == null) {
      return -1;
    }
    long seconds;
    try {
      seconds = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw errors.of(new SignatureFailure.IncompleteQuery("X-Amz-Expires should be a number"));
    }
    if (seconds < 0) {
      throw errors.of(new SignatureFailure.IncompleteQuery("X-Amz-Expires must be non-negative"));
    }
    if (seconds > LONGEST_EXPIRY_SECONDS) {
      throw errors.of(
          new SignatureFailure.IncompleteQuery(
              "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                  + " X-Amz-Expires must be less than 604800 seconds"));
    }
    return (int) seconds;
  }

  private record Credential(String accessKeyId, CredentialScope scope) {}

  /** Reads {@code key/date/region/service/aws4_request}; a key id may hold slashes itself. */
  private Credential credential(String text, boolean inQuery) {
    String[] parts = text.split("/", -1);
    if (parts.length < 5) {
      throw errors.of(unreadable(text, inQuery));
    }
    int date = parts.length - 4;
    if (!parts[date + 3].equals(CredentialScope.TERMINATOR)) {
      throw errors.of(
          new SignatureFailure.WrongScope(
              "Credential should be scoped with a valid terminator: '"
                  + CredentialScope.TERMINATOR
                  + "', not '"
                  + parts[date + 3]
                  + "'."));
    }
    String accessKeyId = String.join("/", List.of(parts).subList(0, date));
    return new Credential(
        accessKeyId, new CredentialScope(parts[date], parts[date + 1], parts[date + 2]));
  }

  private SignatureFailure unreadable(String text, boolean inQuery) {
    if (errors == SignatureErrors.S3) {
      String detail =
          "the Credential is mal-formed; expecting"
              + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
      return inQuery
          ? new SignatureFailure.IncompleteQuery(
              "Error parsing the X-Amz-Credential parameter; " + detail)
          : new SignatureFailure.Incomplete(detail);
    }
    return new SignatureFailure.Incomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g."
            + " keyid/date/region/service/term, got '"
            + text
            + "'");
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (String name : text.split(";", -1)) {
      if (!name.isEmpty()) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return List.copyOf(names);
  }

  /** Decoded parameters; of several with one name the first. */
  static Map<String, String> query(String rawQuery) {
    Map<String, String> query = new HashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.putIfAbsent(UriEncoding.decodeText(name), UriEncoding.decodeText(value));
    }
    return query;
  }
}
