package croft.codegen.model;

/** What a model says of a shape or member besides its type. Flags have an empty value. */
public enum Trait {
  JSON_NAME,
  XML_NAME,
  QUERY_NAME,
  EC2_NAME,
  FLATTENED,
  XML_ATTRIBUTE,
  XML_NAMESPACE_PREFIX,
  XML_NAMESPACE_URI,
  /** One of {@code LABEL QUERY QUERY_PARAMS HEADER PREFIX_HEADERS PAYLOAD RESPONSE_CODE}. */
  LOCATION,
  LOCATION_NAME,
  /** One of {@code DATE_TIME HTTP_DATE EPOCH_SECONDS}. */
  TIMESTAMP_FORMAT,
  REQUIRED,
  SENSITIVE,
  IDEMPOTENCY_TOKEN,
  MEDIA_TYPE,
  DEFAULT,
  SPARSE,
  /** Of a structure that stands for no input or no output. */
  UNIT,
  /** Of a service whose XML errors stand without an {@code ErrorResponse} around them. */
  XML_ERRORS_UNWRAPPED,
  /** Of a service: the member that the path of a query stands for. */
  QUERY_PATH
}
