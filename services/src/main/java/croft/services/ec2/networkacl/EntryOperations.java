package croft.services.ec2.networkacl;

import croft.api.ec2.CreateNetworkAclEntryRequest;
import croft.api.ec2.CreateNetworkAclEntryResponse;
import croft.api.ec2.DeleteNetworkAclEntryRequest;
import croft.api.ec2.DeleteNetworkAclEntryResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.NetworkAclEntry;
import croft.api.ec2.ReplaceNetworkAclEntryRequest;
import croft.api.ec2.ReplaceNetworkAclEntryResponse;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CreateNetworkAclEntry, ReplaceNetworkAclEntry and DeleteNetworkAclEntry. */
public final class EntryOperations {
  /** Each way; what AWS raises its twenty to on request. */
  private static final int MOST_ENTRIES = 40;

  private final Store store;
  private final NetworkAccess access;
  private final Wake wake;

  public EntryOperations(Store store, NetworkAccess access, Wake wake) {
    this.store = store;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_NETWORK_ACL_ENTRY,
            (call, r) -> access.to(call, "CreateNetworkAclEntry", r.networkAclId()),
            this::createEntry),
        Binding.bind(
            Ec2Model.REPLACE_NETWORK_ACL_ENTRY,
            (call, r) -> access.to(call, "ReplaceNetworkAclEntry", r.networkAclId()),
            this::replaceEntry),
        Binding.bind(
            Ec2Model.DELETE_NETWORK_ACL_ENTRY,
            (call, r) -> access.to(call, "DeleteNetworkAclEntry", r.networkAclId()),
            this::deleteEntry));
  }

  private CreateNetworkAclEntryResponse createEntry(Call call, CreateNetworkAclEntryRequest r) {
    NetworkAcl.Entry entry =
        Entries.of(
            NetworkAclEntry.builder()
                .ruleNumber(r.ruleNumber())
                .egress(r.egress())
                .ruleAction(r.ruleAction())
                .protocol(r.protocol())
                .portRange(r.portRange())
                .icmpTypeCode(r.icmpTypeCode())
                .cidrBlock(r.cidrBlock())
                .ipv6CidrBlock(r.ipv6CidrBlock())
                .build());
    return store.write(tx -> {
      NetworkAcl acl = NetworkAcls.require(tx, call.scope(), String.valueOf(r.networkAclId()));
      if (acl.entry(entry.egress(), entry.number()).isPresent()) {
        throw ServiceError.badRequest(
            "NetworkAclEntryAlreadyExists",
            "The network acl entry identified by " + entry.number() + " already exists.");
      }
      if (acl.entries().stream().filter(e -> e.egress() == entry.egress()).count()
          >= MOST_ENTRIES) {
        throw ServiceError.badRequest(
            "NetworkAclEntryLimitExceeded",
            "The maximum number of network acl entries has been reached.");
      }
      put(tx, acl.with(entry));
      return CreateNetworkAclEntryResponse.builder().build();
    });
  }

  private ReplaceNetworkAclEntryResponse replaceEntry(Call call, ReplaceNetworkAclEntryRequest r) {
    NetworkAcl.Entry entry =
        Entries.of(
            NetworkAclEntry.builder()
                .ruleNumber(r.ruleNumber())
                .egress(r.egress())
                .ruleAction(r.ruleAction())
                .protocol(r.protocol())
                .portRange(r.portRange())
                .icmpTypeCode(r.icmpTypeCode())
                .cidrBlock(r.cidrBlock())
                .ipv6CidrBlock(r.ipv6CidrBlock())
                .build());
    return store.write(tx -> {
      NetworkAcl acl = NetworkAcls.require(tx, call.scope(), String.valueOf(r.networkAclId()));
      put(tx, acl.without(entry(acl, r.egress(), r.ruleNumber())).with(entry));
      return ReplaceNetworkAclEntryResponse.builder().build();
    });
  }

  private DeleteNetworkAclEntryResponse deleteEntry(Call call, DeleteNetworkAclEntryRequest r) {
    return store.write(tx -> {
      NetworkAcl acl = NetworkAcls.require(tx, call.scope(), String.valueOf(r.networkAclId()));
      put(tx, acl.without(entry(acl, r.egress(), r.ruleNumber())));
      return DeleteNetworkAclEntryResponse.builder().build();
    });
  }

  private static NetworkAcl.Entry entry(
      NetworkAcl acl, @Nullable Boolean egress, @Nullable Integer number) {
    return acl.entry(Boolean.TRUE.equals(egress), number)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidNetworkAclEntry.NotFound",
                "The network acl entry identified by " + number + " does not exist."));
  }

  private void put(Transaction tx, NetworkAcl acl) {
    tx.put(NetworkAcls.TABLE, acl);
    wake.network(tx, acl.scope(), acl.vpcId());
  }
}
