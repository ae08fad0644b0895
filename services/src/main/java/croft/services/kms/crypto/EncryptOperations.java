package croft.services.kms.crypto;

import static croft.services.operation.Binding.bind;

import croft.api.kms.DecryptRequest;
import croft.api.kms.DecryptResponse;
import croft.api.kms.EncryptRequest;
import croft.api.kms.EncryptResponse;
import croft.api.kms.KmsModel;
import croft.api.kms.ReEncryptRequest;
import croft.api.kms.ReEncryptResponse;
import croft.base.ServiceError;
import croft.services.kms.key.Key;
import croft.services.kms.key.KeyAccess;
import croft.services.kms.key.KeySpec;
import croft.services.kms.key.Keys;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encrypt, Decrypt and ReEncrypt, with symmetric keys. */
public final class EncryptOperations {
  private static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

  private final KeyAccess access;
  private final UsableKeys usable;

  public EncryptOperations(KmsParts parts) {
    this.access = new KeyAccess(parts);
    this.usable = new UsableKeys(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.ENCRYPT,
            (call, request) ->
                access.on(
                    call,
                    "kms:Encrypt",
                    request.keyId(),
                    algorithm(request.encryptionAlgorithm()),
                    request.encryptionContextOrEmpty()),
            this::encrypt),
        bind(KmsModel.DECRYPT, this::decryptAccess, this::decrypt)
            .honouring(
                "CiphertextBlob",
                "EncryptionContext",
                "GrantTokens",
                "KeyId",
                "EncryptionAlgorithm"),
        bind(KmsModel.RE_ENCRYPT, this::reEncryptAccess, this::reEncrypt));
  }

  private static Map<String, List<String>> algorithm(@Nullable String name) {
    return Map.of("kms:EncryptionAlgorithm", List.of(Objects.requireNonNullElse(name, SYMMETRIC)));
  }

  private List<Access> decryptAccess(Call call, DecryptRequest request) {
    return onCiphertext(
        call,
        "kms:Decrypt",
        new Presented(
            request.ciphertextBlob(), request.keyId(), request.encryptionContextOrEmpty()),
        algorithm(request.encryptionAlgorithm()));
  }

  /** A ciphertext as a request has it, with the key the caller thinks it is under, or null. */
  private record Presented(
      byte @Nullable [] blob, @Nullable String keyId, Map<String, String> encryptionContext) {}

  private List<Access> onCiphertext(
      Call call, String action, Presented text, Map<String, List<String>> context) {
    Optional<Key> key = usable.keyOf(call, text.blob());
    String keyId = text.keyId();
    if (key.isEmpty()) {
      return access.on(call, action, keyId, context, text.encryptionContext());
    }
    String alias = keyId != null && keyId.startsWith("alias/") ? keyId : "";
    Keys.Named named = new Keys.Named(key.get(), alias);
    return List.of(access.to(call, action, named, context, text.encryptionContext()));
  }

  private List<Access> reEncryptAccess(Call call, ReEncryptRequest request) {
    Optional<Key> source = usable.keyOf(call, request.ciphertextBlob());
    List<Access> all = new ArrayList<>();
    List<Access> to =
        access.on(
            call,
            "kms:ReEncryptTo",
            request.destinationKeyId(),
            algorithm(request.destinationEncryptionAlgorithm()),
            request.destinationEncryptionContextOrEmpty());
    boolean same =
        source.isPresent() && to.getFirst().resources().contains(source.get().arn().toString());
    Map<String, List<String>> onSameKey = Requests.key("kms:ReEncryptOnSameKey", same);
    Map<String, List<String>> context = new HashMap<>(onSameKey);
    context.putAll(algorithm(request.sourceEncryptionAlgorithm()));
    Presented text =
        new Presented(
            request.ciphertextBlob(),
            request.sourceKeyId(),
            request.sourceEncryptionContextOrEmpty());
    all.addAll(onCiphertext(call, "kms:ReEncryptFrom", text, context));
    to.forEach(access -> all.add(access.with(Requests.join(access.context(), onSameKey))));
    return all;
  }

  private EncryptResponse encrypt(Call call, EncryptRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    byte[] plain = Requests.required(request.plaintext(), "plaintext");
    Key key = usable.require(call, request.keyId(), "Encrypt", KeySpec.Family.SYMMETRIC);
    checkAlgorithm(key, request.encryptionAlgorithm());
    return EncryptResponse.builder()
        .ciphertextBlob(usable.encrypt(key, plain, request.encryptionContextOrEmpty()))
        .keyId(key.arn().toString())
        .encryptionAlgorithm(SYMMETRIC)
        .build();
  }

  private static void checkAlgorithm(Key key, @Nullable String name) {
    if (name != null && !name.equals(SYMMETRIC)) {
      throw ServiceError.badRequest(
          "InvalidKeyUsageException",
          "Algorithm "
              + name
              + " is incompatible with key spec "
              + key.spec().name()
              + " for key "
              + key.arn()
              + ".");
    }
  }

  private DecryptResponse decrypt(Call call, DecryptRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    UsableKeys.Opened opened =
        usable.decrypt(
            call,
            Requests.required(request.ciphertextBlob(), "ciphertextBlob"),
            request.keyId(),
            "Decrypt",
            request.encryptionContextOrEmpty());
    checkAlgorithm(opened.key(), request.encryptionAlgorithm());
    return DecryptResponse.builder()
        .keyId(opened.key().arn().toString())
        .plaintext(opened.plain())
        .encryptionAlgorithm(SYMMETRIC)
        .build();
  }

  private ReEncryptResponse reEncrypt(Call call, ReEncryptRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    UsableKeys.Opened opened =
        usable.decrypt(
            call,
            Requests.required(request.ciphertextBlob(), "ciphertextBlob"),
            request.sourceKeyId(),
            "ReEncryptFrom",
            request.sourceEncryptionContextOrEmpty());
    checkAlgorithm(opened.key(), request.sourceEncryptionAlgorithm());
    Key key =
        usable.require(call, request.destinationKeyId(), "ReEncryptTo", KeySpec.Family.SYMMETRIC);
    checkAlgorithm(key, request.destinationEncryptionAlgorithm());
    Map<String, String> context = request.destinationEncryptionContextOrEmpty();
    return ReEncryptResponse.builder()
        .ciphertextBlob(usable.encrypt(key, opened.plain(), context))
        .sourceKeyId(opened.key().arn().toString())
        .keyId(key.arn().toString())
        .sourceEncryptionAlgorithm(SYMMETRIC)
        .destinationEncryptionAlgorithm(SYMMETRIC)
        .build();
  }
}
