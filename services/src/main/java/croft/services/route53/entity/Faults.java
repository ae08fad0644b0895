package croft.services.route53.entity;

import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Route 53's operations share: its errors, ids, page sizes and accesses. */
public final class Faults {
  private static final int LARGEST_PAGE = 100;

  private Faults() {}

  /** 400 {@code InvalidInput}. */
  public static ServiceError invalidInput(String message) {
    return ServiceError.badRequest("InvalidInput", message);
  }

  /** 404 with that code. */
  public static ServiceError notFound(String code, String message) {
    return new ServiceError(code, 404, message);
  }

  public static ServiceError noSuchZone(String id) {
    return notFound("NoSuchHostedZone", "No hosted zone found with ID: " + id);
  }

  /** An id without the path that answers show it with: {@code /hostedzone/Z1} is {@code Z1}. */
  public static String bare(@Nullable String id) {
    if (id == null) {
      throw invalidInput("An id is missing");
    }
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /** A member that must be there. */
  public static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw invalidInput("Invalid request: Missing field '" + member + "'");
    }
    return value;
  }

  /** The page size that was asked for: 1 to 100, else 100. */
  public static int pageSize(@Nullable String maxItems) {
    return pageSize(maxItems, LARGEST_PAGE);
  }

  /** The page size that was asked for, at most that many. */
  public static int pageSize(@Nullable String maxItems, int most) {
    if (maxItems == null) {
      return most;
    }
    try {
      int asked = Integer.parseInt(maxItems);
      if (asked >= 1) {
        return Math.min(asked, most);
      }
    } catch (NumberFormatException e) {
      throw invalidInput("Value '" + maxItems + "' at 'maxItems' is not a number");
    }
    throw invalidInput("Value '" + maxItems + "' at 'maxItems' must be at least 1");
  }

  /** Access to a resource of Route 53, whose ARNs name neither region nor account. */
  public static List<Access> access(String action, String kind, String id) {
    return List.of(
        new Access(
            action, List.of(Arn.of("route53", "", "", kind + "/" + id).toString()), Map.of()));
  }
}
