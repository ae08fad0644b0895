package croft.services.kms.crypto;

import croft.services.kms.grant.GrantTokens;
import croft.services.kms.key.Key;
import croft.services.kms.key.KeyErrors;
import croft.services.kms.key.KeyMaterial;
import croft.services.kms.key.KeySpec;
import croft.services.kms.key.Keys;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Call;
import croft.services.operation.sealing.AesGcm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys in a state and of a kind that an operation can use, and the use of symmetric ones. */
final class UsableKeys {
  private final KmsParts parts;
  private final Keys keys;
  private final KeyMaterial material;
  private final GrantTokens tokens;

  UsableKeys(KmsParts parts) {
    this.parts = parts;
    this.keys = new Keys(parts);
    this.material = new KeyMaterial(parts);
    this.tokens = new GrantTokens(parts.sealing());
  }

  void checkTokens(List<String> grantTokens) {
    tokens.check(grantTokens);
  }

  /**
   * The key a request names, for one family of operations.
   *
   * @throws croft.base.ServiceError as AWS answers for a missing, disabled, ending or unfit key
   */
  Key require(Call call, @Nullable String keyId, String operation, KeySpec.Family... families) {
    return checked(keys.require(call, keyId).key(), operation, families);
  }

  /** The key itself, when it can be used. */
  static Key checked(Key key, String operation, KeySpec.Family... families) {
    switch (key.state()) {
      case ENABLED -> {
        // It can be used.
      }
      case DISABLED -> throw KeyErrors.disabled(key);
      case PENDING_DELETION -> throw KeyErrors.pendingDeletion(key);
    }
    if (!List.of(families).contains(key.spec().family())) {
      throw KeyErrors.usage(key, operation);
    }
    return key;
  }

  /** The key of a ciphertext, if both are known here. */
  Optional<Key> keyOf(Call call, byte @Nullable [] blob) {
    return blob == null
        ? Optional.empty()
        : Ciphertext.read(blob).flatMap(text -> keys.anywhere(call, text.keyId()));
  }

  byte[] encrypt(Key key, byte[] plain, Map<String, String> context) {
    int number = key.materials().getLast().number();
    byte[] authenticated = Ciphertext.authenticated(key.id(), number, context);
    byte[] sealed = AesGcm.seal(material.secret(key), plain, authenticated, parts.random());
    return new Ciphertext(key.id(), number, sealed).bytes();
  }

  /**
   * The plaintext of a blob.
   *
   * @param keyId the key the caller thinks it is, or null
   * @throws croft.base.ServiceError {@code InvalidCiphertextException}, {@code
   *     IncorrectKeyException} and those of unusable keys
   */
  Opened decrypt(
      Call call,
      byte[] blob,
      @Nullable String keyId,
      String operation,
      Map<String, String> context) {
    Optional<Key> named =
        keyId == null ? Optional.empty() : Optional.of(keys.require(call, keyId).key());
    Ciphertext text = Ciphertext.read(blob).orElseThrow(KeyErrors::invalidCiphertext);
    Key key = keys.anywhere(call, text.keyId()).orElseThrow(KeyErrors::unknownCiphertextKey);
    if (named.isPresent() && !named.get().arn().equals(key.arn())) {
      throw KeyErrors.incorrectKey();
    }
    checked(key, operation, KeySpec.Family.SYMMETRIC);
    byte[] authenticated = Ciphertext.authenticated(key.id(), text.materialNumber(), context);
    byte[] plain =
        material
            .secret(key, text.materialNumber())
            .flatMap(secret -> AesGcm.open(secret, text.sealed(), authenticated))
            .orElseThrow(KeyErrors::invalidCiphertext);
    return new Opened(key, plain);
  }

  /** What came out of a blob, and by which key. */
  record Opened(Key key, byte[] plain) {}
}
