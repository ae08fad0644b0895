package croft.services.ec2.image;

import croft.base.ServiceError;
import croft.store.Transaction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an image may be called. */
final class ImageNames {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9()\\[\\] ./'@_-]{3,128}");

  private ImageNames() {}

  /**
   * A name that is well formed and that the account has not given in the region yet.
   *
   * @throws ServiceError {@code InvalidAMIName.Malformed} or {@code InvalidAMIName.Duplicate}
   */
  static String free(Transaction tx, String scope, @Nullable String name) {
    if (name == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter name");
    }
    if (!ALLOWED.matcher(name).matches()) {
      throw ServiceError.badRequest(
          "InvalidAMIName.Malformed",
          "AMI names must be between 3 and 128 characters long, and may contain letters, numbers,"
              + " '(', ')', '[', ']', ' ', '.', '/', '-', ''', '@' and '_'");
    }
    for (Image image : tx.list(Images.TABLE, Images.region(scope))) {
      if (image.name().equals(name)
          && image.ownerId().equals(Images.account(scope))
          && image.state() != ImageState.DEREGISTERED) {
        throw ServiceError.badRequest(
            "InvalidAMIName.Duplicate",
            "AMI name " + name + " is already in use by AMI " + image.id());
      }
    }
    return name;
  }
}
