package croft.services.ec2.natgateway;

import croft.api.ec2.CreateNatGatewayRequest;
import croft.api.ec2.CreateNatGatewayResult;
import croft.api.ec2.DeleteNatGatewayRequest;
import croft.api.ec2.DeleteNatGatewayResult;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Quotas;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateNatGateway and DeleteNatGateway; {@link NatGatewayReconciler} does what they decide. */
public final class NatGatewayOperations {
  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final NetworkAccess access;
  private final Wake wake;

  public NatGatewayOperations(Store store, Ids ids, Vpcs vpcs, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this noun but its Describe. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_NAT_GATEWAY,
                (call, r) ->
                    access.create(
                        call,
                        "CreateNatGateway",
                        "natgateway",
                        r.tagSpecificationsOrEmpty(),
                        r.subnetId(),
                        r.allocationId()),
                this::createNatGateway)
            .honouring(
                "SubnetId",
                "AllocationId",
                "ConnectivityType",
                "PrivateIpAddress",
                "ClientToken",
                "TagSpecifications"),
        Binding.bind(
            Ec2Model.DELETE_NAT_GATEWAY,
            (call, r) -> access.to(call, "DeleteNatGateway", r.natGatewayId()),
            this::deleteNatGateway));
  }

  private CreateNatGatewayResult createNatGateway(Call call, CreateNatGatewayRequest request) {
    checkConnectivity(request);
    Map<String, String> tags =
        TagSpecifications.of("natgateway", request.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      Subnet subnet = Vpcs.requireSubnet(tx, call.scope(), text(request.subnetId()));
      NatGateway gateway =
          repeated(tx, call, request).orElseGet(() -> insert(tx, call, request, subnet, tags));
      return CreateNatGatewayResult.builder()
          .clientToken(request.clientToken())
          .natGateway(DescribeNatGateways.shape(gateway, Tags.of(tx, call.scope(), gateway.id())))
          .build();
    });
  }

  private static void checkConnectivity(CreateNatGatewayRequest request) {
    String type = request.connectivityType() == null ? "public" : request.connectivityType();
    switch (type) {
      case "public" -> {
        if (request.allocationId() == null) {
          throw ServiceError.badRequest(
              "MissingParameter",
              "The request must include the AllocationId parameter. Add the required parameter"
                  + " and retry the request.");
        }
      }
      case "private" -> {
        if (request.allocationId() != null) {
          throw ServiceError.badRequest(
              "InvalidParameter",
              "AllocationId cannot be given for a NAT gateway of private connectivity");
        }
      }
      default ->
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              "Value (" + type + ") for parameter connectivityType is invalid.");
    }
  }

  /** The gateway that an earlier call with the same token made. */
  private static Optional<NatGateway> repeated(
      Transaction tx, Call call, CreateNatGatewayRequest request) {
    String token = request.clientToken();
    if (token == null) {
      return Optional.empty();
    }
    Optional<NatGateway> earlier =
        tx.list(NatGateways.TABLE, call.scope()).stream()
            .filter(g -> token.equals(g.clientToken()))
            .findFirst();
    earlier.ifPresent(g -> {
      if (!g.subnetId().equals(request.subnetId())
          || !Objects.equals(g.allocationId(), request.allocationId())) {
        throw ServiceError.badRequest(
            "IdempotentParameterMismatch",
            "The client token '" + token + "' was used with other parameters.");
      }
    });
    return earlier;
  }

  private NatGateway insert(
      Transaction tx,
      Call call,
      CreateNatGatewayRequest request,
      Subnet subnet,
      Map<String, String> tags) {
    refuseUnfit(tx, call, request, subnet);
    NatGateway gateway =
        new NatGateway(
            call.scope(),
            ids.resource("nat"),
            subnet.vpcId(),
            subnet.id(),
            request.allocationId(),
            request.privateIpAddress(),
            request.clientToken(),
            NatGateway.State.PENDING,
            call.at(),
            null,
            null,
            null);
    tx.insert(NatGateways.TABLE, gateway);
    ReservedTags.put(tx, call, gateway.id(), tags);
    wake(tx, gateway);
    return gateway;
  }

  private static void refuseUnfit(
      Transaction tx, Call call, CreateNatGatewayRequest request, Subnet subnet) {
    String allocation = request.allocationId();
    if (allocation != null && tx.get(Addresses.TABLE, call.scope(), allocation).isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidAllocationID.NotFound", "The allocation ID '" + allocation + "' does not exist");
    }
    long inZone =
        tx.list(NatGateways.TABLE, call.scope()).stream()
            .filter(NatGateway::isStanding)
            .filter(g ->
                tx.get(Vpcs.SUBNETS, g.scope(), g.subnetId())
                    .filter(s -> s.zone().equals(subnet.zone()))
                    .isPresent())
            .count();
    if (inZone >= Quotas.NAT_GATEWAYS) {
      throw ServiceError.badRequest(
          "NatGatewayLimitExceeded",
          "The maximum number of NAT Gateways has been reached in availability zone "
              + subnet.zone()
              + ".");
    }
  }

  private void wake(Transaction tx, NatGateway gateway) {
    wake.reconciler(tx, NatGatewayReconciler.NAME, NatGatewayReconciler.key(gateway));
  }

  private DeleteNatGatewayResult deleteNatGateway(Call call, DeleteNatGatewayRequest request) {
    return store.write(tx -> {
      NatGateway gateway =
          tx.get(NatGateways.TABLE, call.scope(), text(request.natGatewayId()))
              .filter(g -> g.state() != NatGateway.State.DELETED)
              .orElseThrow(() -> NatGateways.notFound(request.natGatewayId()));
      tx.put(NatGateways.TABLE, gateway.enter(NatGateway.State.DELETING));
      wake(tx, gateway);
      return DeleteNatGatewayResult.builder().natGatewayId(gateway.id()).build();
    });
  }

  private static String text(@Nullable String id) {
    return id == null ? "" : id;
  }
}
