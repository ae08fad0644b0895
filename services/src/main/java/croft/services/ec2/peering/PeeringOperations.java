package croft.services.ec2.peering;

import croft.api.ec2.AcceptVpcPeeringConnectionRequest;
import croft.api.ec2.AcceptVpcPeeringConnectionResult;
import croft.api.ec2.CreateVpcPeeringConnectionRequest;
import croft.api.ec2.CreateVpcPeeringConnectionResult;
import croft.api.ec2.DeleteVpcPeeringConnectionRequest;
import croft.api.ec2.DeleteVpcPeeringConnectionResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.RejectVpcPeeringConnectionRequest;
import croft.api.ec2.RejectVpcPeeringConnectionResult;
import croft.base.Arn;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Quotas;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for, accepts, rejects and deletes peering connections between VPCs of one region, of one
 * account or of two.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html">VPC
 * peering lifecycle</a>.
 */
public final class PeeringOperations {
  private static final Duration ANSWER_TIME = Duration.ofDays(7);

  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final NetworkAccess access;
  private final Wake wake;

  public PeeringOperations(Store store, Ids ids, Vpcs vpcs, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of a connection's life. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_VPC_PEERING_CONNECTION,
            this::creation,
            this::createVpcPeeringConnection),
        Binding.bind(
            Ec2Model.ACCEPT_VPC_PEERING_CONNECTION,
            (call, r) -> peeringAccess(call, "Accept", r.vpcPeeringConnectionId()),
            this::acceptVpcPeeringConnection),
        Binding.bind(
            Ec2Model.REJECT_VPC_PEERING_CONNECTION,
            (call, r) -> peeringAccess(call, "Reject", r.vpcPeeringConnectionId()),
            this::rejectVpcPeeringConnection),
        Binding.bind(
            Ec2Model.DELETE_VPC_PEERING_CONNECTION,
            (call, r) -> peeringAccess(call, "Delete", r.vpcPeeringConnectionId()),
            this::deleteVpcPeeringConnection));
  }

  private List<Access> creation(Call call, CreateVpcPeeringConnectionRequest request) {
    String peer = request.peerOwnerId() == null ? call.account() : request.peerOwnerId();
    Map<String, List<String>> keys =
        Map.of(
            "ec2:RequesterVpc",
            List.of(call.arn("ec2", "vpc/" + request.vpcId()).toString()),
            "ec2:AccepterVpc",
            List.of(Arn.of("ec2", call.region(), peer, "vpc/" + request.peerVpcId()).toString()));
    return access
        .create(
            call,
            "CreateVpcPeeringConnection",
            "vpc-peering-connection",
            request.tagSpecificationsOrEmpty(),
            request.vpcId())
        .stream()
        .map(needed -> needed.with(keys))
        .toList();
  }

  private List<Access> peeringAccess(Call call, String verb, @Nullable String id) {
    return access.to(call, verb + "VpcPeeringConnection", id);
  }

  private CreateVpcPeeringConnectionResult createVpcPeeringConnection(
      Call call, CreateVpcPeeringConnectionRequest request) {
    String region = request.peerRegion();
    if (region != null && !region.equals(call.region())) {
      throw ServiceError.badRequest(
          "UnsupportedOperation", "PeerRegion other than the caller's region is not supported");
    }
    Map<String, String> tags =
        TagSpecifications.of("vpc-peering-connection", request.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    String peerAccount = request.peerOwnerId() == null ? call.account() : request.peerOwnerId();
    return store.write(tx -> {
      Vpc vpc = Vpcs.require(tx, call.scope(), required("vpcId", request.vpcId()));
      Peering.Side accepter =
          new Peering.Side(
              peerAccount + "/" + call.region(), required("peerVpcId", request.peerVpcId()), false);
      if (accepter.scope().equals(call.scope())) {
        Vpcs.require(tx, accepter.scope(), accepter.vpcId());
      }
      refuseAnother(tx, vpc, accepter);
      Peering peering = insert(tx, call, vpc, accepter);
      ReservedTags.put(tx, call, peering.id(), tags);
      return CreateVpcPeeringConnectionResult.builder()
          .vpcPeeringConnection(PeeringView.initiating(tx, peering, tags))
          .build();
    });
  }

  private static void refuseAnother(Transaction tx, Vpc vpc, Peering.Side accepter) {
    List<Peering> standing =
        Peerings.of(tx, vpc.id()).stream().filter(Peering::isStanding).toList();
    if (standing.stream().anyMatch(p -> p.other(vpc.id()).vpcId().equals(accepter.vpcId()))) {
      throw ServiceError.badRequest(
          "VpcPeeringConnectionAlreadyExists",
          "A VPC peering connection between the VPCs already exists.");
    }
    if (standing.size() >= Quotas.PEERINGS) {
      throw ServiceError.badRequest(
          "VpcPeeringConnectionLimitExceeded",
          "The maximum number of VPC peering connections has been reached.");
    }
  }

  private Peering insert(Transaction tx, Call call, Vpc vpc, Peering.Side accepter) {
    Peering asked =
        new Peering(
            ids.resource("pcx"),
            new Peering.Side(call.scope(), vpc.id(), false),
            accepter,
            Peering.State.PENDING_ACCEPTANCE,
            "Pending Acceptance by " + accepter.account(),
            call.at().plus(ANSWER_TIME),
            null);
    Peering peering = fits(tx, asked) ? asked : failed(call, asked);
    tx.insert(Peerings.TABLE, peering);
    return peering;
  }

  /** Whether both VPCs are there and have no addresses in common. */
  private static boolean fits(Transaction tx, Peering peering) {
    Optional<Vpc> one =
        tx.get(Vpcs.TABLE, peering.requester().scope(), peering.requester().vpcId());
    Optional<Vpc> other =
        tx.get(Vpcs.TABLE, peering.accepter().scope(), peering.accepter().vpcId());
    return one.isPresent()
        && other.isPresent()
        && one.get().blocks().stream()
            .noneMatch(block -> other.get().blocks().stream().anyMatch(block::overlaps));
  }

  private static Peering failed(Call call, Peering peering) {
    return peering.end(
        Peering.State.FAILED,
        "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range",
        call.at());
  }

  private AcceptVpcPeeringConnectionResult acceptVpcPeeringConnection(
      Call call, AcceptVpcPeeringConnectionRequest request) {
    return store.write(tx -> {
      Peering pending = answerable(tx, call, request.vpcPeeringConnectionId(), "accept");
      Peering answered =
          fits(tx, pending)
              ? pending.enter(Peering.State.PROVISIONING, "Provisioning")
              : failed(call, pending);
      put(tx, answered);
      return AcceptVpcPeeringConnectionResult.builder()
          .vpcPeeringConnection(
              PeeringView.shape(tx, answered, Tags.of(tx, call.scope(), answered.id())))
          .build();
    });
  }

  private RejectVpcPeeringConnectionResult rejectVpcPeeringConnection(
      Call call, RejectVpcPeeringConnectionRequest request) {
    return store.write(tx -> {
      Peering pending = answerable(tx, call, request.vpcPeeringConnectionId(), "reject");
      put(tx, pending.end(Peering.State.REJECTED, "Rejected by " + call.account(), call.at()));
      return RejectVpcPeeringConnectionResult.builder().return_(true).build();
    });
  }

  /** A connection that waits for this caller's answer. */
  private static Peering answerable(Transaction tx, Call call, @Nullable String id, String verb) {
    Peering peering = Peerings.require(tx, call.scope(), id == null ? "" : id);
    if (!peering.accepter().scope().equals(call.scope())) {
      throw ServiceError.badRequest(
          "OperationNotPermitted",
          "User " + call.account() + " cannot " + verb + " peering " + peering.id());
    }
    if (peering.state() != Peering.State.PENDING_ACCEPTANCE) {
      throw wrongState(peering, verb.equals("accept") ? "active" : "rejected");
    }
    return peering;
  }

  private static ServiceError wrongState(Peering peering, String next) {
    return ServiceError.badRequest(
        "InvalidStateTransition",
        "Invalid state transition for "
            + peering.id()
            + ", attempted to transition from "
            + peering.state().text()
            + " to "
            + next);
  }

  private DeleteVpcPeeringConnectionResult deleteVpcPeeringConnection(
      Call call, DeleteVpcPeeringConnectionRequest request) {
    return store.write(tx -> {
      String id = request.vpcPeeringConnectionId();
      Peering peering = Peerings.require(tx, call.scope(), id == null ? "" : id);
      String why = "Deleted by " + call.account();
      switch (peering.state()) {
        case ACTIVE, PROVISIONING -> put(tx, peering.enter(Peering.State.DELETING, why));
        case PENDING_ACCEPTANCE -> {
          if (!peering.requester().scope().equals(call.scope())) {
            throw ServiceError.badRequest(
                "OperationNotPermitted",
                "User " + call.account() + " cannot delete peering " + peering.id());
          }
          put(tx, peering.end(Peering.State.DELETED, why, call.at()));
        }
        case DELETING, DELETED -> {}
        case FAILED, EXPIRED, REJECTED -> throw wrongState(peering, "deleted");
      }
      return DeleteVpcPeeringConnectionResult.builder().return_(true).build();
    });
  }

  private void put(Transaction tx, Peering peering) {
    tx.put(Peerings.TABLE, peering);
    wake.reconciler(tx, PeeringReconciler.NAME, peering.id());
  }

  private static String required(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }
}
