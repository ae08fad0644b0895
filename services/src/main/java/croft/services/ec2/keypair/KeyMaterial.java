package croft.services.ec2.keypair;

import static java.nio.charset.StandardCharsets.US_ASCII;

import croft.base.ServiceError;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * Key pairs in the forms EC2 gives and takes.
 *
 * @param type {@code rsa} or {@code ed25519}
 * @param publicKey OpenSSH's one-line form, without a comment
 * @param fingerprint as EC2 computes it: SHA-1 of the PKCS#8 private key for RSA made here, MD5 of
 *     the public key for RSA imported, SHA-256 in Base64 for ED25519
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html">Verify the
 *     fingerprint</a>
 */
record KeyMaterial(String type, String publicKey, String fingerprint) {
  private static final int RSA_BITS = 2048;
  private static final int RSA_CERTAINTY = 112;
  private static final int LONGEST_IMPORT_BYTES = 16 * 1024;

  /** A fresh pair: the private half is handed out once, in PEM. */
  record Created(KeyMaterial material, String privateKeyPem) {}

  static Created create(String type, SecureRandom random) {
    try {
      return type.equals("ed25519") ? createEd25519(random) : createRsa(random);
    } catch (IOException e) {
      throw new IllegalStateException("A key that was just made does not encode", e);
    }
  }

  private static Created createRsa(SecureRandom random) throws IOException {
    RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
    generator.init(
        new RSAKeyGenerationParameters(BigInteger.valueOf(65537), random, RSA_BITS, RSA_CERTAINTY));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    byte[] pkcs8 = PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate()).getEncoded();
    byte[] pkcs1 = OpenSSHPrivateKeyUtil.encodePrivateKey(pair.getPrivate());
    return new Created(
        new KeyMaterial(
            "rsa", openSsh("ssh-rsa", pair.getPublic()), colons(digest("SHA-1", pkcs8))),
        pem("RSA PRIVATE KEY", pkcs1));
  }

  private static Created createEd25519(SecureRandom random) throws IOException {
    Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
    generator.init(new Ed25519KeyGenerationParameters(random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(pair.getPublic());
    return new Created(
        new KeyMaterial("ed25519", openSsh("ssh-ed25519", pair.getPublic()), base64Sha256(blob)),
        pem("OPENSSH PRIVATE KEY", OpenSSHPrivateKeyUtil.encodePrivateKey(pair.getPrivate())));
  }

  /**
   * Reads a public key that someone made elsewhere: OpenSSH's line, or Base64 of DER.
   *
   * @throws ServiceError {@code InvalidKey.Format} when it is neither, or of another type
   */
  static KeyMaterial imported(byte[] material) {
    if (material.length > LONGEST_IMPORT_BYTES) {
      throw ServiceError.badRequest("InvalidKey.Format", "Key exceeds the maximum length.");
    }
    String[] words = new String(material, US_ASCII).strip().split("\\s+", 3);
    String encoded = words.length > 1 && words[0].startsWith("ssh-") ? words[1] : words[0];
    try {
      byte[] blob = Base64.getDecoder().decode(encoded);
      AsymmetricKeyParameter key = OpenSSHPublicKeyUtil.parsePublicKey(blob);
      if (key instanceof Ed25519PublicKeyParameters) {
        return new KeyMaterial("ed25519", openSsh("ssh-ed25519", key), base64Sha256(blob));
      }
      if (key instanceof RSAKeyParameters rsa) {
        byte[] der = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(rsa).getEncoded();
        return new KeyMaterial("rsa", openSsh("ssh-rsa", key), colons(digest("MD5", der)));
      }
    } catch (IOException | RuntimeException e) {
      // The parser throws many kinds on hostile bytes; to the caller all are one.
      throw invalidFormat();
    }
    throw invalidFormat();
  }

  private static ServiceError invalidFormat() {
    return ServiceError.badRequest(
        "InvalidKey.Format", "Key is not in valid OpenSSH public key format");
  }

  private static String openSsh(String name, AsymmetricKeyParameter key) throws IOException {
    return name
        + " "
        + Base64.getEncoder().encodeToString(OpenSSHPublicKeyUtil.encodePublicKey(key));
  }

  private static String pem(String title, byte[] bytes) {
    return "-----BEGIN "
        + title
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + title
        + "-----";
  }

  private static String base64Sha256(byte[] bytes) {
    return Base64.getEncoder().encodeToString(digest("SHA-256", bytes));
  }

  private static String colons(byte[] bytes) {
    return HexFormat.ofDelimiter(":").formatHex(bytes);
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has " + algorithm, e);
    }
  }
}
