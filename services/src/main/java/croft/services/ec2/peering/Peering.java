package croft.services.ec2.peering;

import java.time.Instant;
import java.util.List;
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
   * One of the two VPCs, as it was when the connection was asked for.
   *
   * @param blocks the VPC's blocks, the primary one first
   * @param resolvesRemotely whether public names that this side asks for resolve to the other
   *     side's private addresses
   */
  public record Side(String scope, String vpcId, List<String> blocks, boolean resolvesRemotely) {
    public Side {
      blocks = List.copyOf(blocks);
    }

    public String account() {
      return scope.substring(0, scope.indexOf('/'));
    }

    public String region() {
      return scope.substring(scope.indexOf('/') + 1);
    }

    public Side resolvingRemotely(boolean on) {
      return new Side(scope, vpcId, blocks, on);
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
