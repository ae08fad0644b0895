package croft.services.elasticloadbalancing;

import croft.api.elasticloadbalancing.ElasticloadbalancingModel;
import croft.services.elasticloadbalancing.instance.ClassicInstance;
import croft.services.elasticloadbalancing.instance.InstanceOperations;
import croft.services.elasticloadbalancing.listener.ListenerOperations;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancing.loadbalancer.ClassicOperations;
import croft.services.elasticloadbalancing.loadbalancer.ClassicParts;
import croft.services.elasticloadbalancing.loadbalancer.ClassicResource;
import croft.services.elasticloadbalancing.loadbalancer.PlaceOperations;
import croft.services.elasticloadbalancing.loadbalancer.SettingOperations;
import croft.services.elasticloadbalancing.policy.PolicyOperations;
import croft.services.elasticloadbalancing.tag.ClassicTags;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** The front door of classic load balancers. */
public final class ElasticLoadBalancingService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public ElasticLoadBalancingService(BalancerParts parts) {
    ClassicParts classic = new ClassicParts(parts);
    this.bindings =
        Stream.of(
                new ClassicOperations(classic).bindings(),
                new PlaceOperations(classic).bindings(),
                new SettingOperations(classic).bindings(),
                new ListenerOperations(classic).bindings(),
                new PolicyOperations(classic).bindings(),
                new InstanceOperations(classic).bindings(),
                new ClassicTags(classic).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public ServiceModel model() {
    return ElasticloadbalancingModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return List.of(new ClassicResource());
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(ClassicBalancer.TABLE, ClassicInstance.TABLE);
  }
}
