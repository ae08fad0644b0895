package croft.services.kms.crypto;

import static croft.services.operation.Binding.bind;

import croft.api.kms.GenerateDataKeyRequest;
import croft.api.kms.GenerateDataKeyResponse;
import croft.api.kms.GenerateDataKeyWithoutPlaintextRequest;
import croft.api.kms.GenerateDataKeyWithoutPlaintextResponse;
import croft.api.kms.GenerateRandomRequest;
import croft.api.kms.GenerateRandomResponse;
import croft.api.kms.KmsModel;
import croft.services.kms.key.Key;
import croft.services.kms.key.KeyAccess;
import croft.services.kms.key.KeySpec;
import croft.services.kms.key.KmsParts;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GenerateDataKey, GenerateDataKeyWithoutPlaintext and GenerateRandom. */
public final class DataKeyOperations {
  private static final int AES_128_BYTES = 16;
  private static final int AES_256_BYTES = 32;

  private final SecureRandom random;
  private final KeyAccess access;
  private final UsableKeys usable;

  public DataKeyOperations(KmsParts parts) {
    this.random = parts.random();
    this.access = new KeyAccess(parts);
    this.usable = new UsableKeys(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                KmsModel.GENERATE_DATA_KEY,
                (call, request) ->
                    access.on(
                        call,
                        "kms:GenerateDataKey",
                        request.keyId(),
                        Map.of(),
                        request.encryptionContextOrEmpty()),
                this::generate)
            .honouring("KeyId", "EncryptionContext", "NumberOfBytes", "KeySpec", "GrantTokens"),
        bind(
            KmsModel.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
            (call, request) ->
                access.on(
                    call,
                    "kms:GenerateDataKeyWithoutPlaintext",
                    request.keyId(),
                    Map.of(),
                    request.encryptionContextOrEmpty()),
            this::generateWithout),
        bind(KmsModel.GENERATE_RANDOM, AccessRule.toAll("kms:GenerateRandom"), this::random)
            .honouring("NumberOfBytes"));
  }

  /** A data key, in the clear and encrypted under the key asked for. */
  private record DataKey(Key by, byte[] plain, byte[] encrypted) {}

  private DataKey make(
      Call call, @Nullable String keyId, int bytes, String operation, Map<String, String> context) {
    Key key = usable.require(call, keyId, operation, KeySpec.Family.SYMMETRIC);
    byte[] plain = new byte[bytes];
    random.nextBytes(plain);
    return new DataKey(key, plain, usable.encrypt(key, plain, context));
  }

  private static int bytes(@Nullable String spec, @Nullable Integer number) {
    if ((spec == null) == (number == null)) {
      throw Requests.validation("Please specify either number of bytes or key spec.");
    }
    if (number != null) {
      return number;
    }
    return "AES_128".equals(spec) ? AES_128_BYTES : AES_256_BYTES;
  }

  private GenerateDataKeyResponse generate(Call call, GenerateDataKeyRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    DataKey key =
        make(
            call,
            request.keyId(),
            bytes(request.keySpec(), request.numberOfBytes()),
            "GenerateDataKey",
            request.encryptionContextOrEmpty());
    return GenerateDataKeyResponse.builder()
        .ciphertextBlob(key.encrypted())
        .plaintext(key.plain())
        .keyId(key.by().arn().toString())
        .build();
  }

  private GenerateDataKeyWithoutPlaintextResponse generateWithout(
      Call call, GenerateDataKeyWithoutPlaintextRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    DataKey key =
        make(
            call,
            request.keyId(),
            bytes(request.keySpec(), request.numberOfBytes()),
            "GenerateDataKeyWithoutPlaintext",
            request.encryptionContextOrEmpty());
    return GenerateDataKeyWithoutPlaintextResponse.builder()
        .ciphertextBlob(key.encrypted())
        .keyId(key.by().arn().toString())
        .build();
  }

  private GenerateRandomResponse random(Call call, GenerateRandomRequest request) {
    if (request.numberOfBytes() == null) {
      throw Requests.validation("NumberOfBytes is required.");
    }
    byte[] bytes = new byte[request.numberOfBytes()];
    random.nextBytes(bytes);
    return GenerateRandomResponse.builder().plaintext(bytes).build();
  }
}
