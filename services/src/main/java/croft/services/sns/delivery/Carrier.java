package croft.services.sns.delivery;

import croft.services.operation.outgoing.Outcome;

/** Takes messages where one protocol takes them. */
@FunctionalInterface
interface Carrier {
  /**
   * Tries once.
   *
   * @throws InterruptedException when the server stops meanwhile
   */
  Outcome carry(Parcel parcel) throws InterruptedException;
}
