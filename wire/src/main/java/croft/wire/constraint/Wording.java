package croft.wire.constraint;

import croft.base.ServiceError;
import croft.wire.schema.Protocol;
import java.util.List;
import java.util.stream.Collectors;

/** How violations are told, which depends on the protocol only. */
public enum Wording {
  /** awsQuery: {@code ValidationError}. */
  QUERY("ValidationError"),
  /** The JSON protocols and CBOR: {@code ValidationException}. */
  JSON("ValidationException"),
  /** REST-XML as Route 53 has it: {@code InvalidInput}. */
  REST_XML("InvalidInput"),
  /** EC2, which names one parameter at a time in words of its own. */
  EC2("InvalidParameterValue");

  private final String code;

  Wording(String code) {
    this.code = code;
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
    return this == EC2 ? ec2(violations.getFirst()) : common(violations);
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
