package croft.services.sts;

import static croft.services.iam.entity.EntityErrors.required;

import croft.api.sts.PolicyDescriptorType;
import croft.base.ServiceError;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.managedpolicy.ManagedPolicies;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;
import croft.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The limits a request sets to its session: a policy of its own and managed policies.
 *
 * @param documents the session policy, if there is one
 * @param policyArns managed policies of the session's account or of AWS
 * @param packedPercent how much of the room for policies and tags they take; null for none of them
 */
record SessionLimits(
    List<String> documents, List<String> policyArns, @Nullable Integer packedPercent) {
  private static final int MOST_POLICY_CHARACTERS = 2_048;
  private static final int MOST_POLICY_ARNS = 10;

  /** The room for what is packed, in bytes: AWS tells no number, and packs in its own way. */
  private static final int PACKED_ROOM = 4_096;

  /**
   * Checks and packs.
   *
   * @throws ServiceError {@code MalformedPolicyDocument}, {@code PackedPolicyTooLarge}, or {@code
   *     ValidationError}
   */
  static SessionLimits of(
      PolicyCache policies,
      @Nullable String document,
      List<PolicyDescriptorType> descriptors,
      Map<String, String> tags) {
    if (document != null) {
      checkDocument(policies, document);
    }
    List<String> arns =
        descriptors.stream()
            .map(descriptor -> required(descriptor.arn(), "policyArns.member.arn"))
            .toList();
    if (arns.size() > MOST_POLICY_ARNS) {
      throw EntityErrors.validation(
          "The number of policy ARNs exceeds the limit of " + MOST_POLICY_ARNS + ".");
    }
    for (String arn : arns) {
      if (!arn.matches("arn:aws:iam::(aws|\\d{12}):policy/.+")) {
        throw EntityErrors.validation(arn + " is invalid");
      }
    }
    boolean any = document != null || !arns.isEmpty() || !tags.isEmpty();
    return new SessionLimits(
        document == null ? List.of() : List.of(document),
        arns,
        any ? packed(document, arns, tags) : null);
  }

  private static void checkDocument(PolicyCache policies, String document) {
    if (document.length() > MOST_POLICY_CHARACTERS) {
      throw tooLarge(document.length() * 100 / MOST_POLICY_CHARACTERS);
    }
    try {
      policies.compile(document, PolicyKind.IDENTITY);
    } catch (MalformedPolicyException malformed) {
      throw malformed.toServiceError();
    }
  }

  private static int packed(
      @Nullable String document, List<String> arns, Map<String, String> tags) {
    String all = (document == null ? "" : document) + arns + new TreeMap<>(tags);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(all.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int percent = Math.max(1, packed.size() * 100 / PACKED_ROOM);
    if (percent > 100) {
      throw tooLarge(percent);
    }
    return percent;
  }

  private static ServiceError tooLarge(int percent) {
    return ServiceError.badRequest(
        "PackedPolicyTooLarge",
        "Packed size of session tags and policies consumes " + percent + "% of allotted space.");
  }

  /** Managed policies of a session must be there, and be the role's account's or AWS's. */
  void requireThere(Store store, String account) {
    for (String arn : policyArns) {
      if (store.read(tx -> ManagedPolicies.document(tx, account, arn)).isEmpty()) {
        throw EntityErrors.validation("Policy " + arn + " does not exist or is not attachable.");
      }
    }
  }
}
