package croft.services.kms.key;

import croft.base.ServiceError;

/**
 * KMS's errors, by their codes; every one has status 400.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html">Common
 * errors</a> and the operations' own pages.
 */
public final class KeyErrors {
  private KeyErrors() {}

  public static ServiceError notFound(String message) {
    return ServiceError.badRequest("NotFoundException", message);
  }

  /** The key is disabled. */
  public static ServiceError disabled(Key key) {
    return ServiceError.badRequest("DisabledException", key.arn() + " is disabled.");
  }

  /** The key's state does not allow it. */
  public static ServiceError pendingDeletion(Key key) {
    return ServiceError.badRequest("KMSInvalidStateException", key.arn() + " is pending deletion.");
  }

  public static ServiceError invalidState(String message) {
    return ServiceError.badRequest("KMSInvalidStateException", message);
  }

  public static ServiceError unsupported(String message) {
    return ServiceError.badRequest("UnsupportedOperationException", message);
  }

  public static ServiceError limit(String message) {
    return ServiceError.badRequest("LimitExceededException", message);
  }

  public static ServiceError malformedPolicy(String message) {
    return ServiceError.badRequest("MalformedPolicyDocumentException", message);
  }

  public static ServiceError invalidArn(String message) {
    return ServiceError.badRequest("InvalidArnException", message);
  }

  public static ServiceError invalidMarker() {
    return ServiceError.badRequest("InvalidMarkerException", "Invalid marker.");
  }

  /** The ciphertext is none of Croft's, was changed, or has another encryption context. */
  public static ServiceError invalidCiphertext() {
    return ServiceError.badRequest("InvalidCiphertextException", "");
  }

  public static ServiceError incorrectKey() {
    return ServiceError.badRequest(
        "IncorrectKeyException",
        "The key ID in the request does not identify a CMK that can perform this operation.");
  }

  /** What a ciphertext names is not there, which the caller may not be told. */
  public static ServiceError unknownCiphertextKey() {
    return ServiceError.badRequest(
        "AccessDeniedException",
        "The ciphertext refers to a customer master key that does not exist, does not exist in this"
            + " region, or you are not allowed to access.");
  }

  public static ServiceError usage(Key key, String operation) {
    return ServiceError.badRequest(
        "InvalidKeyUsageException",
        key.arn()
            + " key usage is "
            + key.spec().usage()
            + " which is not valid for "
            + operation
            + ".");
  }
}
