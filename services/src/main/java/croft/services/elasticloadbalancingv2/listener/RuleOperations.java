package croft.services.elasticloadbalancingv2.listener;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.Action;
import croft.api.elasticloadbalancingv2.CreateRuleInput;
import croft.api.elasticloadbalancingv2.CreateRuleOutput;
import croft.api.elasticloadbalancingv2.DeleteRuleInput;
import croft.api.elasticloadbalancingv2.DeleteRuleOutput;
import croft.api.elasticloadbalancingv2.DescribeRulesInput;
import croft.api.elasticloadbalancingv2.DescribeRulesOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.ModifyRuleInput;
import croft.api.elasticloadbalancingv2.ModifyRuleOutput;
import croft.api.elasticloadbalancingv2.Rule;
import croft.api.elasticloadbalancingv2.RulePriorityPair;
import croft.api.elasticloadbalancingv2.SetRulePrioritiesInput;
import croft.api.elasticloadbalancingv2.SetRulePrioritiesOutput;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.tag.ElbTags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creates, shows, orders and deletes rules. */
public final class RuleOperations {
  private static final int MOST = 100;
  private static final int LAST = 50_000;
  private static final int PAGE = 400;

  private final BalancerParts parts;

  public RuleOperations(BalancerParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Elasticloadbalancingv2Model.CREATE_RULE,
            (call, r) -> ElbAccess.to("CreateRule", r.listenerArn()),
            this::create),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_RULES,
            AccessRule.toAll("elasticloadbalancing:DescribeRules"),
            this::describe),
        bind(
            Elasticloadbalancingv2Model.MODIFY_RULE,
            (call, r) -> ElbAccess.to("ModifyRule", r.ruleArn()),
            this::modify),
        bind(
            Elasticloadbalancingv2Model.DELETE_RULE,
            (call, r) -> ElbAccess.to("DeleteRule", r.ruleArn()),
            this::delete),
        bind(
            Elasticloadbalancingv2Model.SET_RULE_PRIORITIES,
            (call, r) ->
                ElbAccess.to(
                    "SetRulePriorities",
                    r.rulePrioritiesOrEmpty().stream()
                        .map(RulePriorityPair::ruleArn)
                        .toArray(String[]::new)),
            this::setPriorities));
  }

  private static LoadBalancer balancer(Transaction tx, Listener listener) {
    return tx.get(LoadBalancer.TABLE, listener.scope(), listener.balancerId()).orElseThrow();
  }

  private static Listener listener(Transaction tx, ListenerRule rule) {
    return tx.get(Listener.TABLE, rule.scope(), rule.listenerId()).orElseThrow();
  }

  private CreateRuleOutput create(Call call, CreateRuleInput request) {
    Map<String, String> tags = ElbTags.read(request.tagsOrEmpty());
    return parts
        .store()
        .write(tx -> {
          Listener listener = Listener.require(tx, call.scope(), request.listenerArn());
          LoadBalancer balancer = balancer(tx, listener);
          if (balancer.kind() == LoadBalancer.Kind.NETWORK) {
            throw ElbErrors.configuration(
                "Rules are not supported for listeners of network load balancers");
          }
          List<ListenerRule> there = ListenerRule.of(tx, listener);
          if (there.size() >= MOST) {
            throw ElbErrors.of("TooManyRules", "The maximum number of rules is " + MOST);
          }
          int priority = request.priority() == null ? 0 : request.priority();
          checkPriority(priority);
          if (there.stream().anyMatch(rule -> rule.priority() == priority)) {
            throw ElbErrors.of("PriorityInUse", "Priority '" + priority + "' is currently in use");
          }
          ListenerRule made =
              new ListenerRule(
                  call.scope(),
                  parts.ids().hex(16),
                  listener.id(),
                  listener.balancerPath() + "/" + listener.id(),
                  priority,
                  Conditions.check(request.conditionsOrEmpty()),
                  Actions.check(tx, balancer, listener.protocol(), request.actionsOrEmpty()));
          tx.insert(ListenerRule.TABLE, made);
          ElbTags.add(tx, call.scope(), made.arn(), tags);
          parts.wake(tx, balancer);
          return CreateRuleOutput.builder().rules(List.of(shape(made))).build();
        });
  }

  private static void checkPriority(int priority) {
    if (priority < 1 || priority > LAST) {
      throw ElbErrors.validation("Rule priority must be between 1 and " + LAST);
    }
  }

  private DescribeRulesOutput describe(Call call, DescribeRulesInput request) {
    List<Rule> found =
        parts
            .store()
            .read(tx -> {
              if (!request.ruleArnsOrEmpty().isEmpty()) {
                return request.ruleArnsOrEmpty().stream()
                    .map(arn -> one(tx, call.scope(), arn))
                    .toList();
              }
              Listener listener = Listener.require(tx, call.scope(), request.listenerArn());
              List<Rule> rules = new ArrayList<>();
              ListenerRule.of(tx, listener).forEach(rule -> rules.add(shape(rule)));
              rules.add(usual(listener));
              return List.copyOf(rules);
            });
    Pages.Page<Rule> page =
        parts
            .pages()
            .page(
                call,
                "elbv2-rules",
                found,
                rule -> String.valueOf(rule.ruleArn()),
                Pages.Wanted.of(
                    request.marker(),
                    request.pageSize(),
                    PAGE,
                    () -> ElbErrors.validation("The marker is not valid")));
    return DescribeRulesOutput.builder().rules(page.items()).nextMarker(page.token()).build();
  }

  private static Rule one(Transaction tx, String scope, String arn) {
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    return tx.list(Listener.TABLE, scope).stream()
        .filter(listener -> listener.id().equals(id) && usualArn(listener).equals(arn))
        .findFirst()
        .map(RuleOperations::usual)
        .orElseGet(() -> shape(ListenerRule.require(tx, scope, arn)));
  }

  /** The default rule has the listener's own id. */
  private static String usualArn(Listener listener) {
    return Listener.arn(
            listener.scope(),
            "listener-rule/" + listener.balancerPath() + "/" + listener.id() + "/" + listener.id())
        .toString();
  }

  private static Rule usual(Listener listener) {
    return Rule.builder()
        .ruleArn(usualArn(listener))
        .priority("default")
        .conditions(List.of())
        .actions(listener.actions())
        .isDefault(true)
        .build();
  }

  private static Rule shape(ListenerRule rule) {
    return Rule.builder()
        .ruleArn(rule.arn())
        .priority(String.valueOf(rule.priority()))
        .conditions(rule.conditions())
        .actions(rule.actions())
        .isDefault(false)
        .build();
  }

  private ModifyRuleOutput modify(Call call, ModifyRuleInput request) {
    return parts
        .store()
        .write(tx -> {
          ListenerRule rule = ListenerRule.require(tx, call.scope(), request.ruleArn());
          Listener listener = listener(tx, rule);
          LoadBalancer balancer = balancer(tx, listener);
          List<Action> actions =
              request.actionsOrEmpty().isEmpty()
                  ? rule.actions()
                  : Actions.check(tx, balancer, listener.protocol(), request.actionsOrEmpty());
          ListenerRule next =
              rule.doing(
                  request.conditionsOrEmpty().isEmpty()
                      ? rule.conditions()
                      : Conditions.check(request.conditionsOrEmpty()),
                  actions);
          tx.put(ListenerRule.TABLE, next);
          parts.wake(tx, balancer);
          return ModifyRuleOutput.builder().rules(List.of(shape(next))).build();
        });
  }

  private DeleteRuleOutput delete(Call call, DeleteRuleInput request) {
    return parts
        .store()
        .write(tx -> {
          boolean usual =
              tx.list(Listener.TABLE, call.scope()).stream()
                  .anyMatch(listener -> usualArn(listener).equals(request.ruleArn()));
          if (usual) {
            throw ElbErrors.of(
                "OperationNotPermitted",
                "Default rule '" + request.ruleArn() + "' cannot be deleted");
          }
          ListenerRule rule = ListenerRule.require(tx, call.scope(), request.ruleArn());
          tx.delete(ListenerRule.TABLE, rule.scope(), rule.id());
          ElbTags.clear(tx, rule.scope(), rule.arn());
          parts.wake(tx, balancer(tx, listener(tx, rule)));
          return DeleteRuleOutput.builder().build();
        });
  }

  private SetRulePrioritiesOutput setPriorities(Call call, SetRulePrioritiesInput request) {
    return parts
        .store()
        .write(tx -> {
          List<Rule> changed = new ArrayList<>();
          for (RulePriorityPair pair : request.rulePrioritiesOrEmpty()) {
            ListenerRule rule = ListenerRule.require(tx, call.scope(), pair.ruleArn());
            int priority = pair.priority() == null ? 0 : pair.priority();
            checkPriority(priority);
            ListenerRule next = rule.at(priority);
            tx.put(ListenerRule.TABLE, next);
            changed.add(shape(next));
          }
          for (RulePriorityPair pair : request.rulePrioritiesOrEmpty()) {
            Listener listener =
                listener(tx, ListenerRule.require(tx, call.scope(), pair.ruleArn()));
            List<ListenerRule> all = ListenerRule.of(tx, listener);
            if (all.stream().map(ListenerRule::priority).distinct().count() < all.size()) {
              throw ElbErrors.of(
                  "PriorityInUse", "Priority '" + pair.priority() + "' is currently in use");
            }
            parts.wake(tx, balancer(tx, listener));
          }
          return SetRulePrioritiesOutput.builder().rules(changed).build();
        });
  }
}
