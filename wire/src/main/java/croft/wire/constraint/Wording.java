package croft.wire.constraint;

import croft.base.ServiceError;
import croft.wire.schema.Member;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How violations are told, which depends on the protocol only. */
public enum Wording {
  /** awsQuery: {@code ValidationError}. */
  QUERY("ValidationError"),
  /** The JSON protocols and CBOR: {@code ValidationException}. */
  JSON("ValidationException"),
  /** REST-XML as Route 53 has it: {@code InvalidInput}. */
  REST_XML("InvalidInput"),
  /** S3, which tells a bad header from a bad document. */
  S3("InvalidArgument"),
  /** EC2, which names one parameter at a time in words of its own. */
  EC2("InvalidParameterValue");

  private final String code;

  Wording(String code) {
    this.code = code;
  }

  /** The words of a service: of its protocol, but that S3 has its own. */
  public static Wording of(Protocol protocol, ServiceModel service) {
    return service.xmlErrorsUnwrapped() ? S3 : of(protocol);
  }

  public static Wording of(Protocol protocol) {
    return switch (protocol) {
      case AWS_QUERY -> QUERY;
      case EC2_QUERY -> EC2;
      case AWS_JSON_1_0, AWS_JSON_1_1, REST_JSON, RPC_V2_CBOR -> JSON;
      case REST_XML -> REST_XML;
    };
  }

  /**
   * The error (400) that tells the violations.
   *
   * @param violations at least one
   */
  public ServiceError error(List<Violation> violations) {
    return switch (this) {
      case EC2 -> ec2(violations.getFirst());
      case S3 -> s3(violations.getFirst());
      case QUERY, JSON, REST_XML -> common(violations);
    };
  }

  /**
   * Source: <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's
   * error codes</a>.
   */
  private ServiceError s3(Violation violation) {
    Member member = violation.member();
    boolean missing = violation.kind() == Violation.Kind.MISSING;
    return switch (member.location()) {
      case BODY ->
          ServiceError.badRequest(
              "MalformedXML",
              "The XML you provided was not well-formed or did not validate against our published"
                  + " schema");
      case PAYLOAD -> ServiceError.badRequest("MissingRequestBodyError", "Request body is empty.");
      case LABEL, QUERY, QUERY_PARAMS, HEADER, PREFIX_HEADERS, RESPONSE_CODE -> {
        String name = member.locationName();
        yield missing
            ? ServiceError.badRequest(
                "InvalidRequest", "Missing required header for this request: " + name)
            : new ServiceError(
                code,
                400,
                "Value for " + name + " is not valid: " + violation.demand(),
                Map.of("ArgumentName", name, "ArgumentValue", String.valueOf(violation.value())));
      }
    };
  }

  private ServiceError common(List<Violation> violations) {
    int count = violations.size();
    String told = violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
    return ServiceError.badRequest(
        code, count + " validation error" + (count == 1 ? "" : "s") + " detected: " + told);
  }

  /**
   * Source: <a
   * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2's error
   * codes</a>.
   */
  private ServiceError ec2(Violation violation) {
    if (violation.kind() == Violation.Kind.MISSING) {
      return ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + violation.ec2Path());
    }
    String told =
        "Value (" + violation.value() + ") for parameter " + violation.ec2Path() + " is invalid.";
    return ServiceError.badRequest(
        code,
        switch (violation.kind()) {
          case LENGTH, RANGE, PATTERN -> told + " " + violation.demand().replace("Member", "It");
          case MISSING, ENUMERATION, CONTENT -> told;
        });
  }
}
