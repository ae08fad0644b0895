package croft.services.ec2.internetgateway;

import croft.api.ec2.AttachInternetGatewayRequest;
import croft.api.ec2.AttachInternetGatewayResponse;
import croft.api.ec2.CreateInternetGatewayRequest;
import croft.api.ec2.CreateInternetGatewayResult;
import croft.api.ec2.DeleteInternetGatewayRequest;
import croft.api.ec2.DeleteInternetGatewayResponse;
import croft.api.ec2.DetachInternetGatewayRequest;
import croft.api.ec2.DetachInternetGatewayResponse;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.MappedAddresses;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Quotas;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CreateInternetGateway, AttachInternetGateway, DetachInternetGateway, DeleteInternetGateway. */
public final class InternetGatewayOperations {
  private final Store store;
  private final Ids ids;
  private final NetworkAccess access;
  private final Wake wake;

  public InternetGatewayOperations(Store store, Ids ids, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this noun but its Describe. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_INTERNET_GATEWAY,
            (call, r) ->
                access.create(
                    call,
                    "CreateInternetGateway",
                    "internet-gateway",
                    r.tagSpecificationsOrEmpty()),
            this::createInternetGateway),
        Binding.bind(
            Ec2Model.ATTACH_INTERNET_GATEWAY,
            (call, r) -> access.to(call, "AttachInternetGateway", r.internetGatewayId(), r.vpcId()),
            this::attachInternetGateway),
        Binding.bind(
            Ec2Model.DETACH_INTERNET_GATEWAY,
            (call, r) -> access.to(call, "DetachInternetGateway", r.internetGatewayId(), r.vpcId()),
            this::detachInternetGateway),
        Binding.bind(
            Ec2Model.DELETE_INTERNET_GATEWAY,
            (call, r) -> access.to(call, "DeleteInternetGateway", r.internetGatewayId()),
            this::deleteInternetGateway));
  }

  private CreateInternetGatewayResult createInternetGateway(
      Call call, CreateInternetGatewayRequest request) {
    Map<String, String> tags =
        TagSpecifications.of("internet-gateway", request.tagSpecificationsOrEmpty());
    return store.write(tx -> {
      if (tx.list(InternetGateways.TABLE, call.scope()).size() >= Quotas.INTERNET_GATEWAYS) {
        throw ServiceError.badRequest(
            "InternetGatewayLimitExceeded",
            "The maximum number of internet gateways has been reached.");
      }
      InternetGateway created = new InternetGateway(call.scope(), ids.resource("igw"), null);
      tx.insert(InternetGateways.TABLE, created);
      ReservedTags.put(tx, call, created.id(), tags);
      return CreateInternetGatewayResult.builder()
          .internetGateway(DescribeInternetGateways.shape(call, created, tags))
          .build();
    });
  }

  private AttachInternetGatewayResponse attachInternetGateway(
      Call call, AttachInternetGatewayRequest request) {
    return store.write(tx -> {
      InternetGateway gateway =
          InternetGateways.require(tx, call.scope(), text(request.internetGatewayId()));
      String vpcId = Vpcs.require(tx, call.scope(), text(request.vpcId())).id();
      if (gateway.vpcId() != null) {
        throw ServiceError.badRequest(
            "Resource.AlreadyAssociated",
            "resource " + gateway.id() + " is already attached to network " + gateway.vpcId());
      }
      InternetGateways.of(tx, call.scope(), vpcId)
          .ifPresent(other -> {
            throw ServiceError.badRequest(
                "InvalidParameterValue",
                "Network " + vpcId + " already has an internet gateway attached");
          });
      tx.put(InternetGateways.TABLE, gateway.attachedTo(vpcId));
      wake.network(tx, call.scope(), vpcId);
      return AttachInternetGatewayResponse.builder().build();
    });
  }

  private DetachInternetGatewayResponse detachInternetGateway(
      Call call, DetachInternetGatewayRequest request) {
    return store.write(tx -> {
      InternetGateway gateway =
          InternetGateways.require(tx, call.scope(), text(request.internetGatewayId()));
      String vpcId = Vpcs.require(tx, call.scope(), text(request.vpcId())).id();
      if (!vpcId.equals(gateway.vpcId())) {
        throw ServiceError.badRequest(
            "Gateway.NotAttached",
            "resource " + gateway.id() + " is not attached to network " + vpcId);
      }
      if (MappedAddresses.any(tx, call.scope(), vpcId)) {
        throw ServiceError.badRequest(
            "DependencyViolation",
            "Network "
                + vpcId
                + " has some mapped public address(es). Please unmap those public address(es)"
                + " before detaching the gateway.");
      }
      tx.put(InternetGateways.TABLE, gateway.attachedTo(null));
      wake.network(tx, call.scope(), vpcId);
      return DetachInternetGatewayResponse.builder().build();
    });
  }

  private DeleteInternetGatewayResponse deleteInternetGateway(
      Call call, DeleteInternetGatewayRequest request) {
    return store.write(tx -> {
      InternetGateway gateway =
          InternetGateways.require(tx, call.scope(), text(request.internetGatewayId()));
      if (gateway.vpcId() != null) {
        throw ServiceError.badRequest(
            "DependencyViolation",
            "The internetGateway '" + gateway.id() + "' has dependencies and cannot be deleted.");
      }
      tx.delete(InternetGateways.TABLE, call.scope(), gateway.id());
      Tags.clear(tx, call.scope(), gateway.id());
      return DeleteInternetGatewayResponse.builder().build();
    });
  }

  private static String text(@Nullable String id) {
    return id == null ? "" : id;
  }
}
