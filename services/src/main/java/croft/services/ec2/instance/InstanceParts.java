package croft.services.ec2.instance;

import croft.store.Transaction;

/**
 * Something an instance needs beside its processes, such as its interfaces or its disks. The
 * instance's reconciler calls it in the order of an instance's life; each call may be repeated
 * after a crash at any point. The ones with a transaction are about rows and touch no driver, the
 * others are about the world and may throw a driver's exception, after which they are tried again.
 */
public interface InstanceParts {
  /** Before each start. */
  default void prepare(Instance instance) {}

  /** Before each start, once the instance is made but runs nothing. */
  default void equip(Instance instance) {}

  /** After each start. */
  default void running(Instance instance) {}

  /** After nothing of it runs any more, in the transaction that says so: the instance to keep. */
  default Instance stopped(Transaction tx, Instance instance) {
    return instance;
  }

  /** After it is said to be stopped. */
  default void stopped(Instance instance) {}

  /** Nothing of it runs any more, and it is about to be removed: keeps what shall outlive it. */
  default void ending(Instance instance) {}

  /** It is gone: lets go of what it held in the world. */
  default void release(Instance instance) {}

  /** It is gone: lets go of its rows, in the transaction that says so; the instance to keep. */
  default Instance released(Transaction tx, Instance instance) {
    return instance;
  }

  /** After it is said to be terminated. */
  default void released(Instance instance) {}
}
