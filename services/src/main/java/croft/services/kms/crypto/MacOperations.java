package croft.services.kms.crypto;

import static croft.services.operation.Binding.bind;

import croft.api.kms.GenerateMacRequest;
import croft.api.kms.GenerateMacResponse;
import croft.api.kms.KmsModel;
import croft.api.kms.VerifyMacRequest;
import croft.api.kms.VerifyMacResponse;
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
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** GenerateMac and VerifyMac. */
public final class MacOperations {
  private final KeyAccess access;
  private final UsableKeys usable;
  private final KeyMaterial material;

  public MacOperations(KmsParts parts) {
    this.access = new KeyAccess(parts);
    this.usable = new UsableKeys(parts);
    this.material = new KeyMaterial(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.GENERATE_MAC,
            (call, request) ->
                access.on(
                    call,
                    "kms:GenerateMac",
                    request.keyId(),
                    Requests.key("kms:MacAlgorithm", request.macAlgorithm())),
            this::generate),
        bind(
            KmsModel.VERIFY_MAC,
            (call, request) ->
                access.on(
                    call,
                    "kms:VerifyMac",
                    request.keyId(),
                    Requests.key("kms:MacAlgorithm", request.macAlgorithm())),
            this::verify));
  }

  private Key key(Call call, @Nullable String keyId, String operation, @Nullable String algorithm) {
    Key key = usable.require(call, keyId, operation, KeySpec.Family.MAC);
    if (!key.spec().algorithms().contains(Requests.required(algorithm, "macAlgorithm"))) {
      throw ServiceError.badRequest(
          "InvalidKeyUsageException",
          "Algorithm " + algorithm + " is incompatible with key spec " + key.spec().name() + ".");
    }
    return key;
  }

  private byte[] mac(Key key, byte @Nullable [] message) {
    String name = "HmacSHA" + key.spec().bits();
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(material.secret(key), name));
      return mac.doFinal(Requests.required(message, "message"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do " + name, e);
    }
  }

  private GenerateMacResponse generate(Call call, GenerateMacRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    Key key = key(call, request.keyId(), "GenerateMac", request.macAlgorithm());
    return GenerateMacResponse.builder()
        .mac(mac(key, request.message()))
        .macAlgorithm(request.macAlgorithm())
        .keyId(key.arn().toString())
        .build();
  }

  private VerifyMacResponse verify(Call call, VerifyMacRequest request) {
    usable.checkTokens(request.grantTokensOrEmpty());
    Key key = key(call, request.keyId(), "VerifyMac", request.macAlgorithm());
    byte[] expected = mac(key, request.message());
    if (!MessageDigest.isEqual(expected, Requests.required(request.mac(), "mac"))) {
      throw ServiceError.badRequest("KMSInvalidMacException", "");
    }
    return VerifyMacResponse.builder()
        .keyId(key.arn().toString())
        .macValid(true)
        .macAlgorithm(request.macAlgorithm())
        .build();
  }
}
