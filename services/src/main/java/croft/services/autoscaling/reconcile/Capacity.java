package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.warmpool.WarmPools;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a group's capacity with the desired one, and decides launches and ends. */
final class Capacity implements Step {
  private final ScalingParts parts;
  private final Terminations terminations;
  private final LaunchPlans plans;
  private final WarmStarts warm;

  Capacity(ScalingParts parts, Terminations terminations, LaunchPlans plans) {
    this.parts = parts;
    this.terminations = terminations;
    this.plans = plans;
    this.warm = new WarmStarts(parts);
  }

  @Override
  public boolean take(Look look) {
    Group group = look.group();
    if (group.deleting()) {
      return endAll(look);
    }
    int capacity = look.capacity();
    if (capacity < group.desired()) {
      return group.runs("Launch") && (warm.take(look) || (mayLaunch(look) && plans.grow(look)));
    }
    if (capacity > group.desired() && group.runs("Terminate")) {
      return shrink(look, capacity);
    }
    boolean told = !group.because().isEmpty() || !group.owed().isEmpty();
    if (capacity == group.desired() && told) {
      parts
          .store()
          .write(tx ->
              Groups.change(
                  tx,
                  group.scope(),
                  group.name(),
                  g -> g.desired() == group.desired() ? g.withBecause("").withOwed(List.of()) : g));
    }
    return false;
  }

  private static boolean mayLaunch(Look look) {
    Group.Pause pause = look.group().pause();
    return pause == null || !look.now().isBefore(pause.until());
  }

  private boolean endAll(Look look) {
    List<GroupInstance> there =
        look.where(i -> !i.state().terminating() && i.state() != LifecycleState.DETACHING);
    if (there.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : there) {
            terminations.begin(
                tx,
                look.group(),
                instance,
                Activities.cause(look.group().because(), selected(look.now(), instance)),
                look.now());
          }
          return true;
        });
    return true;
  }

  private static String selected(Instant now, GroupInstance instance) {
    return Activities.at(now) + "instance " + instance.id() + " was selected for termination.";
  }

  private static boolean allProtected(Look look) {
    List<GroupInstance> there = look.where(GroupInstance::counts);
    return !there.isEmpty() && there.stream().allMatch(GroupInstance::protectedFromScaleIn);
  }

  /** Says once, for one change of the desired capacity, why nothing comes of it. */
  private boolean told(Look look, int capacity) {
    Group group = look.group();
    if (group.because().isEmpty()) {
      return false;
    }
    String why =
        "Could not scale to desired capacity because all remaining instances are protected from"
            + " scale-in.";
    return parts
        .store()
        .write(tx -> {
          String id = parts.ids().uuid();
          Activities.begin(
              tx,
              group,
              new Activities.Begun(
                  id,
                  why,
                  Activities.cause(
                      group.because(),
                      Activities.at(look.now())
                          + "the group has a capacity of "
                          + capacity
                          + " where "
                          + group.desired()
                          + " is desired."),
                  "{}"),
              "InProgress",
              look.now());
          Activities.end(tx, group.scope(), id, Activities.Ending.cancelled(why, look.now()));
          Groups.change(tx, group.scope(), group.name(), g -> g.withBecause(""));
          return true;
        });
  }

  private boolean shrink(Look look, int capacity) {
    List<GroupInstance> chosen = chosen(look, capacity);
    if (chosen.isEmpty()) {
      return allProtected(look) && told(look, capacity);
    }
    int after = capacity - chosen.stream().mapToInt(GroupInstance::weight).sum();
    Group group = look.group();
    String difference =
        Activities.at(look.now())
            + "an instance was taken out of service in response to a difference between desired"
            + " and actual capacity, shrinking the capacity from "
            + capacity
            + " to "
            + after
            + ".";
    parts
        .store()
        .write(tx -> {
          Optional<Group> now = tx.get(Group.TABLE, group.scope(), group.name());
          // Somebody wants more meanwhile: nobody need go.
          if (now.isEmpty() || now.get().desired() > after) {
            return false;
          }
          for (GroupInstance instance : chosen) {
            backToWarmPool(tx, group, instance);
            terminations.begin(
                tx,
                group,
                instance,
                Activities.cause(
                    Activities.cause(group.because(), difference), selected(look.now(), instance)),
                look.now());
          }
          return true;
        });
    return true;
  }

  /** With a reuse policy an instance goes back where it may have come from. */
  private static void backToWarmPool(Transaction tx, Group group, GroupInstance instance) {
    if (WarmPools.reuses(group) && instance.healthy()) {
      GroupInstances.change(tx, instance, i -> i.withToWarmPool(true));
    }
  }

  private static List<GroupInstance> chosen(Look look, int capacity) {
    Victims victims = new Victims(look.group(), look.now());
    List<GroupInstance> left = new ArrayList<>(look.where(i -> i.counts() && !i.state().waiting()));
    List<GroupInstance> chosen = new ArrayList<>();
    int remaining = capacity;
    while (remaining > look.group().desired()) {
      Optional<GroupInstance> next = victims.next(left);
      if (next.isEmpty() || remaining - next.get().weight() < look.group().desired()) {
        break;
      }
      left.remove(next.get());
      chosen.add(next.get());
      remaining -= next.get().weight();
    }
    return chosen;
  }
}
