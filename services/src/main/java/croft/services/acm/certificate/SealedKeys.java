package croft.services.acm.certificate;

import croft.services.operation.sealing.Sealing;

/** Private keys at rest: sealed for the one certificate they belong to. */
record SealedKeys(Sealing sealing) {
  String seal(String id, String pem) {
    return sealing.seal(purpose(id), pem);
  }

  String open(Certificate certificate) {
    return sealing
        .open(purpose(certificate.id()), certificate.sealedKey())
        .orElseThrow(() ->
            new IllegalStateException(
                "The key of " + certificate.arn() + " does not open with this master key"));
  }

  private static String purpose(String id) {
    return "acm key " + id;
  }
}
