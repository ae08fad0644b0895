package croft.services.kms.key;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of key Croft makes; each has one usage.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html">Key
 * spec reference</a>.
 */
public enum KeySpec {
  SYMMETRIC_DEFAULT(Family.SYMMETRIC, 256, "SYMMETRIC_DEFAULT"),
  HMAC_224(Family.MAC, 224, "HMAC_SHA_224"),
  HMAC_256(Family.MAC, 256, "HMAC_SHA_256"),
  HMAC_384(Family.MAC, 384, "HMAC_SHA_384"),
  HMAC_512(Family.MAC, 512, "HMAC_SHA_512"),
  RSA_2048(Family.RSA, 2048, KeySpec.RSA),
  RSA_3072(Family.RSA, 3072, KeySpec.RSA),
  RSA_4096(Family.RSA, 4096, KeySpec.RSA),
  ECC_NIST_P256(Family.ELLIPTIC, 256, "ECDSA_SHA_256"),
  ECC_NIST_P384(Family.ELLIPTIC, 384, "ECDSA_SHA_384"),
  ECC_NIST_P521(Family.ELLIPTIC, 521, "ECDSA_SHA_512");

  private static final String RSA =
      "RSASSA_PKCS1_V1_5_SHA_256 RSASSA_PKCS1_V1_5_SHA_384 RSASSA_PKCS1_V1_5_SHA_512"
          + " RSASSA_PSS_SHA_256 RSASSA_PSS_SHA_384 RSASSA_PSS_SHA_512";

  /** What a key is made of. */
  public enum Family {
    SYMMETRIC("ENCRYPT_DECRYPT"),
    MAC("GENERATE_VERIFY_MAC"),
    RSA("SIGN_VERIFY"),
    ELLIPTIC("SIGN_VERIFY");

    private final String usage;

    Family(String usage) {
      this.usage = usage;
    }
  }

  private final Family family;
  private final int bits;
  private final String algorithms;

  KeySpec(Family family, int bits, String algorithms) {
    this.family = family;
    this.bits = bits;
    this.algorithms = algorithms;
  }

  public Family family() {
    return family;
  }

  public int bits() {
    return bits;
  }

  /** The one thing keys of this kind are for, such as {@code ENCRYPT_DECRYPT}. */
  public String usage() {
    return family.usage;
  }

  /** The algorithms such a key can be used with. */
  public List<String> algorithms() {
    return List.of(algorithms.split(" "));
  }

  /** Whether there are a private and a public half. */
  public boolean asymmetric() {
    return family == Family.RSA || family == Family.ELLIPTIC;
  }

  /** The kind of that name, if Croft makes it. */
  public static Optional<KeySpec> of(String name) {
    return Arrays.stream(values()).filter(spec -> spec.name().equals(name)).findFirst();
  }
}
