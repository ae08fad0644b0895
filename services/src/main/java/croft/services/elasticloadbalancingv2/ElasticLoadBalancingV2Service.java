package croft.services.elasticloadbalancingv2;

import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.services.elasticloadbalancingv2.accesslog.LogDelivery;
import croft.services.elasticloadbalancingv2.listener.Listener;
import croft.services.elasticloadbalancingv2.listener.ListenerAttributeOperations;
import croft.services.elasticloadbalancingv2.listener.ListenerCertificates;
import croft.services.elasticloadbalancingv2.listener.ListenerOperations;
import croft.services.elasticloadbalancingv2.listener.ListenerResource;
import croft.services.elasticloadbalancingv2.listener.ListenerRule;
import croft.services.elasticloadbalancingv2.listener.ListenerRuleResource;
import croft.services.elasticloadbalancingv2.listener.RuleOperations;
import croft.services.elasticloadbalancingv2.loadbalancer.AwayZones;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancerOperations;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancerResource;
import croft.services.elasticloadbalancingv2.loadbalancer.SettingOperations;
import croft.services.elasticloadbalancingv2.tag.ElbTags;
import croft.services.elasticloadbalancingv2.tag.TagOperations;
import croft.services.elasticloadbalancingv2.targetgroup.Target;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroup;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroupOperations;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroupResource;
import croft.services.elasticloadbalancingv2.targetgroup.TargetOperations;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** The front door of application and network load balancers. */
public final class ElasticLoadBalancingV2Service implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public ElasticLoadBalancingV2Service(BalancerParts parts) {
    this.bindings =
        Stream.of(
                new LoadBalancerOperations(parts).bindings(),
                new SettingOperations(parts).bindings(),
                new ListenerOperations(parts).bindings(),
                new ListenerCertificates(parts).bindings(),
                new ListenerAttributeOperations(parts).bindings(),
                new RuleOperations(parts).bindings(),
                new TargetGroupOperations(parts).bindings(),
                new TargetOperations(parts).bindings(),
                new TagOperations(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public ServiceModel model() {
    return Elasticloadbalancingv2Model.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return List.of(
        new ListenerResource(),
        new ListenerRuleResource(),
        new LoadBalancerResource(),
        new TargetGroupResource());
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(
        LoadBalancer.TABLE,
        AwayZones.TABLE,
        Listener.TABLE,
        ListenerRule.TABLE,
        TargetGroup.TABLE,
        Target.TABLE,
        LogDelivery.TABLE,
        ElbTags.TABLE);
  }
}
