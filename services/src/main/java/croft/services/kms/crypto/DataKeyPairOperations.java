package croft.services.kms.crypto;

import static croft.services.operation.Binding.bind;

import croft.api.kms.GenerateDataKeyPairRequest;
import croft.api.kms.GenerateDataKeyPairResponse;
import croft.api.kms.GenerateDataKeyPairWithoutPlaintextRequest;
import croft.api.kms.GenerateDataKeyPairWithoutPlaintextResponse;
import croft.api.kms.KmsModel;
import croft.services.kms.key.Key;
import croft.services.kms.key.KeyAccess;
import croft.services.kms.key.KeyErrors;
import croft.services.kms.key.KeyMaterial;
import croft.services.kms.key.KeySpec;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext. */
public final class DataKeyPairOperations {
  private final SecureRandom random;
  private final KeyAccess access;
  private final UsableKeys usable;

  public DataKeyPairOperations(KmsParts parts) {
    this.random = parts.random();
    this.access = new KeyAccess(parts);
    this.usable = new UsableKeys(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                KmsModel.GENERATE_DATA_KEY_PAIR,
                (call, request) ->
                    access(
                        call,
                        "kms:GenerateDataKeyPair",
                        request.keyId(),
                        request.keyPairSpec(),
                        request.encryptionContextOrEmpty()),
                this::generate)
            .honouring("KeyId", "EncryptionContext", "KeyPairSpec", "GrantTokens"),
        bind(
            KmsModel.GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT,
            (call, request) ->
                access(
                    call,
                    "kms:GenerateDataKeyPairWithoutPlaintext",
                    request.keyId(),
                    request.keyPairSpec(),
                    request.encryptionContextOrEmpty()),
            this::generateWithout));
  }

  private List<Access> access(
      Call call,
      String action,
      @Nullable String keyId,
      @Nullable String spec,
      Map<String, String> encryptionContext) {
    Map<String, List<String>> context = Requests.key("kms:DataKeyPairSpec", spec);
    return access.on(call, action, keyId, context, encryptionContext);
  }

  private static KeyPair pair(@Nullable String name, SecureRandom random) {
    String wanted = Requests.required(name, "keyPairSpec");
    KeySpec spec =
        KeySpec.of(wanted)
            .filter(KeySpec::asymmetric)
            .orElseThrow(() ->
                KeyErrors.unsupported(
                    "The key pair spec " + wanted + " is not supported by Croft."));
    return KeyMaterial.pair(spec, random);
  }

  private GenerateDataKeyPairResponse generate(Call call, GenerateDataKeyPairRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    Key key =
        usable.require(call, request.keyId(), "GenerateDataKeyPair", KeySpec.Family.SYMMETRIC);
    KeyPair pair = pair(request.keyPairSpec(), random);
    byte[] plain = pair.getPrivate().getEncoded();
    return GenerateDataKeyPairResponse.builder()
        .privateKeyCiphertextBlob(usable.encrypt(key, plain, request.encryptionContextOrEmpty()))
        .privateKeyPlaintext(plain)
        .publicKey(pair.getPublic().getEncoded())
        .keyId(key.arn().toString())
        .keyPairSpec(request.keyPairSpec())
        .build();
  }

  private GenerateDataKeyPairWithoutPlaintextResponse generateWithout(
      Call call, GenerateDataKeyPairWithoutPlaintextRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    Key key =
        usable.require(
            call, request.keyId(), "GenerateDataKeyPairWithoutPlaintext", KeySpec.Family.SYMMETRIC);
    KeyPair pair = pair(request.keyPairSpec(), random);
    byte[] plain = pair.getPrivate().getEncoded();
    return GenerateDataKeyPairWithoutPlaintextResponse.builder()
        .privateKeyCiphertextBlob(usable.encrypt(key, plain, request.encryptionContextOrEmpty()))
        .publicKey(pair.getPublic().getEncoded())
        .keyId(key.arn().toString())
        .keyPairSpec(request.keyPairSpec())
        .build();
  }
}
