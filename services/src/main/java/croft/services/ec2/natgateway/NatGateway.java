package croft.services.ec2.natgateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A NAT gateway.
 *
 * @param allocationId of its Elastic IP address; null when its connectivity is private
 * @param wantedAddress the private address asked for, or null
 * @param clientToken the caller's idempotency token, or null
 * @param place what it has in its subnet; null until it has it, and when it failed
 * @param endedAt when it was deleted or failed
 */
public record NatGateway(
    String scope,
    String id,
    String vpcId,
    String subnetId,
    @Nullable String allocationId,
    @Nullable String wantedAddress,
    @Nullable String clientToken,
    State state,
    Instant createdAt,
    @Nullable Place place,
    @Nullable Failure failure,
    @Nullable Instant endedAt) {

  /** AWS's states, in their order. */
  public enum State {
    PENDING,
    FAILED,
    AVAILABLE,
    DELETING,
    DELETED;

    /** As the API says it. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What a gateway has in its subnet.
   *
   * @param publicAddress null when its connectivity is private
   * @param associationId of the Elastic IP address
   */
  public record Place(
      String interfaceId,
      String privateAddress,
      @Nullable String publicAddress,
      @Nullable String associationId) {}

  /** Why it could not be made; the code is AWS's, such as {@code Gateway.NotAttached}. */
  public record Failure(String code, String message) {}

  public boolean isPublic() {
    return allocationId != null;
  }

  /** Whether it stands, or shall stand, in the network. */
  public boolean inNetwork() {
    return place != null && (state == State.PENDING || state == State.AVAILABLE);
  }

  /** Whether it is there, or may come to be. */
  public boolean isStanding() {
    return switch (state) {
      case PENDING, AVAILABLE, DELETING -> true;
      case FAILED, DELETED -> false;
    };
  }

  public NatGateway placed(Place at) {
    return with(state, at, failure, endedAt);
  }

  public NatGateway enter(State next) {
    return with(next, place, failure, endedAt);
  }

  public NatGateway failed(Failure why, Instant at) {
    return with(State.FAILED, null, why, at);
  }

  public NatGateway deleted(Instant at) {
    return with(State.DELETED, place, failure, at);
  }

  private NatGateway with(
      State next, @Nullable Place at, @Nullable Failure why, @Nullable Instant ended) {
    return new NatGateway(
        scope,
        id,
        vpcId,
        subnetId,
        allocationId,
        wantedAddress,
        clientToken,
        next,
        createdAt,
        at,
        why,
        ended);
  }
}
