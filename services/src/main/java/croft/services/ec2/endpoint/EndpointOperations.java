package croft.services.ec2.endpoint;

import croft.api.ec2.CreateVpcEndpointRequest;
import croft.api.ec2.CreateVpcEndpointResult;
import croft.api.ec2.DeleteVpcEndpointsRequest;
import croft.api.ec2.DeleteVpcEndpointsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifyVpcEndpointRequest;
import croft.api.ec2.ModifyVpcEndpointResult;
import croft.api.ec2.UnsuccessfulItem;
import croft.api.ec2.UnsuccessfulItemError;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Wake;
import croft.services.ec2.routetable.RouteTable;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Quotas;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.PolicyCheck;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes gateway endpoints; other types of endpoints are refused by name. */
public final class EndpointOperations {
  private final Store store;
  private final Ids ids;
  private final PolicyCheck policies;
  private final Vpcs vpcs;
  private final NetworkAccess access;
  private final Wake wake;

  public EndpointOperations(Ec2Rooms rooms, Vpcs vpcs, NetworkAccess access) {
    this.store = rooms.store();
    this.ids = rooms.ids();
    this.policies = rooms.policyCheck();
    this.vpcs = vpcs;
    this.access = access;
    this.wake = rooms.wake();
  }

  /** Every operation of this noun but its Describes. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_VPC_ENDPOINT,
                (call, r) -> {
                  List<String> used = new ArrayList<>(r.routeTableIdsOrEmpty());
                  if (r.vpcId() != null) {
                    used.add(r.vpcId());
                  }
                  return access.create(
                      call,
                      "CreateVpcEndpoint",
                      "vpc-endpoint",
                      r.tagSpecificationsOrEmpty(),
                      used.toArray(String[]::new));
                },
                this::createVpcEndpoint)
            .honouring(
                "VpcEndpointType",
                "VpcId",
                "ServiceName",
                "PolicyDocument",
                "RouteTableIds",
                "ClientToken",
                "TagSpecifications"),
        Binding.bind(
                Ec2Model.MODIFY_VPC_ENDPOINT,
                (call, r) -> access.to(call, "ModifyVpcEndpoint", r.vpcEndpointId()),
                this::modifyVpcEndpoint)
            .honouring(
                "VpcEndpointId",
                "AddRouteTableIds",
                "RemoveRouteTableIds",
                "PolicyDocument",
                "ResetPolicy"),
        Binding.bind(
            Ec2Model.DELETE_VPC_ENDPOINTS,
            (call, r) -> access.to(call, "DeleteVpcEndpoints", r.vpcEndpointIdsOrEmpty()),
            this::deleteVpcEndpoints));
  }

  private CreateVpcEndpointResult createVpcEndpoint(Call call, CreateVpcEndpointRequest request) {
    String type = request.vpcEndpointType() == null ? "Gateway" : request.vpcEndpointType();
    if (!type.equals("Gateway")) {
      throw ServiceError.badRequest(
          "UnsupportedOperation", "VpcEndpointType other than 'Gateway' is not supported");
    }
    String service = request.serviceName() == null ? "" : request.serviceName();
    if (GatewayServices.find(call.region(), service).isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidServiceName", "The Vpc Endpoint Service '" + service + "' does not exist");
    }
    checkPolicy(request.policyDocument());
    Map<String, String> tags =
        TagSpecifications.of("vpc-endpoint", request.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      String vpcId =
          Vpcs.require(tx, call.scope(), request.vpcId() == null ? "" : request.vpcId()).id();
      VpcEndpoint endpoint =
          repeated(tx, call, request).orElseGet(() -> insert(tx, call, request, vpcId, tags));
      return CreateVpcEndpointResult.builder()
          .vpcEndpoint(
              DescribeEndpoints.shape(call, endpoint, Tags.of(tx, call.scope(), endpoint.id())))
          .clientToken(request.clientToken())
          .build();
    });
  }

  private void checkPolicy(@Nullable String document) {
    if (document != null) {
      policies
          .fault(document)
          .ifPresent(fault -> {
            throw ServiceError.badRequest(
                "InvalidPolicyDocument", "The policy document is not valid: " + fault);
          });
    }
  }

  private static Optional<VpcEndpoint> repeated(
      Transaction tx, Call call, CreateVpcEndpointRequest request) {
    String token = request.clientToken();
    Optional<VpcEndpoint> earlier =
        tx.list(VpcEndpoints.TABLE, call.scope()).stream()
            .filter(e -> token != null && token.equals(e.clientToken()))
            .findFirst();
    earlier.ifPresent(e -> {
      if (!e.vpcId().equals(request.vpcId()) || !e.serviceName().equals(request.serviceName())) {
        throw ServiceError.badRequest(
            "IdempotentParameterMismatch",
            "The client token '" + token + "' was used with other parameters.");
      }
    });
    return earlier;
  }

  private VpcEndpoint insert(
      Transaction tx,
      Call call,
      CreateVpcEndpointRequest request,
      String vpcId,
      Map<String, String> tags) {
    if (tx.list(VpcEndpoints.TABLE, call.scope()).size() >= Quotas.GATEWAY_ENDPOINTS) {
      throw ServiceError.badRequest(
          "VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached.");
    }
    VpcEndpoint endpoint =
        new VpcEndpoint(
            call.scope(),
            ids.resource("vpce"),
            vpcId,
            request.serviceName() == null ? "" : request.serviceName(),
            List.of(),
            request.policyDocument(),
            request.clientToken(),
            call.at());
    VpcEndpoint routed = added(tx, endpoint, request.routeTableIdsOrEmpty());
    tx.insert(VpcEndpoints.TABLE, routed);
    ReservedTags.put(tx, call, routed.id(), tags);
    wake.network(tx, call.scope(), vpcId);
    return routed;
  }

  /** The endpoint with more route tables, none of which leads to another one already. */
  private static VpcEndpoint added(Transaction tx, VpcEndpoint endpoint, List<String> tableIds) {
    Set<String> all = new LinkedHashSet<>(endpoint.routeTableIds());
    for (String id : tableIds) {
      RouteTable table = table(tx, endpoint, id);
      boolean another =
          VpcEndpoints.of(tx, endpoint.scope(), endpoint.vpcId(), table.id()).stream()
              .anyMatch(e ->
                  !e.id().equals(endpoint.id()) && e.serviceName().equals(endpoint.serviceName()));
      if (another) {
        throw ServiceError.badRequest(
            "RouteAlreadyExists",
            "route table "
                + table.id()
                + " already has a route with destination-prefix-list-id "
                + endpoint.prefixList().id());
      }
      all.add(table.id());
    }
    return endpoint.withRouteTables(List.copyOf(all));
  }

