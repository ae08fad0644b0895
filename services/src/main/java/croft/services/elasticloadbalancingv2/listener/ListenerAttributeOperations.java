package croft.services.elasticloadbalancingv2.listener;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.DescribeListenerAttributesInput;
import croft.api.elasticloadbalancingv2.DescribeListenerAttributesOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.ListenerAttribute;
import croft.api.elasticloadbalancingv2.ModifyListenerAttributesInput;
import croft.api.elasticloadbalancingv2.ModifyListenerAttributesOutput;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * DescribeListenerAttributes and ModifyListenerAttributes: shown as they are, and refused by name
 * with any other value.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html">ListenerAttribute</a>.
 */
public final class ListenerAttributeOperations {
  private static final Map<String, String> REQUESTS =
      Map.of("routing.http.response.server.enabled", "true");
  private static final Map<String, String> CONNECTIONS = Map.of("tcp.idle_timeout.seconds", "350");

  private final BalancerParts parts;

  public ListenerAttributeOperations(BalancerParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_LISTENER_ATTRIBUTES,
            AccessRule.toAll("elasticloadbalancing:DescribeListenerAttributes"),
            this::describe),
        bind(
            Elasticloadbalancingv2Model.MODIFY_LISTENER_ATTRIBUTES,
            (call, r) -> ElbAccess.to("ModifyListenerAttributes", r.listenerArn()),
            this::modify));
  }

  private Map<String, String> attributes(Call call, String arn) {
    Listener listener = parts.store().read(tx -> Listener.require(tx, call.scope(), arn));
    return switch (listener.protocol()) {
      case "HTTP", "HTTPS" -> REQUESTS;
      case "TCP" -> CONNECTIONS;
      default -> Map.of();
    };
  }

  private static List<ListenerAttribute> shapes(Map<String, String> attributes) {
    return new TreeMap<>(attributes)
        .entrySet().stream()
            .map(e -> ListenerAttribute.builder().key(e.getKey()).value(e.getValue()).build())
            .toList();
  }

  private DescribeListenerAttributesOutput describe(
      Call call, DescribeListenerAttributesInput request) {
    return DescribeListenerAttributesOutput.builder()
        .attributes(shapes(attributes(call, ElbErrors.given(request.listenerArn(), "ListenerArn"))))
        .build();
  }

  private ModifyListenerAttributesOutput modify(Call call, ModifyListenerAttributesInput request) {
    Map<String, String> known =
        attributes(call, ElbErrors.given(request.listenerArn(), "ListenerArn"));
    for (ListenerAttribute wanted : request.attributesOrEmpty()) {
      String key = ElbErrors.given(wanted.key(), "Key");
      if (!known.getOrDefault(key, "").equals(wanted.value())) {
        throw ElbErrors.refused(
            "The listener attribute " + key + " with the value " + wanted.value());
      }
    }
    return ModifyListenerAttributesOutput.builder().attributes(shapes(known)).build();
  }
}
