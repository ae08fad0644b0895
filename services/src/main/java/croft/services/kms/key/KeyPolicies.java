package croft.services.kms.key;

import croft.api.kms.KmsModel;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.ResourcePolicies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Key policies: the usual ones and the checks on others.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html">Default key
 * policy</a>.
 */
final class KeyPolicies {
  private static final int MOST_BYTES = 32 * 1024;

  private final KmsParts parts;

  KeyPolicies(KmsParts parts) {
    this.parts = parts;
  }

  /** Leaves everything to the account's IAM policies. */
  static String usual(String account) {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:aws:iam::%s:root"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(account);
  }

  /** Of a key that a service manages: it can be used through that service only. */
  static String managed(String account, String region, String service) {
    String door = service.equals("ebs") ? "ec2" : service;
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "auto-%1$s-1",
      "Statement" : [ {
        "Sid" : "Allow access through %1$s for all principals in the account that may use it",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "*"
        },
        "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", \
    "kms:CreateGrant", "kms:DescribeKey" ],
        "Resource" : "*",
        "Condition" : {
          "StringEquals" : {
            "kms:CallerAccount" : "%2$s",
            "kms:ViaService" : "%3$s.%4$s.amazonaws.com"
          }
        }
      }, {
        "Sid" : "Allow direct access to key metadata to the account",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:aws:iam::%2$s:root"
        },
        "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant" ],
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(service, account, door, region);
  }

  /**
   * Passes a policy that may be put on a key.
   *
   * @param bypass whether the author may be locked out
   * @throws ServiceError {@code MalformedPolicyDocumentException} or {@code LimitExceededException}
   */
  void check(Call call, Key key, String document, boolean bypass) {
    if (document.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw KeyErrors.limit("The key policy exceeds the limit of 32768 bytes.");
    }
    parts
        .policies()
        .fault(document)
        .ifPresent(fault -> {
          throw KeyErrors.malformedPolicy(fault);
        });
    if (!bypass && !mayPutAgain(call, key, document)) {
      throw KeyErrors.malformedPolicy(
          "The new key policy will not allow you to update the key policy in the future.");
    }
  }

  private boolean mayPutAgain(Call call, Key key, String document) {
    Access access =
        Access.to("kms:PutKeyPolicy", key.arn())
            .with(Map.of("kms:CallerAccount", List.of(call.account())))
            .guardedBy(new ResourcePolicies(key.account(), List.of(document), true));
    try {
      parts.authorizer().check(call, KmsModel.MODEL, List.of(access));
      return true;
    } catch (ServiceError denied) {
      return false;
    }
  }
}
