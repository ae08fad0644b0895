package croft.services.ec2.peering;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifyVpcPeeringConnectionOptionsRequest;
import croft.api.ec2.ModifyVpcPeeringConnectionOptionsResult;
import croft.api.ec2.PeeringConnectionOptions;
import croft.api.ec2.PeeringConnectionOptionsRequest;
import croft.base.ServiceError;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import org.jspecify.annotations.Nullable;

/** ModifyVpcPeeringConnectionOptions: each side says what its peer may do with it. */
public final class PeeringOptions {
  private final Store store;
  private final NetworkAccess access;

  public PeeringOptions(Store store, NetworkAccess access) {
    this.store = store;
    this.access = access;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
            Ec2Model.MODIFY_VPC_PEERING_CONNECTION_OPTIONS,
            (call, r) ->
                access.to(call, "ModifyVpcPeeringConnectionOptions", r.vpcPeeringConnectionId()),
            this::modifyVpcPeeringConnectionOptions)
        .honouring(
            "VpcPeeringConnectionId",
            "AccepterPeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc",
            "RequesterPeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc");
  }

  private ModifyVpcPeeringConnectionOptionsResult modifyVpcPeeringConnectionOptions(
      Call call, ModifyVpcPeeringConnectionOptionsRequest request) {
    return store.write(tx -> {
      String id = request.vpcPeeringConnectionId() == null ? "" : request.vpcPeeringConnectionId();
      Peering peering = Peerings.require(tx, call.scope(), id);
      if (peering.state() != Peering.State.ACTIVE) {
        throw ServiceError.badRequest(
            "OperationNotPermitted",
            "Peering "
                + id
                + " is not active. Peering options can be added only to active peerings.");
      }
      Peering.Side requester =
          changed(call, peering.requester(), request.requesterPeeringConnectionOptions());
      Peering.Side accepter =
          changed(call, peering.accepter(), request.accepterPeeringConnectionOptions());
      tx.put(Peerings.TABLE, peering.between(requester, accepter));
      return ModifyVpcPeeringConnectionOptionsResult.builder()
          .requesterPeeringConnectionOptions(
              shape(requester, request.requesterPeeringConnectionOptions()))
          .accepterPeeringConnectionOptions(
              shape(accepter, request.accepterPeeringConnectionOptions()))
          .build();
    });
  }

  private static Peering.Side changed(
      Call call, Peering.Side side, @Nullable PeeringConnectionOptionsRequest wanted) {
    if (wanted == null || wanted.allowDnsResolutionFromRemoteVpc() == null) {
      return side;
    }
    if (!side.scope().equals(call.scope())) {
      throw ServiceError.badRequest(
          "OperationNotPermitted",
          "User " + call.account() + " cannot modify the options of account " + side.account());
    }
    return side.resolvableByPeer(wanted.allowDnsResolutionFromRemoteVpc());
  }

  private static @Nullable PeeringConnectionOptions shape(
      Peering.Side side, @Nullable PeeringConnectionOptionsRequest wanted) {
    return wanted == null
        ? null
        : PeeringConnectionOptions.builder()
            .allowDnsResolutionFromRemoteVpc(side.resolvableByPeer())
            .allowEgressFromLocalClassicLinkToRemoteVpc(false)
            .allowEgressFromLocalVpcToRemoteClassicLink(false)
            .build();
  }
}
