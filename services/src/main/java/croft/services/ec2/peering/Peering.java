package croft.services.ec2.peering;

import croft.drivers.network.PeeringSpec;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A peering connection. Its row belongs to both sides, which may be of two accounts.
 *
 * @param expiresAt when a request that nobody answered lapses
 * @param endedAt when it was deleted, rejected, expired or failed
 */
public record Peering(
    String id,
    Side requester,
    Side accepter,
    State state,
    String message,
    Instant expiresAt,
    @Nullable Instant endedAt) {
  /** Where the rows are: in no account's scope. */
  public static final String SCOPE = "";

  /**
   * One of the two VPCs.
   *
   * @param resolvableByPeer whether the other side is told the private addresses of this side's
   *     instances when it asks for their public names
   */
  public record Side(String scope, String vpcId, boolean resolvableByPeer) {

    public String account() {
      return scope.substring(0, scope.indexOf('/'));
    }

    public String region() {
      return scope.substring(scope.indexOf('/') + 1);
    }

    public Side resolvableByPeer(boolean on) {
      return new Side(scope, vpcId, on);
    }
  }

  /** AWS's states. */
  public enum State {
    PENDING_ACCEPTANCE,
    PROVISIONING,
    ACTIVE,
    FAILED,
    EXPIRED,
    REJECTED,
    DELETING,
    DELETED;

    /** As the API says it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  String scope() {
    return SCOPE;
  }

  /** Whether a side is in this scope. */
  public boolean visibleIn(String scope) {
    return requester.scope().equals(scope) || accepter.scope().equals(scope);
  }

  /** Whether one of the two is this VPC. */
  public boolean has(String vpcId) {
    return requester.vpcId().equals(vpcId) || accepter.vpcId().equals(vpcId);
  }

  /** The side that is not this VPC. */
  public Side other(String vpcId) {
    return requester.vpcId().equals(vpcId) ? accepter : requester;
  }

  /** Whether it is there, or may come to be. */
  public boolean isStanding() {
    return switch (state) {
      case PENDING_ACCEPTANCE, PROVISIONING, ACTIVE, DELETING -> true;
      case FAILED, EXPIRED, REJECTED, DELETED -> false;
    };
  }

  /** As the network driver takes it. */
  public PeeringSpec spec() {
    return new PeeringSpec(id, requester.vpcId(), accepter.vpcId());
  }

  public Peering enter(State next, String why) {
    return new Peering(id, requester, accepter, next, why, expiresAt, endedAt);
  }

  public Peering end(State last, String why, Instant at) {
    return new Peering(id, requester, accepter, last, why, expiresAt, at);
  }

  public Peering between(Side requesting, Side accepting) {
    return new Peering(id, requesting, accepting, state, message, expiresAt, endedAt);
  }
}
