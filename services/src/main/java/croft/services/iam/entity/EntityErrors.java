package croft.services.iam.entity;

import croft.base.ServiceError;
import org.jspecify.annotations.Nullable;

/** IAM's errors, by their codes. */
public final class EntityErrors {
  private EntityErrors() {}

  /** 404: what is named is not there. */
  public static ServiceError noSuchEntity(String message) {
    return new ServiceError("NoSuchEntity", 404, message);
  }

  /** 404 in the words used of users, roles and groups. */
  public static ServiceError notFound(String noun, String name) {
    return noSuchEntity("The " + noun + " with name " + name + " cannot be found.");
  }

  /** 409: the name is taken. */
  public static ServiceError alreadyExists(String message) {
    return new ServiceError("EntityAlreadyExists", 409, message);
  }

  /** 409: a quota is used up. */
  public static ServiceError quota(String quota, int limit) {
    return limitExceeded("Cannot exceed quota for " + quota + ": " + limit);
  }

  public static ServiceError limitExceeded(String message) {
    return new ServiceError("LimitExceeded", 409, message);
  }

  /** 409: something still hangs on what is to be deleted. */
  public static ServiceError deleteConflict(String message) {
    return new ServiceError("DeleteConflict", 409, message);
  }

  public static ServiceError invalidInput(String message) {
    return ServiceError.badRequest("InvalidInput", message);
  }

  public static ServiceError validation(String message) {
    return ServiceError.badRequest("ValidationError", message);
  }

  /**
   * A member that must be there. The wire checks it for calls from outside; this covers calls
   * between services.
   */
  public static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw validation(
          "1 validation error detected: Value null at '"
              + member
              + "' failed to satisfy constraint: Member must not be null");
    }
    return value;
  }
}
