package croft.services.ec2.vpc;

import croft.api.ec2.AssociateVpcCidrBlockRequest;
import croft.api.ec2.AssociateVpcCidrBlockResult;
import croft.api.ec2.DisassociateVpcCidrBlockRequest;
import croft.api.ec2.DisassociateVpcCidrBlockResult;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.Wake;
import croft.services.ec2.peering.Peering;
import croft.services.ec2.peering.Peerings;
import croft.services.ec2.routetable.RouteTable;
import croft.services.ec2.routetable.RouteTables;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** AssociateVpcCidrBlock and DisassociateVpcCidrBlock: the blocks beside the primary one. */
public final class BlockOperations {
  private static final List<Ipv4Cidr> PRIVATE_RANGES =
      List.of(
          Ipv4Cidr.parse("10.0.0.0/8"),
          Ipv4Cidr.parse("172.16.0.0/12"),
          Ipv4Cidr.parse("192.168.0.0/16"),
          Ipv4Cidr.parse("198.19.0.0/16"));

  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final NetworkAccess access;
  private final Wake wake;

  public BlockOperations(Store store, Ids ids, Vpcs vpcs, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.access = access;
    this.wake = wake;
  }

  /** Both operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.ASSOCIATE_VPC_CIDR_BLOCK,
                (call, r) -> access.to(call, "AssociateVpcCidrBlock", r.vpcId()),
                this::associateVpcCidrBlock)
            .honouring("VpcId", "CidrBlock"),
        Binding.bind(
            Ec2Model.DISASSOCIATE_VPC_CIDR_BLOCK,
            (call, r) ->
                access.to(call, "DisassociateVpcCidrBlock", vpcOf(call, r.associationId())),
            this::disassociateVpcCidrBlock));
  }

  private AssociateVpcCidrBlockResult associateVpcCidrBlock(
      Call call, AssociateVpcCidrBlockRequest request) {
    Ipv4Cidr block = Blocks.parse("cidrBlock", request.cidrBlock());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      String id = request.vpcId() == null ? "" : request.vpcId();
      Vpc vpc = Vpcs.require(tx, call.scope(), id);
      refuseUnfit(tx, vpc, block);
      if (vpc.cidrs().size() >= Quotas.BLOCKS) {
        throw ServiceError.badRequest(
            "CidrLimitExceeded",
            "This network '"
                + vpc.id()
                + "' has met its maximum number of allowed CIDRs: "
                + Quotas.BLOCKS);
      }
      CidrAssociation added = new CidrAssociation(ids.resource("vpc-cidr-assoc"), block.toString());
      tx.put(Vpcs.TABLE, vpc.with(added));
      wake.network(tx, call.scope(), vpc.id());
      return AssociateVpcCidrBlockResult.builder()
          .vpcId(vpc.id())
          .cidrBlockAssociation(DescribeVpcs.shape(added, "associating"))
          .build();
    });
  }

  private static void refuseUnfit(Transaction tx, Vpc vpc, Ipv4Cidr block) {
    if (!Blocks.sized(block)) {
      throw ServiceError.badRequest("InvalidVpc.Range", "The CIDR '" + block + "' is invalid.");
    }
    if (vpc.blocks().stream().anyMatch(block::overlaps)) {
      throw ServiceError.badRequest(
          "InvalidVpc.Range",
          "The CIDR '" + block + "' overlaps with a CIDR of network '" + vpc.id() + "'.");
    }
    Optional<Ipv4Cidr> range = PRIVATE_RANGES.stream().filter(block::overlaps).findFirst();
    if (range.isPresent() && !range.get().contains(vpc.blocks().getFirst())) {
      throw ServiceError.badRequest(
          "InvalidVpc.Range",
          "The CIDR '"
              + block
              + "' is restricted. Use a CIDR from the same private address range as the current"
              + " VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see"
              + " https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html");
    }
    for (Peering peering : Peerings.activeOf(tx, vpc.scope(), vpc.id())) {
      Peering.Side peer = peering.other(vpc.id());
      if (Vpcs.require(tx, peer.scope(), peer.vpcId()).blocks().stream()
          .anyMatch(block::overlaps)) {
        throw ServiceError.badRequest(
            "InvalidVpc.Range",
            "The CIDR '" + block + "' overlaps with a CIDR of peered VPC '" + peer.vpcId() + "'.");
      }
    }
    for (RouteTable table : RouteTables.inVpc(tx, vpc.scope(), vpc.id())) {
      for (RouteTable.Route route : table.routes()) {
        if (!route.destination().startsWith("pl-")
            && block.contains(Ipv4Cidr.parse(route.destination()))) {
          throw ServiceError.badRequest(
              "InvalidVpc.Range",
              "The CIDR '"
                  + block
                  + "' has the destination "
                  + route.destination()
                  + " of a route in route table "
                  + table.id());
        }
      }
    }
  }

  private DisassociateVpcCidrBlockResult disassociateVpcCidrBlock(
      Call call, DisassociateVpcCidrBlockRequest request) {
    return store.write(tx -> {
      Vpc vpc = holder(tx, call.scope(), request.associationId());
      CidrAssociation association =
          vpc.cidrs().stream()
              .filter(c -> c.id().equals(request.associationId()))
              .findFirst()
              .orElseThrow();
      if (association.equals(vpc.cidrs().getFirst())) {
        throw ServiceError.badRequest(
            "OperationNotPermitted",
            "The vpc CIDR block with association ID "
                + association.id()
                + " may not be disassociated. It is the primary IPv4 CIDR block of the VPC");
      }
      Ipv4Cidr block = Ipv4Cidr.parse(association.cidrBlock());
      boolean used =
          Vpcs.subnetsOf(tx, vpc.scope(), vpc.id()).stream()
              .anyMatch(s -> block.contains(Ipv4Cidr.parse(s.cidrBlock())));
      if (used) {
        throw ServiceError.badRequest(
            "DependencyViolation",
            "The vpc CIDR block '"
                + association.id()
                + "' has dependencies and cannot be disassociated.");
      }
      tx.put(Vpcs.TABLE, vpc.without(association));
      wake.network(tx, call.scope(), vpc.id());
      return DisassociateVpcCidrBlockResult.builder()
          .vpcId(vpc.id())
          .cidrBlockAssociation(DescribeVpcs.shape(association, "disassociating"))
          .build();
    });
  }

  private @Nullable String vpcOf(Call call, @Nullable String associationId) {
    return store.read(tx -> find(tx, call.scope(), associationId).map(Vpc::id).orElse(null));
  }

  private static Vpc holder(Transaction tx, String scope, @Nullable String associationId) {
    return find(tx, scope, associationId)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidCidrBlockAssociationID.NotFound",
                "The vpc CIDR block association ID '" + associationId + "' does not exist"));
  }

  private static Optional<Vpc> find(Transaction tx, String scope, @Nullable String associationId) {
    return tx.list(Vpcs.TABLE, scope).stream()
        .filter(v -> v.cidrs().stream().anyMatch(c -> c.id().equals(associationId)))
        .findFirst();
  }
}
