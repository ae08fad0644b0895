package croft.wire.sigv4;

/**
 * What a signing key is good for.
 *
 * @param date {@code YYYYMMDD}, UTC
 */
public record CredentialScope(String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";

  /** As in a string to sign: {@code 20150830/us-east-1/iam/aws4_request}. */
  @Override
  public String toString() {
    return date + '/' + region + '/' + service + '/' + TERMINATOR;
  }
}
