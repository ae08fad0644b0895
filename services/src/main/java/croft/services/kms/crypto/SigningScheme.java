package croft.services.kms.crypto;

import croft.services.kms.key.KeyErrors;
import croft.services.operation.Requests;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A signing algorithm of KMS in Java's terms.
 *
 * @param signature not initialised
 * @param message what to feed it
 */
record SigningScheme(Signature signature, byte[] message) {

  /**
   * The scheme of an algorithm name.
   *
   * @param messageType {@code RAW} or {@code DIGEST}; null is RAW
   * @throws croft.base.ServiceError for a digest of a wrong length, and for digests with PSS
   */
  static SigningScheme of(String algorithm, @Nullable String messageType, byte[] message)
      throws GeneralSecurityException {
    int bits = Integer.parseInt(algorithm.substring(algorithm.length() - 3));
    boolean digest = "DIGEST".equals(messageType);
    if (digest && message.length != bits / Byte.SIZE) {
      throw Requests.validation("Digest is invalid length for algorithm " + algorithm + ".");
    }
    if (algorithm.startsWith("RSASSA_PSS")) {
      return new SigningScheme(pss(bits, digest), message);
    }
    String by = algorithm.startsWith("ECDSA") ? "ECDSA" : "RSA";
    if (!digest) {
      return new SigningScheme(Signature.getInstance("SHA" + bits + "with" + by), message);
    }
    byte[] whole = by.equals("RSA") ? digestInfo(bits, message) : message;
    return new SigningScheme(Signature.getInstance("NONEwith" + by), whole);
  }

  private static Signature pss(int bits, boolean digest) throws GeneralSecurityException {
    if (digest) {
      throw KeyErrors.unsupported("RSASSA_PSS with a message type of DIGEST is not supported.");
    }
    String hash = "SHA-" + bits;
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(
            hash,
            "MGF1",
            new MGF1ParameterSpec(hash),
            bits / Byte.SIZE,
            PSSParameterSpec.TRAILER_FIELD_BC));
    return signature;
  }

  /** A digest with the name of its algorithm in front: RFC 8017, section 9.2. */
  private static byte[] digestInfo(int bits, byte[] digest) {
    String prefix =
        switch (bits) {
          case 256 -> "3031300d060960864801650304020105000420";
          case 384 -> "3041300d060960864801650304020205000430";
          default -> "3051300d060960864801650304020305000440";
        };
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(HexFormat.of().parseHex(prefix));
    whole.writeBytes(digest);
    return whole.toByteArray();
  }
}
