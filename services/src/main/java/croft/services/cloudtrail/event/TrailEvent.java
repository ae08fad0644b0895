package croft.services.cloudtrail.event;

import croft.base.Arn;
import croft.base.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call, as it is kept: {@link EventDocument} makes CloudTrail's form of it when it is asked
 * for.
 *
 * @param account in whose history it stands
 * @param source such as {@code ec2.amazonaws.com}
 * @param management false for the use of data, such as objects and messages, which CloudTrail's
 *     event history leaves out
 * @param sourceAddress the caller's, or the host name of the service that passed the call on
 * @param errorCode null for a success
 * @param parameters of the request, as a JSON object; null where they are not told
 */
record TrailEvent(
    String id,
    String account,
    String region,
    Instant at,
    String name,
    String source,
    boolean readOnly,
    boolean management,
    Identity identity,
    List<Resource> resources,
    String sourceAddress,
    String userAgent,
    String requestId,
    @Nullable String errorCode,
    @Nullable String errorMessage,
    @Nullable String parameters) {

  /**
   * Who called.
   *
   * @param account empty for nobody
   * @param accessKeyId empty for a call made inside Croft
   * @param session null for long-term credentials
   */
  record Identity(
      Caller.Kind kind,
      String account,
      String arn,
      String principalId,
      String accessKeyId,
      @Nullable Session session) {

    /** A user's name, a session's name, {@code root}, or empty. */
    String username() {
      return switch (kind) {
        case ROOT -> "root";
        case USER, ASSUMED_ROLE, FEDERATED_USER -> lastPart(Arn.parse(arn));
        case SERVICE, ANONYMOUS -> "";
      };
    }
  }

  /**
   * What temporary credentials tell.
   *
   * @param roleArn empty for a user's own session
   * @param sourceIdentity empty if nobody said
   */
  record Session(String roleArn, Instant issued, boolean mfaAuthenticated, String sourceIdentity) {}

  /**
   * Something a call was about.
   *
   * @param type such as {@code AWS::S3::Bucket}
   */
  record Resource(String type, String name, String arn) {}

  /** The name at the end of an ARN. */
  static String lastPart(Arn arn) {
    return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
  }
}
