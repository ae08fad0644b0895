package croft.services.cloudtrail.event;

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
  /**
   * Something a call was about.
   *
   * @param type such as {@code AWS::S3::Bucket}
   */
  public record Resource(String type, String name, String arn) {}
}
