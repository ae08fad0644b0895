package croft.services.ec2.volume;

import croft.api.kms.DecryptRequest;
import croft.api.kms.DescribeKeyRequest;
import croft.api.kms.GenerateDataKeyWithoutPlaintextRequest;
import croft.api.kms.GenerateDataKeyWithoutPlaintextResponse;
import croft.api.kms.KeyMetadata;
import croft.api.kms.KmsApi;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.volume.DataKey;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Requests;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of volumes and snapshots: KMS makes them as the caller and keeps nothing of them;
 * rows have them sealed, and KMS opens them when they are used.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/ebs/latest/userguide/how-ebs-encryption-works.html">How EBS
 * encryption works</a>.
 */
public final class DataKeys {
  private static final String EC2 = "ec2.amazonaws.com";
  private static final String CONTEXT = "aws:ebs:id";
  private static final int FORBIDDEN = 403;

  private final InnerCalls calls;
  private final EncryptionSupport support;
  private final Ids ids;
  private final InstantSource time;

  public DataKeys(InnerCalls calls, EncryptionSupport support, Ids ids, InstantSource time) {
    this.calls = calls;
    this.support = support;
    this.ids = ids;
    this.time = time;
  }

  /** A key of KMS: its ARN, and whether it is AWS's own. */
  record Master(String arn, boolean managed) {}

  private KmsApi as(Call call) {
    return new KmsApi(calls.as(call.via(EC2)));
  }

  /**
   * The key of KMS that a request names, which the caller must be allowed to describe.
   *
   * @throws ServiceError when there is none, or it cannot be used
   */
  Master master(Call call, String keyId) {
    try {
      KeyMetadata found =
          Requests.required(
              as(call).describeKey(DescribeKeyRequest.builder().keyId(keyId).build()).keyMetadata(),
              "keyMetadata");
      return new Master(Requests.required(found.arn(), "arn"), "AWS".equals(found.keyManager()));
    } catch (ServiceError e) {
      throw refused(e);
    }
  }

  /**
   * What something that is made now is encrypted with; null if it is not.
   *
   * @param id of what is made
   * @throws ServiceError when the caller may not use a key, when it cannot be used, or when this
   *     machine cannot encrypt
   */
  public @Nullable Encryption encryption(Call call, EncryptionChoice choice, String id) {
    return switch (choice) {
      case EncryptionChoice.None none -> null;
      case EncryptionChoice.Inherited(Encryption from) -> inherited(call, from);
      case EncryptionChoice.Under(String keyId, Encryption from) -> under(call, keyId, from, id);
    };
  }

  private Encryption inherited(Call call, Encryption from) {
    requireSupport();
    check(call, from);
    return from;
  }

  private Encryption under(Call call, String keyId, @Nullable Encryption from, String id) {
    requireSupport();
    if (from != null) {
      check(call, from);
    }
    Master master = master(call, keyId);
    if (from != null && from.keyArn().equals(master.arn())) {
      return from;
    }
    try {
      GenerateDataKeyWithoutPlaintextResponse made =
          as(call)
              .generateDataKeyWithoutPlaintext(
                  GenerateDataKeyWithoutPlaintextRequest.builder()
                      .keyId(master.arn())
                      .keySpec("AES_256")
                      .encryptionContext(Map.of(CONTEXT, id))
                      .build());
      byte[] blob = Requests.required(made.ciphertextBlob(), "ciphertextBlob");
      return new Encryption(
          master.arn(), id, Base64.getEncoder().encodeToString(blob), master.managed());
    } catch (ServiceError e) {
      throw refused(e);
    }
  }

  /**
   * Passes where volumes can be encrypted.
   *
   * @throws ServiceError {@code UnsupportedOperation} with what is missing
   */
  void requireSupport() {
    support
        .missing()
        .ifPresent(missing -> {
          throw ServiceError.unsupported("An encrypted volume on this machine (" + missing + ")");
        });
  }

  /**
   * Passes when the caller may use what is encrypted so, and its key can be used.
   *
   * @throws ServiceError {@code UnauthorizedOperation} or {@code InvalidKMSKey.InvalidState}
   */
  void check(Call call, Encryption encryption) {
    decrypt(call, encryption);
  }

  private byte[] decrypt(Call call, Encryption encryption) {
    try {
      return Requests.required(
          as(call)
              .decrypt(
                  DecryptRequest.builder()
                      .keyId(encryption.keyArn())
                      .ciphertextBlob(Base64.getDecoder().decode(encryption.sealedKey()))
                      .encryptionContext(Map.of(CONTEXT, encryption.dataKeyId()))
                      .build())
              .plaintext(),
          "plaintext");
    } catch (ServiceError e) {
      throw refused(e);
    }
  }

  /**
   * The data key itself, for the account that has what is encrypted. Callers were asked when they
   * wanted it used; what they asked for is done in the name of their account, through EC2.
   *
   * @throws ServiceError when the key of KMS cannot be used, or not by the account
   */
  DataKey open(String scope, Encryption encryption) {
    String account = scope.substring(0, scope.indexOf('/'));
    Call call =
        new Call(
            Caller.root(account, ""),
            Arn.parse(encryption.keyArn()).region(),
            ids.uuid(),
            "",
            true,
            EC2,
            time.instant());
    return new DataKey(encryption.dataKeyId(), decrypt(call, encryption));
  }

  /** KMS's refusal in EC2's words. */
  private static ServiceError refused(ServiceError e) {
    if (e.code().startsWith("AccessDenied")) {
      return new ServiceError(
          "UnauthorizedOperation",
          FORBIDDEN,
          "You are not authorized to perform this operation. " + e.message());
    }
    return ServiceError.badRequest(
        "InvalidKMSKey.InvalidState",
        "The KMS key provided is in an incorrect state: KMS." + e.code() + ": " + e.message());
  }
}
