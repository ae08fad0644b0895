package croft.wire.sigv4;

import croft.base.ServiceError;
import croft.wire.schema.Protocol;
import java.util.Map;

/**
 * The one table from a failure to the code, status and wording of each protocol family.
 *
 * <p>Sources: the common errors of the IAM, EC2 and DynamoDB API references and S3's list of error
 * codes; wordings as those services answer.
 */
enum SignatureErrors {
  QUERY {
    @Override
    ServiceError of(SignatureFailure failure) {
      return common(failure, "SignatureDoesNotMatch", "IncompleteSignature", 403);
    }

    @Override
    ServiceError missing() {
      return new ServiceError("MissingAuthenticationToken", 403, MISSING);
    }

    @Override
    ServiceError unknownKey() {
      return new ServiceError("InvalidClientTokenId", 403, UNKNOWN);
    }
  },
  JSON {
    @Override
    ServiceError of(SignatureFailure failure) {
      return common(failure, "InvalidSignatureException", "IncompleteSignatureException", 400);
    }

    @Override
    ServiceError missing() {
      return new ServiceError("MissingAuthenticationTokenException", 400, MISSING);
    }

    @Override
    ServiceError unknownKey() {
      return new ServiceError("UnrecognizedClientException", 400, UNKNOWN);
    }
  },
  REST_JSON {
    @Override
    ServiceError of(SignatureFailure failure) {
      return common(failure, "InvalidSignatureException", "IncompleteSignatureException", 403);
    }

    @Override
    ServiceError missing() {
      return new ServiceError("MissingAuthenticationTokenException", 403, MISSING);
    }

    @Override
    ServiceError unknownKey() {
      return new ServiceError("UnrecognizedClientException", 403, UNKNOWN);
    }
  },
  EC2 {
    @Override
    ServiceError of(SignatureFailure failure) {
      return switch (failure) {
        case SignatureFailure.Missing f -> missing();
        case SignatureFailure.Skewed f -> expired();
        case SignatureFailure.Expired f -> expired();
        case SignatureFailure.Incomplete f -> incomplete(f.detail());
        case SignatureFailure.IncompleteQuery f -> incomplete(f.detail());
        case SignatureFailure.UnknownKey f -> unknownKey();
        case SignatureFailure.Mismatch f -> unknownKey();
        case SignatureFailure.Wrong f -> unknownKey();
        case SignatureFailure.WrongScope f -> unknownKey();
        case SignatureFailure.Unsigned f -> unknownKey();
      };
    }

    @Override
    ServiceError missing() {
      return new ServiceError("MissingAuthenticationToken", 403, MISSING);
    }

    @Override
    ServiceError unknownKey() {
      return new ServiceError(
          "AuthFailure", 401, "AWS was not able to validate the provided access credentials");
    }

    private ServiceError expired() {
      return new ServiceError("RequestExpired", 400, "Request has expired.");
    }

    private ServiceError incomplete(String detail) {
      return new ServiceError("IncompleteSignature", 400, detail);
    }
  },
  S3 {
    @Override
    ServiceError of(SignatureFailure failure) {
      return switch (failure) {
        case SignatureFailure.Missing f -> missing();
        case SignatureFailure.Incomplete f -> malformed(f.detail());
        case SignatureFailure.WrongScope f -> malformed(f.detail());
        case SignatureFailure.IncompleteQuery f ->
            new ServiceError("AuthorizationQueryParametersError", 400, f.detail());
        case SignatureFailure.UnknownKey f -> unknown(f.accessKeyId());
        case SignatureFailure.Mismatch f -> mismatch(f);
        case SignatureFailure.Wrong f -> denied(f.detail());
        case SignatureFailure.Skewed f ->
            new ServiceError(
                "RequestTimeTooSkewed",
                403,
                "The difference between the request time and the current time is too large.");
        case SignatureFailure.Expired f -> denied("Request has expired");
        case SignatureFailure.Unsigned f ->
            new ServiceError(
                "AccessDenied",
                403,
                "There were headers present in the request which were not signed",
                Map.of("HeadersNotSigned", f.headers()));
      };
    }

    @Override
    ServiceError missing() {
      return denied("Access Denied");
    }

    @Override
    ServiceError unknownKey() {
      return unknown("");
    }

    private ServiceError unknown(String accessKeyId) {
      return new ServiceError(
          "InvalidAccessKeyId",
          403,
          "The AWS Access Key Id you provided does not exist in our records.",
          Map.of("AWSAccessKeyId", accessKeyId));
    }

    private ServiceError malformed(String detail) {
      return new ServiceError(
          "AuthorizationHeaderMalformed", 400, "The authorization header is malformed; " + detail);
    }

    private ServiceError mismatch(SignatureFailure.Mismatch failure) {
      return new ServiceError(
          "SignatureDoesNotMatch",
          403,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your key and signing method.",
          Map.of(
              "AWSAccessKeyId", failure.accessKeyId(),
              "StringToSign", failure.stringToSign(),
              "SignatureProvided", failure.provided(),
              "CanonicalRequest", failure.canonicalRequest()));
    }

    private ServiceError denied(String message) {
      return new ServiceError("AccessDenied", 403, message);
    }
  };

  private static final String MISSING = "Request is missing Authentication Token";
  private static final String UNKNOWN = "The security token included in the request is invalid.";
  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details.";

  /** The table for a request of that protocol to that service. */
  static SignatureErrors of(Protocol protocol, String signingName) {
    return switch (protocol) {
      case AWS_QUERY -> QUERY;
      case EC2_QUERY -> EC2;
      case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR -> JSON;
      case REST_JSON -> REST_JSON;
      case REST_XML -> signingName.equals("s3") ? S3 : QUERY;
    };
  }

  abstract ServiceError of(SignatureFailure failure);

  abstract ServiceError missing();

  abstract ServiceError unknownKey();

  /** The families but for EC2 and S3 differ in names and statuses only. */
  ServiceError common(
      SignatureFailure failure, String mismatchCode, String incompleteCode, int mismatchStatus) {
    return switch (failure) {
      case SignatureFailure.Missing f -> missing();
      case SignatureFailure.UnknownKey f -> unknownKey();
      case SignatureFailure.Incomplete f -> new ServiceError(incompleteCode, 400, f.detail());
      case SignatureFailure.IncompleteQuery f -> new ServiceError(incompleteCode, 400, f.detail());
      case SignatureFailure.Mismatch f -> new ServiceError(mismatchCode, mismatchStatus, MISMATCH);
      case SignatureFailure.Wrong f -> new ServiceError(mismatchCode, mismatchStatus, f.detail());
      case SignatureFailure.WrongScope f ->
          new ServiceError(mismatchCode, mismatchStatus, f.detail());
      case SignatureFailure.Skewed f -> new ServiceError(mismatchCode, mismatchStatus, f.detail());
      case SignatureFailure.Expired f -> new ServiceError(mismatchCode, mismatchStatus, f.detail());
      case SignatureFailure.Unsigned f ->
          new ServiceError(
              mismatchCode,
              mismatchStatus,
              "'" + f.headers() + "' must be a 'SignedHeader' in the AWS Authorization.");
    };
  }
}
