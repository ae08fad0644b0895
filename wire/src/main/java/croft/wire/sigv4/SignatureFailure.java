package croft.wire.sigv4;

/** Why a request is not authentic, before a protocol family gives it a code. */
sealed interface SignatureFailure {
  /** There is no signature at all. */
  record Missing() implements SignatureFailure {}

  /** Parts of the signature are missing or cannot be read. */
  record Incomplete(String detail) implements SignatureFailure {}

  /** The same, of a signature in the query. */
  record IncompleteQuery(String detail) implements SignatureFailure {}

  /** The access key or the token is not known. */
  record UnknownKey(String accessKeyId) implements SignatureFailure {}

  /** The signature is of another request or by another secret. */
  record Mismatch(String accessKeyId, String provided, String canonicalRequest, String stringToSign)
      implements SignatureFailure {}

  /** The signature is whole but cannot be right, for the reason told. */
  record Wrong(String detail) implements SignatureFailure {}

  /** The scope is not one for here. */
  record WrongScope(String detail) implements SignatureFailure {}

  /** Signed too long ago or for later. */
  record Skewed(String detail) implements SignatureFailure {}

  /** A presigned request whose time is over. */
  record Expired(String detail) implements SignatureFailure {}

  /** Headers that must be signed are not. */
  record Unsigned(String headers) implements SignatureFailure {}
}
