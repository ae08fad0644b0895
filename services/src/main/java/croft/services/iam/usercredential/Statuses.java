package croft.services.iam.usercredential;

import static croft.services.iam.entity.EntityErrors.required;

import croft.services.iam.entity.EntityErrors;
import org.jspecify.annotations.Nullable;

/** The states a credential can be put into. */
final class Statuses {
  private Statuses() {}

  /**
   * Whether the word means that it can be used.
   *
   * @throws croft.base.ServiceError {@code ValidationError} for any other word
   */
  static boolean isActive(@Nullable String status) {
    return switch (required(status, "status")) {
      case "Active" -> true;
      case "Inactive" -> false;
      default -> throw EntityErrors.validation("Status must be Active or Inactive");
    };
  }
}
