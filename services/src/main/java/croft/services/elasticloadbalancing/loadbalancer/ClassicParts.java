package croft.services.elasticloadbalancing.loadbalancer;

import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.operation.AccessRule;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all operations on classic load balancers are made of. */
public record ClassicParts(BalancerParts parts) {

  /** An action on one balancer, named by the request. */
  public static <I> AccessRule<I> to(String action, Function<I, @Nullable String> name) {
    return (call, request) ->
        ElbAccess.to(
            action,
            call.arn("elasticloadbalancing", "loadbalancer/" + name.apply(request)).toString());
  }

  /** Reads one balancer. */
  public ClassicBalancer read(Call call, @Nullable String name) {
    return parts.store().read(tx -> ClassicBalancer.require(tx, call.scope(), name));
  }

  /** Changes a balancer's row in one transaction and has it made so. */
  public ClassicBalancer change(
      Call call,
      @Nullable String name,
      BiFunction<Transaction, ClassicBalancer, ClassicBalancer> change) {
    return parts
        .store()
        .write(tx -> {
          ClassicBalancer now = ClassicBalancer.require(tx, call.scope(), name);
          ClassicBalancer next = change.apply(tx, now);
          if (!next.equals(now)) {
            tx.put(ClassicBalancer.TABLE, next);
          }
          wake(tx, next);
          return next;
        });
  }

  /** Has a balancer looked at after the transaction. */
  public void wake(Transaction tx, ClassicBalancer balancer) {
    parts.wake().accept(tx, balancer.key());
  }
}
