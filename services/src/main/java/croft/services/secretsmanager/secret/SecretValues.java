package croft.services.secretsmanager.secret;

import croft.api.kms.DecryptRequest;
import croft.api.kms.GenerateDataKeyRequest;
import croft.api.kms.GenerateDataKeyResponse;
import croft.api.kms.KmsApi;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.operation.sealing.AesGcm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as they are kept: each version under a data key of its own, which KMS makes and opens as
 * the caller.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html">Secret
 * encryption and decryption</a>.
 */
final class SecretValues {
  private static final String USUAL_KEY = "alias/aws/secretsmanager";
  private static final String VIA = "secretsmanager.amazonaws.com";

  private final SecretsParts parts;

  SecretValues(SecretsParts parts) {
    this.parts = parts;
  }

  /** A value in the clear, as it was given. */
  record Value(byte[] bytes, boolean binary) {
    /**
     * What a request holds; null when it holds none.
     *
     * @throws ServiceError {@code InvalidParameterException} when it holds both forms
     */
    static @Nullable Value of(@Nullable String text, byte @Nullable [] bytes) {
      if (text != null && bytes != null) {
        throw SecretErrors.parameter(
            "You can't specify both a binary secret value and a string secret value in the same"
                + " secret.");
      }
      if (text != null) {
        return new Value(text.getBytes(StandardCharsets.UTF_8), false);
      }
      return bytes == null ? null : new Value(bytes, true);
    }

    @Nullable String text() {
      return binary ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    byte @Nullable [] blob() {
      return binary ? bytes : null;
    }
  }

  private KmsApi kms(Call call) {
    return new KmsApi(parts.calls().as(call.via(VIA)));
  }

  /**
   * A version without stages that holds the value.
   *
   * @throws ServiceError {@code EncryptionFailure}, or a denial
   */
  SecretVersion encrypt(Call call, Secret secret, String versionId, Value value) {
    GenerateDataKeyResponse key;
    try {
      key =
          kms(call)
              .generateDataKey(
                  GenerateDataKeyRequest.builder()
                      .keyId(keyId(secret))
                      .keySpec("AES_256")
                      .encryptionContext(context(secret, versionId))
                      .build());
    } catch (ServiceError e) {
      throw SecretErrors.key(e, "EncryptionFailure");
    }
    byte[] sealed =
        AesGcm.seal(
            Requests.required(key.plaintext(), "plaintext"),
            value.bytes(),
            bound(secret, versionId),
            parts.random());
    return new SecretVersion(
        secret.scope(),
        secret.name(),
        versionId,
        call.at(),
        null,
        text(Requests.required(key.ciphertextBlob(), "ciphertextBlob")),
        text(sealed),
        value.binary(),
        parts.sealing().seal(digestPurpose(secret, versionId), digest(value)),
        Requests.required(key.keyId(), "keyId"),
        List.of());
  }

  /**
   * What a version holds.
   *
   * @throws ServiceError {@code DecryptionFailure}, or a denial
   */
  Value decrypt(Call call, Secret secret, SecretVersion version) {
    byte[] key;
    try {
      key =
          Requests.required(
              kms(call)
                  .decrypt(
                      DecryptRequest.builder()
                          .ciphertextBlob(Base64.getDecoder().decode(version.encryptedKey()))
                          .encryptionContext(context(secret, version.id()))
                          .build())
                  .plaintext(),
              "plaintext");
    } catch (ServiceError e) {
      throw SecretErrors.key(e, "DecryptionFailure");
    }
    byte[] plain =
        AesGcm.open(key, Base64.getDecoder().decode(version.sealed()), bound(secret, version.id()))
            .orElseThrow(
                () -> new IllegalStateException(secret.arn() + " does not open with its data key"));
    return new Value(plain, version.binary());
  }

  /** Whether a version holds that value, without opening it. */
  boolean holds(Secret secret, SecretVersion version, Value value) {
    return version.binary() == value.binary()
        && parts
            .sealing()
            .open(digestPurpose(secret, version.id()), version.digest())
            .map(digest(value)::equals)
            .orElse(false);
  }

  /** The secret's key, of its owner's account whoever calls. */
  private static String keyId(Secret secret) {
    String named = secret.keyId().isEmpty() ? USUAL_KEY : secret.keyId();
    if (named.startsWith("arn:")) {
      return named;
    }
    String resource = named.startsWith("alias/") ? named : "key/" + named;
    return Arn.of("kms", secret.region(), secret.account(), resource).toString();
  }

  private static Map<String, String> context(Secret secret, String versionId) {
    return Map.of("SecretARN", secret.arn().toString(), "SecretVersionId", versionId);
  }

  private static byte[] bound(Secret secret, String versionId) {
    return (secret.arn() + " " + versionId).getBytes(StandardCharsets.UTF_8);
  }

  private static String digestPurpose(Secret secret, String versionId) {
    return "secret digest " + secret.arn() + " " + versionId;
  }

  private static String digest(Value value) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.bytes());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java cannot do SHA-256", e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
