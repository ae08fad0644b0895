package croft.services.autoscaling.notification;

import croft.store.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be sent.
 *
 * @param target the ARN of a topic or queue
 * @param role as whom it is sent; null for the service-linked role
 * @param attempts that failed
 * @param next when to try
 */
public record NoticeRow(
    String scope,
    String id,
    String groupKey,
    String target,
    @Nullable String role,
    String subject,
    String message,
    int attempts,
    Instant next) {
  public static final Table<NoticeRow> TABLE =
      Table.of("autoscaling_notice", NoticeRow.class, NoticeRow::scope, NoticeRow::id)
          .index("group_key", NoticeRow::groupKey);

  NoticeRow later(Instant at) {
    return new NoticeRow(scope, id, groupKey, target, role, subject, message, attempts + 1, at);
  }
}
