package croft.services.ec2.tag;

import croft.base.ServiceError;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows which resources exist, so that only these are tagged. */
public final class ResourceLookup {
  private final Map<String, Kind> kinds = new HashMap<>();

  /** Says whether a resource of one kind exists. */
  @FunctionalInterface
  public interface Existence {
    boolean exists(Transaction tx, String scope, String resourceId);
  }

  private record Kind(String errorCode, String noun, Existence existence) {}

  /**
   * Adds a kind.
   *
   * @param resourceType such as {@code instance}
   * @param errorCode such as {@code InvalidInstanceID.NotFound}
   * @param noun as AWS's message has it, such as {@code instance ID}
   */
  public ResourceLookup add(
      String resourceType, String errorCode, String noun, Existence existence) {
    kinds.put(resourceType, new Kind(errorCode, noun, existence));
    return this;
  }

  /**
   * The same identifiers, all of which exist.
   *
   * @throws ServiceError {@code InvalidID} for one that names no kind of resource, the kind's own
   *     code for one that is not there
   */
  public List<String> existing(Transaction tx, String scope, List<String> ids) {
    for (String id : ids) {
      Kind kind = kinds.get(ResourceType.of(id));
      if (kind == null) {
        throw ServiceError.badRequest("InvalidID", "The ID '" + id + "' is not valid");
      }
      if (!kind.existence.exists(tx, scope, id)) {
        throw ServiceError.badRequest(
            kind.errorCode, "The " + kind.noun + " '" + id + "' does not exist");
      }
    }
    return ids;
  }
}
