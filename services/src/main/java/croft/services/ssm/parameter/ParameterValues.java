package croft.services.ssm.parameter;

import croft.api.kms.DecryptRequest;
import croft.api.kms.EncryptRequest;
import croft.api.kms.GenerateDataKeyRequest;
import croft.api.kms.GenerateDataKeyResponse;
import croft.api.kms.KmsApi;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.operation.sealing.AesGcm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Values as they are kept. Plain strings are sealed under the server's key; secure strings are
 * encrypted by KMS as the caller, the long ones of the advanced tier under a data key of their own.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html">How
 * Parameter Store uses KMS</a>.
 */
final class ParameterValues {
  static final String USUAL_KEY = "alias/aws/ssm";

  private static final String VIA = "ssm.amazonaws.com";
  private static final String CONTEXT = "PARAMETER_ARN";

  private final SsmParts parts;

  ParameterValues(SsmParts parts) {
    this.parts = parts;
  }

  private KmsApi kms(Call call) {
    return new KmsApi(parts.calls().as(call.via(VIA)));
  }

  /** A plain value, sealed for its parameter. */
  String seal(String arn, String value) {
    return parts.sealing().seal("ssm " + arn, value);
  }

  /**
   * A secure value, encrypted under that key.
   *
   * @param standard whether KMS itself encrypts it, which it does up to 4096 bytes
   * @throws ServiceError {@code InvalidKeyId}, or KMS's denial
   */
  String encrypt(Call call, String arn, String keyId, String value, boolean standard) {
    byte[] plain = value.getBytes(StandardCharsets.UTF_8);
    Map<String, String> context = Map.of(CONTEXT, arn);
    try {
      if (standard) {
        byte[] blob =
            kms(call)
                .encrypt(
                    EncryptRequest.builder()
                        .keyId(keyId)
                        .plaintext(plain)
                        .encryptionContext(context)
                        .build())
                .ciphertextBlob();
        return text(Requests.required(blob, "ciphertextBlob"));
      }
      GenerateDataKeyResponse key =
          kms(call)
              .generateDataKey(
                  GenerateDataKeyRequest.builder()
                      .keyId(keyId)
                      .keySpec("AES_256")
                      .encryptionContext(context)
                      .build());
      byte[] sealed =
          AesGcm.seal(
              Requests.required(key.plaintext(), "plaintext"),
              plain,
              arn.getBytes(StandardCharsets.UTF_8),
              parts.random());
      byte[] encryptedKey = Requests.required(key.ciphertextBlob(), "ciphertextBlob");
      return text(encryptedKey) + "." + text(sealed);
    } catch (ServiceError e) {
      throw ParameterErrors.key(e);
    }
  }

  /** What a version holds: in the clear, or as KMS encrypted it when that was not asked for. */
  String show(Call call, String arn, ParameterVersion version, boolean decrypt) {
    if (!version.secure()) {
      return parts
          .sealing()
          .open("ssm " + arn, version.value())
          .orElseThrow(
              () -> new IllegalStateException(arn + " does not open with this master key"));
    }
    return decrypt ? decrypt(call, arn, version.value()) : version.value();
  }

  private String decrypt(Call call, String arn, String value) {
    int dot = value.indexOf('.');
    byte[] blob = Base64.getDecoder().decode(dot < 0 ? value : value.substring(0, dot));
    byte[] plain;
    try {
      plain =
          Requests.required(
              kms(call)
                  .decrypt(
                      DecryptRequest.builder()
                          .ciphertextBlob(blob)
                          .encryptionContext(Map.of(CONTEXT, arn))
                          .build())
                  .plaintext(),
              "plaintext");
    } catch (ServiceError e) {
      throw ParameterErrors.key(e);
    }
    if (dot >= 0) {
      byte[] sealed = Base64.getDecoder().decode(value.substring(dot + 1));
      plain =
          AesGcm.open(plain, sealed, arn.getBytes(StandardCharsets.UTF_8))
              .orElseThrow(
                  () -> new IllegalStateException(arn + " does not open with its data key"));
    }
    return new String(plain, StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
