package croft.services.autoscaling.reconcile;

import croft.base.ServiceError;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.balancer.Balancers;
import croft.services.autoscaling.balancer.Balancers.Health;
import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Attachment;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a group's instances registered with what balances load to them while they are in service,
 * and takes them out, answering what they were asked, before they leave.
 */
final class Registrations implements Step {
  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

  private final ScalingParts parts;
  private final Balancers balancers;
  private final BalancerHealth health;

  Registrations(ScalingParts parts, BalancerHealth health) {
    this.parts = parts;
    this.balancers = new Balancers(parts.cloud());
    this.health = health;
  }

  @Override
  public boolean take(Look look) {
    boolean changed = false;
    for (Attachment attachment : look.group().attachments()) {
      if (attachment.state() == Attachment.State.REMOVING) {
        changed |= detach(look, attachment);
      } else {
        changed |= attach(look, attachment);
        changed |= letGo(look, attachment);
      }
    }
    return changed;
  }

  private boolean attach(Look look, Attachment attachment) {
    List<GroupInstance> missing =
        look.where(i ->
            i.state() == LifecycleState.IN_SERVICE
                && !i.registered().contains(attachment.identifier()));
    if (!missing.isEmpty()) {
      boolean registered =
          look.group().runs("AddToLoadBalancer") && register(look, attachment, missing);
      return registered;
    }
    return advance(look, attachment);
  }

  private boolean register(Look look, Attachment attachment, List<GroupInstance> missing) {
    try {
      balancers.register(
          look.group().scope(), attachment, missing.stream().map(GroupInstance::id).toList());
    } catch (ServiceError e) {
      // It is tried again at each look: a balancer at fault never stops the group.
      LOG.warn("Registering with {} failed: {} {}", attachment, e.code(), e.message());
      return false;
    }
    health.forget(look.group().scope(), attachment);
    parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : missing) {
            GroupInstances.change(
                tx,
                instance,
                i -> true,
                i -> i.withRegistered(plus(i.registered(), attachment.identifier())));
          }
          return true;
        });
    return true;
  }

  /** Added when all are registered, in service when one is healthy. */
  private boolean advance(Look look, Attachment attachment) {
    Attachment.State next = attachment.state();
    if (next == Attachment.State.ADDING) {
      next = Attachment.State.ADDED;
    }
    if (next == Attachment.State.ADDED && anyHealthy(look, attachment)) {
      next = Attachment.State.IN_SERVICE;
    }
    if (next == attachment.state()) {
      return false;
    }
    Attachment.State reached = next;
    change(
        look.group(),
        held ->
            held.is(attachment) && held.state() == attachment.state()
                ? Optional.of(held.in(reached))
                : Optional.of(held));
    return true;
  }

  private boolean anyHealthy(Look look, Attachment attachment) {
    Set<String> ids = new HashSet<>();
    look.in(LifecycleState.IN_SERVICE).forEach(i -> ids.add(i.id()));
    return !ids.isEmpty()
        && health.of(look.group().scope(), attachment).stream()
            .flatMap(m -> m.entrySet().stream())
            .anyMatch(e -> e.getValue() == Health.HEALTHY && ids.contains(e.getKey()));
  }

  /** How attachments become others; one that becomes nothing goes. */
  @FunctionalInterface
  private interface Becoming {
    Optional<Attachment> next(Attachment held);
  }

  private void change(Group group, Becoming becoming) {
    parts
        .store()
        .write(tx ->
            Groups.change(
                tx,
                group.scope(),
                group.name(),
                g ->
                    g.withAttachments(
                        g.attachments().stream()
                            .map(becoming::next)
                            .flatMap(Optional::stream)
                            .toList())));
  }

  private static boolean leaving(GroupInstance instance) {
    return instance.state() == LifecycleState.TERMINATING
        || instance.state() == LifecycleState.DETACHING
        || instance.state() == LifecycleState.ENTERING_STANDBY;
  }

  private boolean letGo(Look look, Attachment attachment) {
    List<GroupInstance> leaving =
        look.where(i -> leaving(i) && i.registered().contains(attachment.identifier()));
    return takeOut(look, attachment, leaving);
  }

  private boolean detach(Look look, Attachment attachment) {
    List<GroupInstance> there = look.where(i -> i.registered().contains(attachment.identifier()));
    boolean changed = takeOut(look, attachment, there);
    if (there.isEmpty()) {
      change(look.group(), held -> held.equals(attachment) ? Optional.empty() : Optional.of(held));
      return true;
    }
    return changed;
  }

  /** Deregisters, waits until they have answered what they were asked, and writes that down. */
  private boolean takeOut(Look look, Attachment attachment, List<GroupInstance> leaving) {
    if (leaving.isEmpty()) {
      return false;
    }
    String scope = look.group().scope();
    Map<String, Health> told =
        health.of(scope, attachment).map(HashMap::new).orElseGet(HashMap::new);
    List<GroupInstance> done = new ArrayList<>();
    List<GroupInstance> there = new ArrayList<>();
    for (GroupInstance instance : leaving) {
      Health state = told.get(instance.id());
      if (state == null) {
        done.add(instance);
      } else if (state != Health.DRAINING) {
        there.add(instance);
      } else if (ended(look.fact(instance))) {
        // It answers nobody any more.
        done.add(instance);
      }
    }
    if (!there.isEmpty()) {
      deregister(look, attachment, there);
    }
    return written(attachment, done);
  }

  private static boolean ended(InstanceFacts.@org.jspecify.annotations.Nullable Fact fact) {
    return fact == null || fact.ending();
  }

  private void deregister(Look look, Attachment attachment, List<GroupInstance> there) {
    try {
      balancers.deregister(
          look.group().scope(), attachment, there.stream().map(GroupInstance::id).toList());
    } catch (ServiceError e) {
      LOG.warn("Deregistering from {} failed: {} {}", attachment, e.code(), e.message());
      return;
    }
    health.forget(look.group().scope(), attachment);
    parts
        .store()
        .write(tx -> {
          there.forEach(i ->
              Activities.progress(
                  tx, i.scope(), i.activityId(), "WaitingForELBConnectionDraining", 50));
          return true;
        });
  }

  private boolean written(Attachment attachment, List<GroupInstance> done) {
    if (done.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : done) {
            GroupInstances.change(
                tx,
                instance,
                i -> true,
                i ->
                    i.withRegistered(
                        i.registered().stream()
                            .filter(r -> !Objects.equals(r, attachment.identifier()))
                            .toList()));
          }
          return true;
        });
    return true;
  }

  private static List<String> plus(List<String> held, String one) {
    if (held.contains(one)) {
      return held;
    }
    List<String> more = new ArrayList<>(held);
    more.add(one);
    return more;
  }
}
