package croft.services.iam.managedpolicy;

import croft.api.iam.ManagedPolicyDetail;
import croft.api.iam.PolicyVersion;
import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.EntityErrors;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds managed policies by ARN, the account's own and AWS's. */
public final class ManagedPolicies {
  private ManagedPolicies() {}

  /** The account's own policy of that ARN. */
  static Optional<ManagedPolicy> own(Transaction tx, String account, String arn) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    return tx.get(ManagedPolicy.TABLE, account, name)
        .filter(policy -> policy.arn().toString().equals(arn));
  }

  /** As {@link #own}, or {@code NoSuchEntity}. */
  static ManagedPolicy requireOwn(Transaction tx, String account, String arn) {
    return own(tx, account, arn)
        .orElseThrow(() -> EntityErrors.noSuchEntity("Policy " + arn + " was not found."));
  }

  /** The document in force of a policy of the account or of AWS. */
  public static Optional<String> document(Transaction tx, String account, String arn) {
    return AwsManagedPolicies.byArn(arn)
        .map(AwsManagedPolicies.AwsPolicy::document)
        .or(() -> own(tx, account, arn).map(ManagedPolicy::document));
  }

  /**
   * Checks that a policy can be attached.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}
   */
  static void requireAttachable(Transaction tx, String account, String arn) {
    if (document(tx, account, arn).isEmpty()) {
      throw EntityErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
    }
  }

  /** All policies of the account and of AWS, with their versions and documents. */
  public static List<ManagedPolicyDetail> details(Transaction tx, String account) {
    return Stream.concat(
            tx.list(ManagedPolicy.TABLE, account).stream().map(own -> detail(tx, own)),
            AwsManagedPolicies.all().stream().map(aws -> detail(tx, account, aws)))
        .toList();
  }

  private static ManagedPolicyDetail detail(Transaction tx, ManagedPolicy own) {
    return counted(tx, own.account(), own.arn().toString())
        .policyName(own.name())
        .policyId(own.id())
        .path(own.path())
        .description(own.description().isEmpty() ? null : own.description())
        .defaultVersionId(own.defaultVersion())
        .createDate(own.createdAt())
        .updateDate(own.updatedAt())
        .policyVersionList(
            own.versions().stream()
                .map(version ->
                    PolicyVersion.builder()
                        .document(DocumentText.encoded(version.document()))
                        .versionId(version.id())
                        .isDefaultVersion(version.id().equals(own.defaultVersion()))
                        .createDate(version.createdAt())
                        .build())
                .toList())
        .build();
  }

  private static ManagedPolicyDetail detail(
      Transaction tx, String account, AwsManagedPolicies.AwsPolicy aws) {
    return counted(tx, account, aws.arn())
        .policyName(aws.name())
        .policyId(aws.id())
        .path(aws.path())
        .defaultVersionId("v1")
        .createDate(AwsManagedPolicies.CREATED)
        .updateDate(AwsManagedPolicies.CREATED)
        .policyVersionList(
            List.of(
                PolicyVersion.builder()
                    .document(DocumentText.encoded(aws.document()))
                    .versionId("v1")
                    .isDefaultVersion(true)
                    .createDate(AwsManagedPolicies.CREATED)
                    .build()))
        .build();
  }

  private static ManagedPolicyDetail.Builder counted(Transaction tx, String account, String arn) {
    List<Attachment> attachments = Attachments.ofPolicy(tx, account, arn);
    int boundaries = (int) attachments.stream().filter(Attachment::boundary).count();
    return ManagedPolicyDetail.builder()
        .arn(arn)
        .isAttachable(true)
        .attachmentCount(attachments.size() - boundaries)
        .permissionsBoundaryUsageCount(boundaries);
  }
}
