package croft.server;

import croft.base.Ids;
import croft.services.operation.InnerCalls;
import croft.store.Store;
import croft.wire.protocol.PageToken;
import croft.workflow.KeyedReconciler;
import croft.workflow.Reconciler;
import croft.workflow.ReconcilerRunner;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What the rooms that balance, scale and watch are made of.
 *
 * @param pace their time, which may run faster than the machine's
 * @param wall the machine's own time, which EC2 and signatures go by
 * @param statuses what the agent last saw of instances
 * @param calls the way to other services
 */
record WatchParts(
    Config config,
    CroftHome home,
    Store store,
    Machine machine,
    ReconcilerRunner reconcilers,
    Identity identity,
    KeyRooms keyRooms,
    Pace pace,
    InstantSource wall,
    StatusBoard statuses,
    SecureRandom random,
    PageToken tokens,
    InnerCalls calls) {

  /** What time it is for them. */
  InstantSource time() {
    return pace.time();
  }

  Ids ids() {
    return new Ids(random);
  }

  /** Has a reconciler look, its period in their time. */
  void add(Reconciler reconciler) {
    reconcilers.add(pace.of(reconciler));
  }

  /** Has a keyed reconciler look, its period in their time. */
  void add(KeyedReconciler reconciler) {
    reconcilers.add(pace.of(reconciler));
  }
}
