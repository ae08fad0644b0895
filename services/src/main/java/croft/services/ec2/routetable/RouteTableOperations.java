package croft.services.ec2.routetable;

import croft.api.ec2.AssociateRouteTableRequest;
import croft.api.ec2.AssociateRouteTableResult;
import croft.api.ec2.CreateRouteTableRequest;
import croft.api.ec2.CreateRouteTableResult;
import croft.api.ec2.DeleteRouteTableRequest;
import croft.api.ec2.DeleteRouteTableResponse;
import croft.api.ec2.DisassociateRouteTableRequest;
import croft.api.ec2.DisassociateRouteTableResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ReplaceRouteTableAssociationRequest;
import croft.api.ec2.ReplaceRouteTableAssociationResult;
import croft.api.ec2.RouteTableAssociationState;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Quotas;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes and deletes route tables, and says which subnets follow them. */
public final class RouteTableOperations {
  private static final RouteTableAssociationState ASSOCIATED =
      RouteTableAssociationState.builder().state("associated").build();

  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final NetworkAccess access;
  private final Wake wake;

  public RouteTableOperations(Store store, Ids ids, Vpcs vpcs, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation on tables and their associations but the Describe. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_ROUTE_TABLE,
                (call, r) ->
                    access.create(
                        call,
                        "CreateRouteTable",
                        "route-table",
                        r.tagSpecificationsOrEmpty(),
                        r.vpcId()),
                this::createRouteTable)
            .honouring("VpcId", "TagSpecifications", "ClientToken"),
        Binding.bind(
            Ec2Model.DELETE_ROUTE_TABLE,
            (call, r) -> access.to(call, "DeleteRouteTable", r.routeTableId()),
            this::deleteRouteTable),
        Binding.bind(
                Ec2Model.ASSOCIATE_ROUTE_TABLE,
                (call, r) -> access.to(call, "AssociateRouteTable", r.routeTableId(), r.subnetId()),
                this::associateRouteTable)
            .honouring("RouteTableId", "SubnetId"),
        Binding.bind(
            Ec2Model.DISASSOCIATE_ROUTE_TABLE,
            (call, r) -> associated(call, "DisassociateRouteTable", r.associationId(), null),
            this::disassociateRouteTable),
        Binding.bind(
            Ec2Model.REPLACE_ROUTE_TABLE_ASSOCIATION,
            (call, r) ->
                associated(
                    call, "ReplaceRouteTableAssociation", r.associationId(), r.routeTableId()),
            this::replaceRouteTableAssociation));
  }

  /** The action on an association's table, and on another one. */
  private List<Access> associated(
      Call call, String operation, @Nullable String associationId, @Nullable String tableId) {
    Optional<String> associated =
        store.read(tx ->
            RouteTables.withAssociation(tx, call.scope(), text(associationId)).map(RouteTable::id));
    return access.to(call, operation, associated.orElse(null), tableId);
  }

  private CreateRouteTableResult createRouteTable(Call call, CreateRouteTableRequest request) {
    Map<String, String> tags =
        TagSpecifications.of("route-table", request.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      String vpcId = Vpcs.require(tx, call.scope(), text(request.vpcId())).id();
      String token = request.clientToken();
      RouteTable table =
          RouteTables.inVpc(tx, call.scope(), vpcId).stream()
              .filter(t -> token != null && token.equals(t.clientToken()))
              .findFirst()
              .orElseGet(() -> insert(tx, call, vpcId, token, tags));
      return CreateRouteTableResult.builder()
          .routeTable(
              DescribeRouteTables.shape(tx, call, table, Tags.of(tx, call.scope(), table.id())))
          .clientToken(token)
          .build();
    });
  }

  private RouteTable insert(
      Transaction tx, Call call, String vpcId, @Nullable String token, Map<String, String> tags) {
    if (RouteTables.inVpc(tx, call.scope(), vpcId).size() >= Quotas.ROUTE_TABLES) {
      throw ServiceError.badRequest(
          "RouteTableLimitExceeded", "The maximum number of route tables has been reached.");
    }
    RouteTable created =
        new RouteTable(call.scope(), ids.resource("rtb"), vpcId, List.of(), List.of(), token);
    tx.insert(RouteTables.TABLE, created);
    ReservedTags.put(tx, call, created.id(), tags);
    return created;
  }

  private DeleteRouteTableResponse deleteRouteTable(Call call, DeleteRouteTableRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      RouteTable table = RouteTables.require(tx, call.scope(), text(request.routeTableId()));
      if (!table.associations().isEmpty()) {
        throw ServiceError.badRequest(
            "DependencyViolation",
            "The routeTable '" + table.id() + "' has dependencies and cannot be deleted.");
      }
      VpcEndpoints.forget(tx, call.scope(), table.vpcId(), table.id());
      tx.delete(RouteTables.TABLE, call.scope(), table.id());
      Tags.clear(tx, call.scope(), table.id());
      wake.network(tx, call.scope(), table.vpcId());
      return DeleteRouteTableResponse.builder().build();
    });
  }

  private AssociateRouteTableResult associateRouteTable(
      Call call, AssociateRouteTableRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      RouteTable table = RouteTables.require(tx, call.scope(), text(request.routeTableId()));
      Subnet subnet = Vpcs.requireSubnet(tx, call.scope(), text(request.subnetId()));
      if (!subnet.vpcId().equals(table.vpcId())) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "Route table "
                + table.id()
                + " and subnet "
                + subnet.id()
                + " belong to different networks");
      }
      RouteTable.Association association =
          held(tx, table, subnet).orElseGet(() -> associate(tx, table, subnet.id()));
      return AssociateRouteTableResult.builder()
          .associationId(association.id())
          .associationState(ASSOCIATED)
          .build();
    });
  }

  /** The association the subnet has with the table; one with another table is refused. */
  private static Optional<RouteTable.Association> held(
      Transaction tx, RouteTable table, Subnet subnet) {
    RouteTable followed = RouteTables.of(tx, table.scope(), table.vpcId(), subnet.id());
    Optional<RouteTable.Association> explicit =
        followed.associations().stream().filter(a -> subnet.id().equals(a.subnetId())).findFirst();
    if (explicit.isPresent() && !followed.id().equals(table.id())) {
      throw ServiceError.badRequest(
          "Resource.AlreadyAssociated",
          "the specified association for route table "
              + table.id()
              + " conflicts with an existing association");
    }
    return explicit;
  }

  private RouteTable.Association associate(
      Transaction tx, RouteTable table, @Nullable String subnetId) {
    RouteTable.Association association =
        new RouteTable.Association(ids.resource("rtbassoc"), subnetId);
    tx.put(RouteTables.TABLE, table.with(association));
    wake.network(tx, table.scope(), table.vpcId());
    return association;
  }

  private DisassociateRouteTableResponse disassociateRouteTable(
      Call call, DisassociateRouteTableRequest request) {
    return store.write(tx -> {
      RouteTable table = withAssociation(tx, call, request.associationId());
      RouteTable.Association association = association(table, request.associationId());
      if (association.main()) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "cannot disassociate the main route table association " + association.id());
      }
      tx.put(RouteTables.TABLE, table.without(association));
      wake.network(tx, call.scope(), table.vpcId());
      return DisassociateRouteTableResponse.builder().build();
    });
  }

  private ReplaceRouteTableAssociationResult replaceRouteTableAssociation(
      Call call, ReplaceRouteTableAssociationRequest request) {
    return store.write(tx -> {
      RouteTable from = withAssociation(tx, call, request.associationId());
      RouteTable to = RouteTables.require(tx, call.scope(), text(request.routeTableId()));
      RouteTable.Association association = association(from, request.associationId());
      if (!from.vpcId().equals(to.vpcId())) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "Route tables " + from.id() + " and " + to.id() + " belong to different networks");
      }
      RouteTable.Association made = association;
      if (!from.id().equals(to.id())) {
        tx.put(RouteTables.TABLE, from.without(association));
        made = associate(tx, to, association.subnetId());
      }
      return ReplaceRouteTableAssociationResult.builder()
          .newAssociationId(made.id())
          .associationState(ASSOCIATED)
          .build();
    });
  }

  private static RouteTable withAssociation(
      Transaction tx, Call call, @Nullable String associationId) {
    return RouteTables.withAssociation(tx, call.scope(), text(associationId))
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidAssociationID.NotFound",
                "The association ID '" + associationId + "' does not exist"));
  }

  private static RouteTable.Association association(RouteTable table, @Nullable String id) {
    return table.associations().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
  }

  private static String text(@Nullable String id) {
    return id == null ? "" : id;
  }
}
