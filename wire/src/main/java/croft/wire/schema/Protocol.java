package croft.wire.schema;

/** AWS's protocol families. */
public enum Protocol {
  AWS_QUERY,
  EC2_QUERY,
  AWS_JSON_1_0,
  AWS_JSON_1_1,
  REST_JSON,
  REST_XML,
  RPC_V2_CBOR
}
