package croft.services.ec2.volume;

import croft.base.ServiceError;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.operation.Call;
import croft.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * How something shall be encrypted, before KMS was asked.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-examples.html">EBS encryption
 * scenarios</a>.
 */
public sealed interface EncryptionChoice {
  /** In the clear. */
  record None() implements EncryptionChoice {}

  /** With the data key of what it is made of. */
  record Inherited(Encryption from) implements EncryptionChoice {}

  /**
   * Under a key of KMS.
   *
   * @param keyId an id, an alias or the ARN of either
   * @param from how what it is made of is encrypted, or null
   */
  record Under(String keyId, @Nullable Encryption from) implements EncryptionChoice {}

  /**
   * What a request asks for.
   *
   * @param encrypted the request's Encrypted
   * @param keyId the request's KmsKeyId
   */
  record Wanted(@Nullable Boolean encrypted, @Nullable String keyId) {}

  /**
   * What a request comes to. What is made of something encrypted is encrypted always; with the same
   * key if that is the caller's own, else with the caller's default.
   *
   * @param origin the snapshot it is made of, or null
   * @throws ServiceError {@code InvalidParameterDependency} for a key without encryption
   */
  static EncryptionChoice of(Transaction tx, Call call, Wanted wanted, @Nullable Snapshot origin) {
    EbsDefaults defaults = EbsDefaults.of(tx, call.scope());
    Encryption from = origin == null ? null : origin.encryption();
    boolean on = Boolean.TRUE.equals(wanted.encrypted()) || from != null || defaults.encrypted();
    boolean named = wanted.keyId() != null && !wanted.keyId().isEmpty();
    if (named && (!on || Boolean.FALSE.equals(wanted.encrypted()))) {
      throw ServiceError.badRequest(
          "InvalidParameterDependency",
          "The parameter KmsKeyId requires the parameter Encrypted to be set.");
    }
    if (!on) {
      return new None();
    }
    if (wanted.keyId() != null && named) {
      return new Under(wanted.keyId(), from);
    }
    boolean own = origin != null && origin.scope().equals(call.scope());
    return from != null && own ? new Inherited(from) : new Under(defaults.key(), from);
  }
}
