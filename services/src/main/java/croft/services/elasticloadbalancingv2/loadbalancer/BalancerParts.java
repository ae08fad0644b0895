package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.base.Ids;
import croft.services.operation.Pages;
import croft.store.Store;
import croft.store.Transaction;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * What all operations on load balancers are made of.
 *
 * @param wake lets the reconciler look at a load balancer, by its key, after the transaction
 * @param certificates a certificate with chain and key as PEM, by ARN; empty when there is none
 */
public record BalancerParts(
    Store store,
    Ids ids,
    Surroundings surroundings,
    Pages pages,
    InstantSource time,
    BiConsumer<Transaction, String> wake,
    BiFunction<Transaction, String, Optional<String>> certificates,
    LogBuckets logBuckets) {

  /** Wakes for one balancer. */
  public void wake(Transaction tx, LoadBalancer balancer) {
    wake.accept(tx, balancer.scope() + "/" + balancer.id());
  }
}
