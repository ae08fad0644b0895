package croft.services.ec2.address;

import croft.store.Table;
import croft.store.Transaction;
import java.util.List;

/** Finds Elastic IP addresses inside a transaction. */
public final class Addresses {
  public static final Table<Address> TABLE =
      Table.of("ec2_address", Address.class, Address::scope, Address::id)
          .index("instance_id", Address::instanceId)
          .index("public_ip", Address::publicAddress);

  private Addresses() {}

  /** The addresses associated with an instance. */
  public static List<Address> of(Transaction tx, String scope, String instanceId) {
    return tx.findIn(TABLE, scope, "instance_id", instanceId);
  }
}
