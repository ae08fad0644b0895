package croft.services.ec2.networkacl;

import croft.api.ec2.CreateNetworkAclRequest;
import croft.api.ec2.CreateNetworkAclResult;
import croft.api.ec2.DeleteNetworkAclRequest;
import croft.api.ec2.DeleteNetworkAclResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ReplaceNetworkAclAssociationRequest;
import croft.api.ec2.ReplaceNetworkAclAssociationResult;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.ClientTokens;
import croft.services.ec2.Wake;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateNetworkAcl, DeleteNetworkAcl and ReplaceNetworkAclAssociation. */
public final class NetworkAclOperations {
  private static final String TYPE = "network-acl";

  /** Of a VPC. */
  private static final int MOST_ACLS = 200;

  private final Store store;
  private final Ids ids;
  private final NetworkAccess access;
  private final Wake wake;

  public NetworkAclOperations(Store store, Ids ids, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_NETWORK_ACL,
            (call, r) ->
                access.create(
                    call, "CreateNetworkAcl", TYPE, r.tagSpecificationsOrEmpty(), r.vpcId()),
            this::createNetworkAcl),
        Binding.bind(
            Ec2Model.DELETE_NETWORK_ACL,
            (call, r) -> access.to(call, "DeleteNetworkAcl", r.networkAclId()),
            this::deleteNetworkAcl),
        Binding.bind(
            Ec2Model.REPLACE_NETWORK_ACL_ASSOCIATION,
            (call, r) -> replaceAccess(call, r),
            this::replaceAssociation));
  }

  private List<Access> replaceAccess(Call call, ReplaceNetworkAclAssociationRequest r) {
    List<String> used = new ArrayList<>();
    if (r.networkAclId() != null) {
      used.add(r.networkAclId());
    }
    store
        .read(tx -> associated(tx, call.scope(), r.associationId()))
        .map(Subnet::id)
        .ifPresent(used::add);
    return access.to(call, "ReplaceNetworkAclAssociation", used);
  }

  private CreateNetworkAclResult createNetworkAcl(Call call, CreateNetworkAclRequest r) {
    Map<String, String> tags = TagSpecifications.of(TYPE, r.tagSpecificationsOrEmpty());
    return store.write(tx -> {
      NetworkAcl acl =
          ClientTokens.made(tx, call.scope(), TYPE, r.clientToken(), r)
              .flatMap(id -> tx.get(NetworkAcls.TABLE, call.scope(), id))
              .orElseGet(() -> create(tx, call, r, tags));
      return CreateNetworkAclResult.builder()
          .networkAcl(DescribeNetworkAcls.shape(tx, acl, Tags.of(tx, call.scope(), acl.id())))
          .clientToken(r.clientToken())
          .build();
    });
  }

  private NetworkAcl create(
      Transaction tx, Call call, CreateNetworkAclRequest r, Map<String, String> tags) {
    Vpc vpc = Vpcs.require(tx, call.scope(), String.valueOf(r.vpcId()));
    if (NetworkAcls.inVpc(tx, call.scope(), vpc.id()).size() >= MOST_ACLS) {
      throw ServiceError.badRequest(
          "NetworkAclLimitExceeded", "The maximum number of network ACLs has been reached.");
    }
    NetworkAcl created =
        new NetworkAcl(call.scope(), ids.resource("acl"), vpc.id(), false, List.of());
    tx.insert(NetworkAcls.TABLE, created);
    ReservedTags.put(tx, call, created.id(), tags);
    ClientTokens.remember(
        tx, call.scope(), new ClientTokens.Made(TYPE, created.id()), r.clientToken(), r);
    wake.network(tx, call.scope(), vpc.id());
    return created;
  }

  private DeleteNetworkAclResponse deleteNetworkAcl(Call call, DeleteNetworkAclRequest r) {
    return store.write(tx -> {
      NetworkAcl acl = NetworkAcls.require(tx, call.scope(), String.valueOf(r.networkAclId()));
      if (acl.isDefault()) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "Cannot delete default network ACL " + acl.id());
      }
      if (!tx.findIn(NetworkAcls.ASSOCIATIONS, call.scope(), "acl_id", acl.id()).isEmpty()) {
        throw ServiceError.badRequest(
            "DependencyViolation",
            "The networkAcl '" + acl.id() + "' has dependencies and cannot be deleted.");
      }
      tx.delete(NetworkAcls.TABLE, call.scope(), acl.id());
      Tags.clear(tx, call.scope(), acl.id());
      wake.network(tx, call.scope(), acl.vpcId());
      return DeleteNetworkAclResponse.builder().build();
    });
  }

  private ReplaceNetworkAclAssociationResult replaceAssociation(
      Call call, ReplaceNetworkAclAssociationRequest r) {
    return store.write(tx -> {
      Subnet subnet =
          associated(tx, call.scope(), r.associationId())
              .orElseThrow(() ->
                  ServiceError.badRequest(
                      "InvalidAssociationID.NotFound",
                      "The association ID '" + r.associationId() + "' does not exist"));
      NetworkAcl acl = NetworkAcls.require(tx, call.scope(), String.valueOf(r.networkAclId()));
      if (!acl.vpcId().equals(subnet.vpcId())) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "networkAcl "
                + acl.id()
                + " and subnet "
                + subnet.id()
                + " belong to different networks");
      }
      // A default association is a row too from here on: its id is new, as every other one's.
      SubnetAssociation next =
          new SubnetAssociation(call.scope(), subnet.id(), ids.resource("aclassoc"), acl.id());
      tx.put(NetworkAcls.ASSOCIATIONS, next);
      wake.network(tx, call.scope(), acl.vpcId());
      return ReplaceNetworkAclAssociationResult.builder().newAssociationId(next.id()).build();
    });
  }

  private static Optional<Subnet> associated(
      Transaction tx, String scope, @Nullable String associationId) {
    return tx.list(Vpcs.SUBNETS, scope).stream()
        .filter(subnet -> NetworkAcls.association(tx, subnet).id().equals(associationId))
        .findFirst();
  }
}
