package croft.services.ec2.volume;

import croft.api.ec2.DisableEbsEncryptionByDefaultRequest;
import croft.api.ec2.DisableEbsEncryptionByDefaultResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetEbsDefaultKmsKeyIdRequest;
import croft.api.ec2.GetEbsDefaultKmsKeyIdResult;
import croft.api.ec2.GetEbsEncryptionByDefaultRequest;
import croft.api.ec2.GetEbsEncryptionByDefaultResult;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;

/**
 * Encryption by default: off, and what would turn it on is refused by name, for no volume here is
 * encrypted (decision 0107).
 */
public final class EncryptionOperations {
  private static final String DEFAULT_KEY = "alias/aws/ebs";

  /** These operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.GET_EBS_ENCRYPTION_BY_DEFAULT,
            AccessRule.toAll("ec2:GetEbsEncryptionByDefault"),
            this::getEbsEncryptionByDefault),
        Binding.bind(
            Ec2Model.DISABLE_EBS_ENCRYPTION_BY_DEFAULT,
            AccessRule.toAll("ec2:DisableEbsEncryptionByDefault"),
            this::disableEbsEncryptionByDefault),
        Binding.bind(
            Ec2Model.GET_EBS_DEFAULT_KMS_KEY_ID,
            AccessRule.toAll("ec2:GetEbsDefaultKmsKeyId"),
            this::getEbsDefaultKmsKeyId));
  }

  private GetEbsEncryptionByDefaultResult getEbsEncryptionByDefault(
      Call call, GetEbsEncryptionByDefaultRequest request) {
    return GetEbsEncryptionByDefaultResult.builder().ebsEncryptionByDefault(false).build();
  }

  private DisableEbsEncryptionByDefaultResult disableEbsEncryptionByDefault(
      Call call, DisableEbsEncryptionByDefaultRequest request) {
    return DisableEbsEncryptionByDefaultResult.builder().ebsEncryptionByDefault(false).build();
  }

  private GetEbsDefaultKmsKeyIdResult getEbsDefaultKmsKeyId(
      Call call, GetEbsDefaultKmsKeyIdRequest request) {
    return GetEbsDefaultKmsKeyIdResult.builder().kmsKeyId(DEFAULT_KEY).build();
  }
}