  private static RouteTable table(Transaction tx, VpcEndpoint endpoint, String id) {
    RouteTable table =
        tx.get(RouteTables.TABLE, endpoint.scope(), id)
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "InvalidRouteTableId.NotFound",
                    "The routeTable ID '" + id + "' does not exist"));
    if (!table.vpcId().equals(endpoint.vpcId())) {
      throw ServiceError.badRequest(
          "InvalidParameter",
          "Route table " + id + " and VPC " + endpoint.vpcId() + " belong to different networks");
    }
    return table;
  }

  private ModifyVpcEndpointResult modifyVpcEndpoint(Call call, ModifyVpcEndpointRequest request) {
    checkPolicy(request.policyDocument());
    return store.write(tx -> {
      String id = request.vpcEndpointId() == null ? "" : request.vpcEndpointId();
      VpcEndpoint endpoint = VpcEndpoints.require(tx, call.scope(), id);
      List<String> removed = request.removeRouteTableIdsOrEmpty();
      removed.forEach(tableId -> table(tx, endpoint, tableId));
      VpcEndpoint kept =
          endpoint.withRouteTables(
              endpoint.routeTableIds().stream().filter(t -> !removed.contains(t)).toList());
      VpcEndpoint changed = added(tx, kept, request.addRouteTableIdsOrEmpty());
      if (Boolean.TRUE.equals(request.resetPolicy())) {
        changed = changed.withPolicy(null);
      } else if (request.policyDocument() != null) {
        changed = changed.withPolicy(request.policyDocument());
      }
      tx.put(VpcEndpoints.TABLE, changed);
      wake.network(tx, call.scope(), changed.vpcId());
      return ModifyVpcEndpointResult.builder().return_(true).build();
    });
  }

  private DeleteVpcEndpointsResult deleteVpcEndpoints(
      Call call, DeleteVpcEndpointsRequest request) {
    return store.write(tx -> {
      List<UnsuccessfulItem> failures = new ArrayList<>();
      for (String id : request.vpcEndpointIdsOrEmpty()) {
        UnsuccessfulItem failure = delete(tx, call.scope(), id);
        if (failure != null) {
          failures.add(failure);
        }
      }
      return DeleteVpcEndpointsResult.builder().unsuccessful(failures).build();
    });
  }

  /** Null when it was deleted. */
  private @Nullable UnsuccessfulItem delete(Transaction tx, String scope, String id) {
    Optional<VpcEndpoint> found = tx.get(VpcEndpoints.TABLE, scope, id);
    if (found.isEmpty()) {
      return UnsuccessfulItem.builder()
          .resourceId(id)
          .error(
              UnsuccessfulItemError.builder()
                  .code("InvalidVpcEndpoint.NotFound")
                  .message("The VPC endpoint ID '" + id + "' does not exist")
                  .build())
          .build();
    }
    tx.delete(VpcEndpoints.TABLE, scope, id);
    Tags.clear(tx, scope, id);
    wake.network(tx, scope, found.get().vpcId());
    return null;
  }
}
