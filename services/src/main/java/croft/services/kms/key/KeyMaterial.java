package croft.services.kms.key;

import croft.services.kms.key.Key.Material;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes key material and takes it out again for a moment. It is sealed under the master key for
 * this one key and generation, so that a row copied over another opens nothing.
 */
public final class KeyMaterial {
  private final KmsParts parts;

  public KeyMaterial(KmsParts parts) {
    this.parts = parts;
  }

  /** Fresh material. */
  Material make(String keyId, int number, KeySpec spec, Instant since, boolean onDemand) {
    if (spec.asymmetric()) {
      KeyPair pair = pair(spec, parts.random());
      String publicKey = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
      String sealed = seal(keyId, number, pair.getPrivate().getEncoded());
      return new Material(number, sealed, publicKey, since, onDemand);
    }
    byte[] key = new byte[spec.bits() / Byte.SIZE];
    parts.random().nextBytes(key);
    return new Material(number, seal(keyId, number, key), "", since, onDemand);
  }

  /** A pair of an asymmetric kind. */
  public static KeyPair pair(KeySpec spec, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm(spec));
      if (spec.family() == KeySpec.Family.RSA) {
        generator.initialize(spec.bits(), random);
      } else {
        generator.initialize(new ECGenParameterSpec("secp" + spec.bits() + "r1"), random);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot make keys of " + spec, e);
    }
  }

  /** The bytes of the newest symmetric key. */
  public byte[] secret(Key key) {
    return open(key, key.newest());
  }

  /** The bytes of one generation; none when the key never had it. */
  public Optional<byte[]> secret(Key key, int number) {
    return key.materials().stream()
        .filter(material -> material.number() == number)
        .findFirst()
        .map(material -> open(key, material));
  }

  /** The private half of a key pair. */
  public PrivateKey privateKey(Key key) {
    try {
      return KeyFactory.getInstance(algorithm(key.spec()))
          .generatePrivate(new PKCS8EncodedKeySpec(open(key, key.newest())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A stored key pair cannot be read", e);
    }
  }

  /** The public half of a key pair. */
  public PublicKey publicKey(Key key) {
    try {
      return KeyFactory.getInstance(algorithm(key.spec()))
          .generatePublic(new X509EncodedKeySpec(publicBytes(key)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A stored key pair cannot be read", e);
    }
  }

  /** The public half in X.509's SubjectPublicKeyInfo, DER. */
  public static byte[] publicBytes(Key key) {
    return Base64.getDecoder().decode(key.newest().publicKey());
  }

  private static String algorithm(KeySpec spec) {
    return spec.family() == KeySpec.Family.RSA ? "RSA" : "EC";
  }

  private String seal(String keyId, int number, byte[] bytes) {
    return parts.sealing().seal(purpose(keyId, number), Base64.getEncoder().encodeToString(bytes));
  }

  private byte[] open(Key key, Material material) {
    return parts
        .sealing()
        .open(purpose(key.id(), material.number()), material.sealed())
        .map(Base64.getDecoder()::decode)
        .orElseThrow(() ->
            new IllegalStateException(
                "The material of key " + key.id() + " does not open with this master key"));
  }

  private static String purpose(String keyId, int number) {
    return "kms key " + keyId + " " + number;
  }
}
