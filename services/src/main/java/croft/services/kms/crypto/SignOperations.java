package croft.services.kms.crypto;

import static croft.services.operation.Binding.bind;

import croft.api.kms.GetPublicKeyRequest;
import croft.api.kms.GetPublicKeyResponse;
import croft.api.kms.KmsModel;
import croft.api.kms.SignRequest;
import croft.api.kms.SignResponse;
import croft.api.kms.VerifyRequest;
import croft.api.kms.VerifyResponse;
import croft.base.ServiceError;
import croft.services.kms.key.Key;
import croft.services.kms.key.KeyAccess;
import croft.services.kms.key.KeyMaterial;
import croft.services.kms.key.KeySpec;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sign, Verify and GetPublicKey, with RSA and elliptic-curve keys. */
public final class SignOperations {
  private final KeyAccess access;
  private final UsableKeys usable;
  private final KeyMaterial material;

  public SignOperations(KmsParts parts) {
    this.access = new KeyAccess(parts);
    this.usable = new UsableKeys(parts);
    this.material = new KeyMaterial(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.SIGN,
            (call, request) ->
                access.on(
                    call,
                    "kms:Sign",
                    request.keyId(),
                    context(request.signingAlgorithm(), request.messageType())),
            this::sign),
        bind(
            KmsModel.VERIFY,
            (call, request) ->
                access.on(
                    call,
                    "kms:Verify",
                    request.keyId(),
                    context(request.signingAlgorithm(), request.messageType())),
            this::verify),
        bind(
            KmsModel.GET_PUBLIC_KEY,
            (call, request) -> access.on(call, "kms:GetPublicKey", request.keyId()),
            this::publicKey));
  }

  private static Map<String, List<String>> context(
      @Nullable String algorithm, @Nullable String messageType) {
    Map<String, List<String>> keys = new HashMap<>(Requests.key("kms:SigningAlgorithm", algorithm));
    keys.put("kms:MessageType", List.of(Objects.requireNonNullElse(messageType, "RAW")));
    return keys;
  }

  private Key key(Call call, @Nullable String keyId, String operation, @Nullable String algorithm) {
    Key key = usable.require(call, keyId, operation, KeySpec.Family.RSA, KeySpec.Family.ELLIPTIC);
    String wanted = Requests.required(algorithm, "signingAlgorithm");
    if (!key.spec().algorithms().contains(wanted)) {
      throw ServiceError.badRequest(
          "InvalidKeyUsageException",
          "Algorithm " + wanted + " is incompatible with key spec " + key.spec().name() + ".");
    }
    return key;
  }

  private SignResponse sign(Call call, SignRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    Key key = key(call, request.keyId(), "Sign", request.signingAlgorithm());
    String algorithm = Requests.required(request.signingAlgorithm(), "signingAlgorithm");
    byte[] message = Requests.required(request.message(), "message");
    try {
      SigningScheme scheme = SigningScheme.of(algorithm, request.messageType(), message);
      Signature signer = scheme.signature();
      signer.initSign(material.privateKey(key));
      signer.update(scheme.message());
      return SignResponse.builder()
          .keyId(key.arn().toString())
          .signature(signer.sign())
          .signingAlgorithm(algorithm)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot sign by " + algorithm, e);
    }
  }

  private VerifyResponse verify(Call call, VerifyRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    Key key = key(call, request.keyId(), "Verify", request.signingAlgorithm());
    String algorithm = Requests.required(request.signingAlgorithm(), "signingAlgorithm");
    byte[] message = Requests.required(request.message(), "message");
    if (!holds(key, algorithm, message, request)) {
      throw ServiceError.badRequest("KMSInvalidSignatureException", "");
    }
    return VerifyResponse.builder()
        .keyId(key.arn().toString())
        .signatureValid(true)
        .signingAlgorithm(algorithm)
        .build();
  }

  private boolean holds(Key key, String algorithm, byte[] message, VerifyRequest request) {
    try {
      SigningScheme scheme = SigningScheme.of(algorithm, request.messageType(), message);
      Signature verifier = scheme.signature();
      verifier.initVerify(material.publicKey(key));
      verifier.update(scheme.message());
      return verifier.verify(Requests.required(request.signature(), "signature"));
    } catch (SignatureException notEvenOne) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot verify by " + algorithm, e);
    }
  }

  private GetPublicKeyResponse publicKey(Call call, GetPublicKeyRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    Key key =
        usable.require(
            call, request.keyId(), "GetPublicKey", KeySpec.Family.RSA, KeySpec.Family.ELLIPTIC);
    return GetPublicKeyResponse.builder()
        .keyId(key.arn().toString())
        .publicKey(KeyMaterial.publicBytes(key))
        .customerMasterKeySpec(key.spec().name())
        .keySpec(key.spec().name())
        .keyUsage(key.spec().usage())
        .signingAlgorithms(key.spec().algorithms())
        .build();
  }
}
