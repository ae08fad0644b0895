package croft.wire.schema;

/** Where a REST protocol carries a member. The other protocols carry all in the body. */
public enum HttpLocation {
  BODY,
  /** A path segment: {@link Member#locationName()} is the label. */
  LABEL,
  QUERY,
  /** All query parameters not bound elsewhere, as a map. */
  QUERY_PARAMS,
  HEADER,
  /** All headers that begin with {@link Member#locationName()}, as a map. */
  PREFIX_HEADERS,
  /** The member alone is the body. */
  PAYLOAD,
  RESPONSE_CODE
}
