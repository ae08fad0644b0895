package croft.services.route53.delegationset;

import croft.api.route53.DelegationSet;
import croft.store.Table;
import java.util.List;

/** A reusable delegation set: four name servers that an account's zones may share. */
public record ReusableSet(
    String account, String id, String callerReference, List<String> nameServers) {

  public static final Table<ReusableSet> TABLE =
      Table.of("route53_delegation_set", ReusableSet.class, ReusableSet::account, ReusableSet::id);

  DelegationSet shape() {
    return DelegationSet.builder()
        .id("/delegationset/" + id)
        .callerReference(callerReference)
        .nameServers(nameServers)
        .build();
  }
}
