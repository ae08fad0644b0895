package croft.services.iam.managedpolicy;

import croft.api.iam.AttachedPermissionsBoundary;
import croft.api.iam.AttachedPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attachments as the API shows them. */
public final class AttachedShapes {
  private AttachedShapes() {}

  public static AttachedPolicy policy(String arn) {
    return AttachedPolicy.builder()
        .policyArn(arn)
        .policyName(arn.substring(arn.lastIndexOf('/') + 1))
        .build();
  }

  /** Null when there is no boundary. */
  public static @Nullable AttachedPermissionsBoundary boundary(Optional<String> arn) {
    return arn.map(text ->
            AttachedPermissionsBoundary.builder()
                .permissionsBoundaryType("Policy")
                .permissionsBoundaryArn(text)
                .build())
        .orElse(null);
  }
}
