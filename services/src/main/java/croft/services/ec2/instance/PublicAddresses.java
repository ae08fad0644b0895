package croft.services.ec2.instance;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.store.Table;
import croft.store.Transaction;
import java.util.concurrent.atomic.AtomicLong;

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

  /** Where to look next; a restart begins anew. */
  private final AtomicLong next = new AtomicLong();

  public PublicAddresses(Ipv4Cidr pool) {
    this.pool = pool;
  }

  /**
   * Gives a free address: the next one after the last given, so that an address that is given back
   * does not lead to somebody else at once, and that few need be looked at.
   *
   * @throws ServiceError {@code AddressLimitExceeded} when the pool is empty
   */
  public String give(Transaction tx, String holder) {
    long free = pool.size() - 1 - FIRST_FREE;
    for (long tried = 0; tried < free; tried++) {
      String candidate =
          pool.at(FIRST_FREE + Math.floorMod(next.getAndIncrement(), free)).toString();
      if (tx.get(TABLE, Given.SCOPE, candidate).isEmpty()) {
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
