package croft.services.logs.loggroup;

import croft.store.Transaction;

/** What groups have in them, for the operations on groups. */
public interface LogGroupContents {
  /** Removes all of it, with the group. */
  void remove(Transaction tx, LogGroup group);

  /** How many metric filters look at a group. */
  int metricFilters(Transaction tx, LogGroup group);

  /** How many bytes its events have, as AWS counts them. */
  long bytes(Transaction tx, LogGroup group);
}
