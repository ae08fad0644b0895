package croft.services.cloudtrail.event;

import croft.store.Table;
import java.time.Instant;
import java.util.List;

/**
 * One call, as it is kept and looked up.
 *
 * @param account in whose history it stands
 * @param source such as {@code ec2.amazonaws.com}
 * @param management false for the use of data, such as objects and messages, which CloudTrail's
 *     event history leaves out
 * @param username a user's name, a session's name, {@code root}, or empty
 * @param document the record in CloudTrail's form, JSON
 */
public record TrailEvent(
    String id,
    String account,
    String region,
    Instant at,
    String name,
    String source,
    boolean readOnly,
    boolean management,
    String username,
    String accessKeyId,
    List<Resource> resources,
    String document) {
  static final String BY_TIME = "at";

  /** By account and region, the newest first. */
  public static final Table<TrailEvent> TABLE =
      Table.of("cloudtrail_event", TrailEvent.class, TrailEvent::scope, TrailEvent::rowId)
          .index(BY_TIME, event -> millis(event.at));

  /**
   * Something a call was about.
   *
   * @param type such as {@code AWS::S3::Bucket}
   */
  public record Resource(String type, String name, String arn) {}

  private String scope() {
    return account + "/" + region;
  }

  /** Rows are listed in the order of their ids: the newest has the smallest. */
  String rowId() {
    return newestFirst(at) + "-" + id;
  }

  /** The beginning of the ids of that moment's rows. */
  static String newestFirst(Instant at) {
    return "%015d".formatted(999_999_999_999_999L - at.toEpochMilli());
  }

  /** A time as the index has it: digits of one width. */
  static String millis(Instant at) {
    return "%015d".formatted(at.toEpochMilli());
  }
}
