package croft.services.ec2.peering;

import croft.api.ec2.CidrBlock;
import croft.api.ec2.VpcPeeringConnection;
import croft.api.ec2.VpcPeeringConnectionOptionsDescription;
import croft.api.ec2.VpcPeeringConnectionStateReason;
import croft.api.ec2.VpcPeeringConnectionVpcInfo;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.CidrAssociation;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Peering connections as the API shows them. */
final class PeeringView {
  private PeeringView() {}

  /** As the call that asked for the connection is answered. */
  static VpcPeeringConnection initiating(
      Transaction tx, Peering peering, Map<String, String> tags) {
    return shape(
        tx,
        peering,
        tags,
        VpcPeeringConnectionStateReason.builder()
            .code("initiating-request")
            .message("Initiating Request to " + peering.accepter().account())
            .build());
  }

  static VpcPeeringConnection shape(Transaction tx, Peering peering, Map<String, String> tags) {
    return shape(
        tx,
        peering,
        tags,
        VpcPeeringConnectionStateReason.builder()
            .code(peering.state().text())
            .message(peering.message())
            .build());
  }

  private static VpcPeeringConnection shape(
      Transaction tx,
      Peering peering,
      Map<String, String> tags,
      VpcPeeringConnectionStateReason status) {
    boolean active = peering.state() == Peering.State.ACTIVE;
    return VpcPeeringConnection.builder()
        .vpcPeeringConnectionId(peering.id())
        .requesterVpcInfo(side(tx, peering.requester(), true, active))
        // EC2 tells of the accepter's blocks and options only while the connection is active.
        .accepterVpcInfo(side(tx, peering.accepter(), active, active))
        .expirationTime(
            peering.state() == Peering.State.PENDING_ACCEPTANCE ? peering.expiresAt() : null)
        .status(status)
        .tags(Tags.shapes(tags))
        .build();
  }

  private static VpcPeeringConnectionVpcInfo side(
      Transaction tx, Peering.Side side, boolean withBlocks, boolean withOptions) {
    VpcPeeringConnectionVpcInfo.Builder info =
        VpcPeeringConnectionVpcInfo.builder()
            .ownerId(side.account())
            .vpcId(side.vpcId())
            .region(side.region());
    Vpc vpc = withBlocks ? tx.get(Vpcs.TABLE, side.scope(), side.vpcId()).orElse(null) : null;
    if (vpc != null) {
      info.cidrBlock(vpc.cidrBlock()).cidrBlockSet(blocks(vpc));
    }
    if (withOptions) {
      info.peeringOptions(
          VpcPeeringConnectionOptionsDescription.builder()
              .allowDnsResolutionFromRemoteVpc(side.resolvableByPeer())
              .allowEgressFromLocalClassicLinkToRemoteVpc(false)
              .allowEgressFromLocalVpcToRemoteClassicLink(false)
              .build());
    }
    return info.build();
  }

  private static List<CidrBlock> blocks(Vpc vpc) {
    return vpc.cidrs().stream()
        .map(CidrAssociation::cidrBlock)
        .map(block -> CidrBlock.builder().cidrBlock(block).build())
        .toList();
  }

  /** A VPC's primary block, or null when the VPC is gone. */
  static @Nullable String block(Transaction tx, Peering.Side side) {
    return tx.get(Vpcs.TABLE, side.scope(), side.vpcId()).map(Vpc::cidrBlock).orElse(null);
  }
}
