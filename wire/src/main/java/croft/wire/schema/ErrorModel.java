package croft.wire.schema;

/**
 * A modelled error.
 *
 * @param shapeName the exception's name, which the JSON protocols send
 * @param code the wire code, which the XML protocols send; often another word
 * @param status HTTP status
 * @param senderFault whether the caller is to blame, as the XML protocols say
 * @param shapes where its schema is found
 * @param number of its schema there
 */
public record ErrorModel(
    String shapeName, String code, int status, boolean senderFault, ShapeIndex shapes, int number) {

  /** The members of the exception, asked for late for they are rarely needed. */
  public Schema schema() {
    return shapes.schema(number);
  }
}
