package croft.services.elasticloadbalancingv2.listener;

import croft.api.elasticloadbalancingv2.Action;
import croft.api.elasticloadbalancingv2.RuleCondition;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule of a listener, but for the default one, which is the listener's own actions. */
public record ListenerRule(
    String scope,
    String id,
    String listenerId,
    String listenerPath,
    int priority,
    List<RuleCondition> conditions,
    List<Action> actions) {
  public static final Table<ListenerRule> TABLE =
      Table.of("elbv2_rule", ListenerRule.class, ListenerRule::scope, ListenerRule::id)
          .index("listener_id", ListenerRule::listenerId);

  public ListenerRule {
    conditions = List.copyOf(conditions);
    actions = List.copyOf(actions);
  }

  public String arn() {
    return Listener.arn(scope, "listener-rule/" + listenerPath + "/" + id).toString();
  }

  ListenerRule at(int next) {
    return new ListenerRule(scope, id, listenerId, listenerPath, next, conditions, actions);
  }

  ListenerRule doing(List<RuleCondition> nextConditions, List<Action> nextActions) {
    return new ListenerRule(
        scope, id, listenerId, listenerPath, priority, nextConditions, nextActions);
  }

  public static List<ListenerRule> of(Transaction tx, Listener listener) {
    return tx.findIn(TABLE, listener.scope(), "listener_id", listener.id()).stream()
        .sorted(Comparator.comparingInt(ListenerRule::priority))
        .toList();
  }

  static ListenerRule require(Transaction tx, String scope, @Nullable String arn) {
    String id = arn == null ? "" : arn.substring(arn.lastIndexOf('/') + 1);
    return tx.get(TABLE, scope, id)
        .filter(rule -> rule.arn().equals(arn))
        .orElseThrow(() -> ElbErrors.of("RuleNotFound", "Rule '" + arn + "' not found"));
  }
}
