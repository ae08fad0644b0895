package croft.services.elasticloadbalancing.instance;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancing.DeregisterEndPointsInput;
import croft.api.elasticloadbalancing.DeregisterEndPointsOutput;
import croft.api.elasticloadbalancing.DescribeEndPointStateInput;
import croft.api.elasticloadbalancing.DescribeEndPointStateOutput;
import croft.api.elasticloadbalancing.ElasticloadbalancingModel;
import croft.api.elasticloadbalancing.Instance;
import croft.api.elasticloadbalancing.InstanceState;
import croft.api.elasticloadbalancing.RegisterEndPointsInput;
import croft.api.elasticloadbalancing.RegisterEndPointsOutput;
import croft.base.ServiceError;
import croft.services.elasticloadbalancing.instance.ClassicInstance.State;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancing.loadbalancer.ClassicParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.InstanceFacts;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Registers, deregisters and shows instances of classic balancers. */
public final class InstanceOperations {
  private final ClassicParts classic;

  public InstanceOperations(ClassicParts classic) {
    this.classic = classic;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            ElasticloadbalancingModel.REGISTER_INSTANCES_WITH_LOAD_BALANCER,
            ClassicParts.to("RegisterInstancesWithLoadBalancer", r -> r.loadBalancerName()),
            this::register),
        bind(
            ElasticloadbalancingModel.DEREGISTER_INSTANCES_FROM_LOAD_BALANCER,
            ClassicParts.to("DeregisterInstancesFromLoadBalancer", r -> r.loadBalancerName()),
            this::deregister),
        bind(
            ElasticloadbalancingModel.DESCRIBE_INSTANCE_HEALTH,
            ClassicParts.to("DescribeInstanceHealth", r -> r.loadBalancerName()),
            this::describe));
  }

  private static List<String> ids(List<Instance> instances) {
    return instances.stream().map(i -> ElbErrors.given(i.instanceId(), "InstanceId")).toList();
  }

  private static ServiceError unknown(String id) {
    return ElbErrors.of("InvalidInstance", "Could not find EC2 instance " + id + ".");
  }

  private RegisterEndPointsOutput register(Call call, RegisterEndPointsInput request) {
    return classic
        .parts()
        .store()
        .write(tx -> {
          ClassicBalancer balancer =
              ClassicBalancer.require(tx, call.scope(), request.loadBalancerName());
          for (String id : ids(request.instancesOrEmpty())) {
            InstanceFacts facts = facts(tx, call, id).orElseThrow(() -> unknown(id));
            if (!facts.vpcId().equals(balancer.place().vpcId())) {
              throw ElbErrors.of(
                  "InvalidInstance", "EC2 instance " + id + " is not in the same VPC as ELB.");
            }
            ClassicInstance made =
                new ClassicInstance(call.scope(), balancer.id(), id, null, State.REGISTERING);
            boolean there =
                tx.get(ClassicInstance.TABLE, call.scope(), made.rowId())
                    .filter(known -> !known.draining())
                    .isPresent();
            if (!there) {
              tx.put(ClassicInstance.TABLE, made);
            }
          }
          classic.wake(tx, balancer);
          return RegisterEndPointsOutput.builder().instances(shapes(tx, balancer)).build();
        });
  }

  private Optional<InstanceFacts> facts(Transaction tx, Call call, String id) {
    return classic
        .parts()
        .surroundings()
        .instance(tx, call.scope(), id)
        .filter(facts -> !facts.state().equals("terminated"));
  }

  private static List<Instance> shapes(Transaction tx, ClassicBalancer balancer) {
    return ClassicInstance.of(tx, balancer).stream()
        .filter(instance -> !instance.draining())
        .map(instance -> Instance.builder().instanceId(instance.instanceId()).build())
        .toList();
  }

  private DeregisterEndPointsOutput deregister(Call call, DeregisterEndPointsInput request) {
    return classic
        .parts()
        .store()
        .write(tx -> {
          ClassicBalancer balancer =
              ClassicBalancer.require(tx, call.scope(), request.loadBalancerName());
          for (String id : ids(request.instancesOrEmpty())) {
            ClassicInstance known =
                tx.get(ClassicInstance.TABLE, call.scope(), balancer.id() + "/" + id)
                    .orElseThrow(() -> unknown(id));
            if (!balancer.settings().draining()) {
              tx.delete(ClassicInstance.TABLE, call.scope(), known.rowId());
            } else if (!known.draining()) {
              Duration delay = Duration.ofSeconds(balancer.settings().drainingSeconds());
              tx.put(
                  ClassicInstance.TABLE, known.drain(classic.parts().time().instant().plus(delay)));
            }
          }
          classic.wake(tx, balancer);
          return DeregisterEndPointsOutput.builder().instances(shapes(tx, balancer)).build();
        });
  }

  private DescribeEndPointStateOutput describe(Call call, DescribeEndPointStateInput request) {
    return classic
        .parts()
        .store()
        .read(tx -> {
          ClassicBalancer balancer =
              ClassicBalancer.require(tx, call.scope(), request.loadBalancerName());
          List<ClassicInstance> all = ClassicInstance.of(tx, balancer);
          List<String> asked = ids(request.instancesOrEmpty());
          for (String id : asked) {
            if (all.stream().noneMatch(instance -> instance.instanceId().equals(id))
                && facts(tx, call, id).isEmpty()) {
              throw unknown(id);
            }
          }
          List<InstanceState> states =
              new java.util.ArrayList<>(
                  all.stream()
                      .filter(i -> asked.isEmpty() || asked.contains(i.instanceId()))
                      .map(instance -> state(tx, balancer, instance))
                      .toList());
          asked.stream()
              .filter(id -> all.stream().noneMatch(i -> i.instanceId().equals(id)))
              .map(id ->
                  out(
                      id,
                      "Instance",
                      "Instance is not currently registered with the LoadBalancer."))
              .forEach(states::add);
          return DescribeEndPointStateOutput.builder().instanceStates(states).build();
        });
  }

  private static InstanceState out(String id, String code, String description) {
    return state(id, "OutOfService", code, description);
  }

  private static InstanceState state(String id, String state, String code, String description) {
    return InstanceState.builder()
        .instanceId(id)
        .state(state)
        .reasonCode(code)
        .description(description)
        .build();
  }

  /**
   * In AWS's words, from <a
   * href="https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html">InstanceState</a>.
   */
  private InstanceState state(Transaction tx, ClassicBalancer balancer, ClassicInstance instance) {
    String id = instance.instanceId();
    if (instance.draining()) {
      return state(id, "InService", "N/A", "Instance deregistration currently in progress.");
    }
    Optional<InstanceFacts> facts =
        classic.parts().surroundings().instance(tx, balancer.scope(), id);
    String running = facts.map(InstanceFacts::state).orElse("terminated");
    if (!running.equals("running") && !running.equals("pending")) {
      return out(id, "Instance", "Instance is in " + running + " state.");
    }
    boolean enabled =
        balancer.place().zones().stream()
            .anyMatch(zone -> zone.zoneName().equals(facts.orElseThrow().zone()));
    if (!enabled) {
      return out(
          id,
          "ELB",
          "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to"
              + " route traffic to.");
    }
    return switch (instance.state()) {
      case REGISTERING -> out(id, "ELB", "Instance registration is still in progress.");
      case WELL -> state(id, "InService", "N/A", "N/A");
      case UNWELL ->
          out(
              id,
              "Instance",
              "Instance has failed at least the UnhealthyThreshold number of health checks"
                  + " consecutively.");
    };
  }
}
