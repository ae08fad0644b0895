package croft.services.ec2.spot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A spot request and the instance that answers it.
 *
 * @param cancelledAt when it was cancelled, or null
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
    @Nullable Instant cancelledAt) {

  SpotRequest cancelled(Instant at) {
    return new SpotRequest(
        scope, id, instanceId, type, maxPrice, interruption, createdAt, validUntil, at);
  }
}
