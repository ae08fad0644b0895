package croft.wire.schema;

/**
 * A modelled error.
 *
 * @param shapeName the exception's name, which the JSON protocols send
 * @param code the wire code, which the XML protocols send; often another word
 * @param status HTTP status
 */
public record ErrorModel(
    String shapeName, String code, int status, boolean senderFault, Schema schema) {}
