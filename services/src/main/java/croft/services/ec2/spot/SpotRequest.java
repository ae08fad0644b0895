package croft.services.ec2.spot;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A spot request and the instance that answers it.
 *
 * @param cancelledAt when it was cancelled, or null
 * @param renewal how a persistent one launches again; null for a request of one time
 * @param failure why it could not launch again, or null
 */
public record SpotRequest(
    String scope,
    String id,
    String instanceId,
    String type,
    @Nullable String maxPrice,
    String interruption,
    Instant createdAt,
    @Nullable Instant validUntil,
    @Nullable Instant cancelledAt,
    @Nullable Renewal renewal,
    @Nullable String failure) {

  /**
   * What a persistent request launches.
   *
   * @param launch the JSON form of RunInstances' request, for one instance
   * @param marks tags in AWS's own name
   */
  public record Renewal(String launch, Map<String, String> marks) {
    /** User data may hold secrets. */
    @Override
    public String toString() {
      return "Renewal";
    }
  }

  SpotRequest cancelled(Instant at) {
    return with(instanceId, at, failure);
  }

  SpotRequest answeredBy(String anotherInstanceId) {
    return with(anotherInstanceId, cancelledAt, null);
  }

  SpotRequest failing(String why) {
    return with(instanceId, cancelledAt, why);
  }

  private SpotRequest with(String instance, @Nullable Instant cancelled, @Nullable String why) {
    return new SpotRequest(
        scope,
        id,
        instance,
        type,
        maxPrice,
        interruption,
        createdAt,
        validUntil,
        cancelled,
        renewal,
        why);
  }

  /** Whether it launches again when its instance has ended. */
  boolean isKept(Instant now) {
    return renewal != null
        && cancelledAt == null
        && (validUntil == null || now.isBefore(validUntil));
  }
}
