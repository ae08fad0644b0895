package croft.services.autoscaling.entity;

import croft.base.Ids;
import croft.services.operation.InnerCalls;
import croft.services.operation.Pages;
import croft.store.Store;
import croft.store.Transaction;
import java.time.InstantSource;

/**
 * What Auto Scaling is made of.
 *
 * @param time that cooldowns, schedules and heartbeats go by
 * @param calls the way to other services
 * @param actor who calls them when the service acts by itself
 * @param wake has the reconciler look at a group
 */
public record ScalingParts(
    Store store,
    Ids ids,
    InstantSource time,
    InnerCalls calls,
    ServiceActor actor,
    InstanceFacts instances,
    GroupMetrics metrics,
    Pages pages,
    GroupWake wake) {

  /** The door to other services, for what groups do by themselves. */
  public Cloud cloud() {
    return new Cloud(calls, actor);
  }

  /** Has the reconciler look at a group. */
  @FunctionalInterface
  public interface GroupWake {
    /** Once the transaction is committed. */
    void group(Transaction tx, String scope, String name);
  }
}
