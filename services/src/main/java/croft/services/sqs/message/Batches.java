package croft.services.sqs.message;

import croft.api.sqs.BatchResultErrorEntry;
import croft.base.ServiceError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all requests of several entries have in common. */
final class Batches {
  private static final int MOST = 10;

  private Batches() {}

  /**
   * Passes entries with ids that tell them apart.
   *
   * @param kind the entries' name, for messages
   */
  static <E> void check(List<E> entries, String kind, Function<E, @Nullable String> idOf) {
    if (entries.isEmpty()) {
      throw ServiceError.badRequest(
          "EmptyBatchRequest", "There should be at least one " + kind + " in the request.");
    }
    if (entries.size() > MOST) {
      throw ServiceError.badRequest(
          "TooManyEntriesInBatchRequest",
          "Maximum number of entries per request are "
              + MOST
              + ". You have sent "
              + entries.size()
              + ".");
    }
    Set<String> ids = new HashSet<>();
    for (E entry : entries) {
      String id = idOf.apply(entry);
      if (id == null || !id.matches("[A-Za-z0-9_-]{1,80}")) {
        throw ServiceError.badRequest(
            "InvalidBatchEntryId",
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It"
                + " can be at most 80 letters long.");
      }
      if (!ids.add(id)) {
        throw ServiceError.badRequest("BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
      }
    }
  }

  /** An entry that failed. */
  static BatchResultErrorEntry failed(@Nullable String id, ServiceError error) {
    return BatchResultErrorEntry.builder()
        .id(id)
        .code(error.code())
        .message(error.message())
        .senderFault(error.isSenderFault())
        .build();
  }
}
