package croft.services.ec2.volume;

import croft.api.ec2.DisableEbsEncryptionByDefaultRequest;
import croft.api.ec2.DisableEbsEncryptionByDefaultResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.EnableEbsEncryptionByDefaultRequest;
import croft.api.ec2.EnableEbsEncryptionByDefaultResult;
import croft.api.ec2.GetEbsDefaultKmsKeyIdRequest;
import croft.api.ec2.GetEbsDefaultKmsKeyIdResult;
import croft.api.ec2.GetEbsEncryptionByDefaultRequest;
import croft.api.ec2.GetEbsEncryptionByDefaultResult;
import croft.api.ec2.ModifyEbsDefaultKmsKeyIdRequest;
import croft.api.ec2.ModifyEbsDefaultKmsKeyIdResult;
import croft.api.ec2.ResetEbsDefaultKmsKeyIdRequest;
import croft.api.ec2.ResetEbsDefaultKmsKeyIdResult;
import croft.services.ec2.Ec2Rooms;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import java.util.List;
import java.util.function.UnaryOperator;

/** What an account says of encryption in a region: whether by default, and the default key. */
public final class EncryptionOperations {
  /** What accounts have said. */
  public static final Table<?> TABLE = EbsDefaults.TABLE;

  private final Store store;
  private final DataKeys keys;

  public EncryptionOperations(Ec2Rooms rooms) {
    this.store = rooms.store();
    this.keys = rooms.dataKeys();
  }

  /** These operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.GET_EBS_ENCRYPTION_BY_DEFAULT,
            AccessRule.toAll("ec2:GetEbsEncryptionByDefault"),
            this::getEbsEncryptionByDefault),
        Binding.bind(
            Ec2Model.ENABLE_EBS_ENCRYPTION_BY_DEFAULT,
            AccessRule.toAll("ec2:EnableEbsEncryptionByDefault"),
            this::enableEbsEncryptionByDefault),
        Binding.bind(
            Ec2Model.DISABLE_EBS_ENCRYPTION_BY_DEFAULT,
            AccessRule.toAll("ec2:DisableEbsEncryptionByDefault"),
            this::disableEbsEncryptionByDefault),
        Binding.bind(
            Ec2Model.GET_EBS_DEFAULT_KMS_KEY_ID,
            AccessRule.toAll("ec2:GetEbsDefaultKmsKeyId"),
            this::getEbsDefaultKmsKeyId),
        Binding.bind(
            Ec2Model.MODIFY_EBS_DEFAULT_KMS_KEY_ID,
            AccessRule.toAll("ec2:ModifyEbsDefaultKmsKeyId"),
            this::modifyEbsDefaultKmsKeyId),
        Binding.bind(
            Ec2Model.RESET_EBS_DEFAULT_KMS_KEY_ID,
            AccessRule.toAll("ec2:ResetEbsDefaultKmsKeyId"),
            this::resetEbsDefaultKmsKeyId));
  }

  private EbsDefaults of(Call call) {
    return store.read(tx -> EbsDefaults.of(tx, call.scope()));
  }

  private EbsDefaults change(Call call, UnaryOperator<EbsDefaults> change) {
    return store.write(tx -> {
      EbsDefaults changed = change.apply(EbsDefaults.of(tx, call.scope()));
      tx.put(EbsDefaults.TABLE, changed);
      return changed;
    });
  }

  private GetEbsEncryptionByDefaultResult getEbsEncryptionByDefault(
      Call call, GetEbsEncryptionByDefaultRequest request) {
    return GetEbsEncryptionByDefaultResult.builder()
        .ebsEncryptionByDefault(of(call).encrypted())
        .build();
  }

  private EnableEbsEncryptionByDefaultResult enableEbsEncryptionByDefault(
      Call call, EnableEbsEncryptionByDefaultRequest request) {
    keys.requireSupport();
    return EnableEbsEncryptionByDefaultResult.builder()
        .ebsEncryptionByDefault(change(call, d -> d.withEncrypted(true)).encrypted())
        .build();
  }

  private DisableEbsEncryptionByDefaultResult disableEbsEncryptionByDefault(
      Call call, DisableEbsEncryptionByDefaultRequest request) {
    return DisableEbsEncryptionByDefaultResult.builder()
        .ebsEncryptionByDefault(change(call, d -> d.withEncrypted(false)).encrypted())
        .build();
  }

  private GetEbsDefaultKmsKeyIdResult getEbsDefaultKmsKeyId(
      Call call, GetEbsDefaultKmsKeyIdRequest request) {
    return GetEbsDefaultKmsKeyIdResult.builder().kmsKeyId(of(call).key()).build();
  }

  private ModifyEbsDefaultKmsKeyIdResult modifyEbsDefaultKmsKeyId(
      Call call, ModifyEbsDefaultKmsKeyIdRequest request) {
    String wanted = VolumeOperations.required("kmsKeyId", request.kmsKeyId());
    DataKeys.Master master = keys.master(call, wanted);
    return ModifyEbsDefaultKmsKeyIdResult.builder()
        .kmsKeyId(change(call, d -> d.withKey(master.arn())).key())
        .build();
  }

  private ResetEbsDefaultKmsKeyIdResult resetEbsDefaultKmsKeyId(
      Call call, ResetEbsDefaultKmsKeyIdRequest request) {
    return ResetEbsDefaultKmsKeyIdResult.builder()
        .kmsKeyId(change(call, d -> d.withKey(null)).key())
        .build();
  }
}
