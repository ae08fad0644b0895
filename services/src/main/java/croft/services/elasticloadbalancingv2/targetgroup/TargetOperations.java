package croft.services.elasticloadbalancingv2.targetgroup;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.DeregisterTargetsInput;
import croft.api.elasticloadbalancingv2.DeregisterTargetsOutput;
import croft.api.elasticloadbalancingv2.DescribeTargetHealthInput;
import croft.api.elasticloadbalancingv2.DescribeTargetHealthOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.RegisterTargetsInput;
import croft.api.elasticloadbalancingv2.RegisterTargetsOutput;
import croft.api.elasticloadbalancingv2.TargetDescription;
import croft.api.elasticloadbalancingv2.TargetHealth;
import croft.api.elasticloadbalancingv2.TargetHealthDescription;
import croft.services.elasticloadbalancingv2.listener.GroupUse;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.InstanceFacts;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Registers, deregisters and shows targets. */
public final class TargetOperations {
  private static final int MOST = 1000;

  private final BalancerParts parts;
  private final TargetZones zones;

  public TargetOperations(BalancerParts parts) {
    this.parts = parts;
    this.zones = new TargetZones(parts.surroundings());
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Elasticloadbalancingv2Model.REGISTER_TARGETS,
            (call, r) -> ElbAccess.to("RegisterTargets", r.targetGroupArn()),
            this::register),
        bind(
            Elasticloadbalancingv2Model.DEREGISTER_TARGETS,
            (call, r) -> ElbAccess.to("DeregisterTargets", r.targetGroupArn()),
            this::deregister),
        bind(
                Elasticloadbalancingv2Model.DESCRIBE_TARGET_HEALTH,
                AccessRule.toAll("elasticloadbalancing:DescribeTargetHealth"),
                this::describe)
            .honouring("TargetGroupArn", "Targets"));
  }

  private RegisterTargetsOutput register(Call call, RegisterTargetsInput request) {
    return parts
        .store()
        .write(tx -> {
          TargetGroup group = TargetGroup.require(tx, call.scope(), request.targetGroupArn());
          for (TargetDescription wanted : request.targetsOrEmpty()) {
            Target target = target(tx, group, wanted);
            boolean there =
                tx.get(Target.TABLE, group.scope(), target.rowId())
                    .filter(t -> !t.draining())
                    .isPresent();
            if (!there) {
              tx.put(Target.TABLE, target);
            }
          }
          TargetGroupAttributes.check(group, Target.of(tx, group));
          if (Target.of(tx, group).size() > MOST) {
            throw ElbErrors.of("TooManyTargets", "The maximum number of targets is " + MOST);
          }
          wake(tx, group);
          return RegisterTargetsOutput.builder().build();
        });
  }

  private void wake(Transaction tx, TargetGroup group) {
    GroupUse.of(tx, group).forEach(balancer -> parts.wake(tx, balancer));
  }

  private Target target(Transaction tx, TargetGroup group, TargetDescription wanted) {
    String id = ElbErrors.given(wanted.id(), "Id");
    int port = wanted.port() == null ? group.port() : wanted.port();
    String zone = wanted.availabilityZone() == null ? "" : wanted.availabilityZone();
    if (group.type().equals("instance")) {
      InstanceFacts instance =
          parts
              .surroundings()
              .instance(tx, group.scope(), id)
              .filter(i -> !i.state().equals("terminated"))
              .orElseThrow(() ->
                  ElbErrors.of(
                      "InvalidTarget",
                      "The following targets are not valid instances: '" + id + "'"));
      if (!instance.vpcId().equals(group.vpcId())) {
        throw ElbErrors.of(
            "InvalidTarget",
            "The following targets are not in the target group VPC '"
                + group.vpcId()
                + "': '"
                + id
                + "'");
      }
      if (!instance.state().equals("running")) {
        throw ElbErrors.of(
            "InvalidTarget",
            "The following targets are not in a running state and cannot be registered: '"
                + id
                + "'");
      }
    } else {
      boolean address = id.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}");
      if (!address) {
        throw ElbErrors.validation("The IP address '" + id + "' is not a valid IPv4 address");
      }
      boolean inside = parts.surroundings().contains(tx, group.scope(), group.vpcId(), id);
      boolean near = id.matches("(10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|100\\.).*");
      if (!inside && !(zone.equals(TargetZones.ALL) && near)) {
        throw ElbErrors.of(
            "InvalidTarget",
            "The IP address '" + id + "' is not within a range of the VPC's subnets");
      }
    }
    return new Target(group.scope(), group.id(), id, port, zone, null, "", "", "");
  }

  private DeregisterTargetsOutput deregister(Call call, DeregisterTargetsInput request) {
    return parts
        .store()
        .write(tx -> {
          TargetGroup group = TargetGroup.require(tx, call.scope(), request.targetGroupArn());
          boolean used = !GroupUse.of(tx, group).isEmpty();
          long delay = Long.parseLong(group.attribute("deregistration_delay.timeout_seconds"));
          for (TargetDescription wanted : request.targetsOrEmpty()) {
            List<Target> found =
                Target.of(tx, group).stream().filter(t -> matches(t, wanted)).toList();
            for (Target target : found) {
              if (!used || delay == 0) {
                tx.delete(Target.TABLE, group.scope(), target.rowId());
              } else if (!target.draining()) {
                tx.put(
                    Target.TABLE,
                    target.drain(parts.time().instant().plus(Duration.ofSeconds(delay))));
              }
            }
          }
          wake(tx, group);
          return DeregisterTargetsOutput.builder().build();
        });
  }

  private static boolean matches(Target target, TargetDescription wanted) {
    return target.targetId().equals(wanted.id())
        && (wanted.port() == null || wanted.port() == target.port());
  }

  private DescribeTargetHealthOutput describe(Call call, DescribeTargetHealthInput request) {
    return parts
        .store()
        .read(tx -> {
          TargetGroup group = TargetGroup.require(tx, call.scope(), request.targetGroupArn());
          List<LoadBalancer> balancers = GroupUse.of(tx, group);
          List<TargetHealthDescription> all = new ArrayList<>();
          List<Target> targets = Target.of(tx, group);
          if (request.targetsOrEmpty().isEmpty()) {
            targets.forEach(t -> all.add(shape(group, t, health(tx, group, balancers, t))));
          }
          for (TargetDescription wanted : request.targetsOrEmpty()) {
            Optional<Target> known = targets.stream().filter(t -> matches(t, wanted)).findFirst();
            Target target =
                known.orElseGet(() ->
                    new Target(
                        group.scope(),
                        group.id(),
                        ElbErrors.given(wanted.id(), "Id"),
                        wanted.port() == null ? group.port() : wanted.port(),
                        "",
                        null,
                        "",
                        "",
                        ""));
            TargetHealth health =
                known.isPresent()
                    ? health(tx, group, balancers, target)
                    : health(
                        "unused",
                        "Target.NotRegistered",
                        "Target is not registered to the target group");
            all.add(shape(group, target, health));
          }
          return DescribeTargetHealthOutput.builder().targetHealthDescriptions(all).build();
        });
  }

  private static TargetHealthDescription shape(
      TargetGroup group, Target target, TargetHealth health) {
    String port = group.health().port();
    return TargetHealthDescription.builder()
        .target(
            TargetDescription.builder()
                .id(target.targetId())
                .port(target.port())
                .availabilityZone(target.zone().isEmpty() ? null : target.zone())
                .build())
        .healthCheckPort(port.equals("traffic-port") ? String.valueOf(target.port()) : port)
        .targetHealth(health)
        .build();
  }

  private static TargetHealth health(String state, String reason, String description) {
    return TargetHealth.builder()
        .state(state)
        .reason(reason.isEmpty() ? null : reason)
        .description(description.isEmpty() ? null : description)
        .build();
  }

  private TargetHealth health(
      Transaction tx, TargetGroup group, List<LoadBalancer> balancers, Target target) {
    if (target.draining()) {
      return health(
          "draining", "Target.DeregistrationInProgress", "Target deregistration is in progress");
    }
    if (balancers.isEmpty()) {
      return health(
          "unused",
          "Target.NotInUse",
          "Target group is not configured to receive traffic from the load balancer");
    }
    if (group.type().equals("instance")) {
      String state =
          parts
              .surroundings()
              .instance(tx, group.scope(), target.targetId())
              .map(InstanceFacts::state)
              .orElse("terminated");
      if (!state.equals("running")) {
        return health("unused", "Target.InvalidState", "Target is in the " + state + " state");
      }
    }
    boolean reached =
        balancers.stream().anyMatch(balancer -> zones.reaches(tx, balancer, group, target));
    if (!reached) {
      return health(
          "unused",
          "Target.NotInUse",
          "Target is in an Availability Zone that is not enabled for the load balancer");
    }
    return target.state().isEmpty()
        ? health("initial", "Elb.RegistrationInProgress", "Target registration is in progress")
        : health(target.state(), target.reason(), target.description());
  }
}
