package croft.services.ec2.instance;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Set;
import java.util.stream.Collectors;

/** The pool of public addresses: each is given to one holder at a time, in all accounts. */
public final class PublicAddresses {
  /**
   * A given address.
   *
   * @param holder the instance or the Elastic IP's allocation
   */
  public record Given(String address, String holder) {
    /** Public addresses are one pool for every account. */
    public static final String SCOPE = "";

    public String scope() {
      return SCOPE;
    }
  }

  public static final Table<Given> TABLE =
      Table.of("ec2_public_address", Given.class, Given::scope, Given::address);

  /** Addresses at the pool's beginning that the machine's own links may need. */
  private static final int FIRST_FREE = 10;

  private final Ipv4Cidr pool;

  public PublicAddresses(Ipv4Cidr pool) {
    this.pool = pool;
  }

  /**
   * Gives the lowest free address.
   *
   * @throws ServiceError {@code AddressLimitExceeded} when the pool is empty
   */
  public String give(Transaction tx, String holder) {
    Set<String> taken =
        tx.list(TABLE, Given.SCOPE).stream().map(Given::address).collect(Collectors.toSet());
    for (long i = FIRST_FREE; i < pool.size() - 1; i++) {
      String candidate = pool.at(i).toString();
      if (!taken.contains(candidate)) {
        tx.insert(TABLE, new Given(candidate, holder));
        return candidate;
      }
    }
    throw ServiceError.badRequest(
        "AddressLimitExceeded", "Every address of the public range " + pool + " is in use.");
  }

  /** Takes an address back; one that is not given is left alone. */
  public static void takeBack(Transaction tx, String address) {
    tx.delete(TABLE, Given.SCOPE, address);
  }
}
