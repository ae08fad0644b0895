package croft.server;

import croft.base.Ids;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyKind;
import croft.services.operation.InnerCalls;
import croft.services.operation.Pages;
import croft.services.operation.PolicyCheck;
import croft.store.Store;
import croft.wire.protocol.PageToken;
import croft.workflow.KeyedReconciler;
import croft.workflow.Reconciler;
import croft.workflow.ReconcilerRunner;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

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

  /** Cuts lists into pages. */
  Pages pages() {
    return new Pages(identity.iam().masterKey());
  }

  /** Looks at policies somebody wants to put on a resource. */
  PolicyCheck policies() {
    return document -> {
      try {
        identity.iam().policies().compile(document, PolicyKind.RESOURCE);
        return Optional.empty();
      } catch (MalformedPolicyException malformed) {
        return Optional.of(malformed.toServiceError().message());
      }
    };
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
