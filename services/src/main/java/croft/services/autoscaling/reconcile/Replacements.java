package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Replaces instances that are well but should be others: too old, or in a zone with too many.
 * Another comes into service first, then they go.
 */
final class Replacements implements Step {
  private static final double SHARE_AT_ONCE = 0.1;

  private final ScalingParts parts;
  private final Terminations terminations;
  private final LaunchSites sites;

  Replacements(ScalingParts parts, Terminations terminations) {
    this.parts = parts;
    this.terminations = terminations;
    this.sites = new LaunchSites(parts.cloud());
  }

  @Override
  public boolean take(Look look) {
    if (look.group().deleting()) {
      return false;
    }
    return retire(look) || mark(look, old(look)) || rebalance(look);
  }

  /** Those go for whom another is in service. */
  private boolean retire(Look look) {
    int serving =
        look.where(i -> i.counts() && i.state() == LifecycleState.IN_SERVICE).stream()
            .mapToInt(GroupInstance::weight)
            .sum();
    List<GroupInstance> leaving =
        look.where(i -> i.replacing() != null && i.state() == LifecycleState.IN_SERVICE);
    int surplus =
        serving + leaving.stream().mapToInt(GroupInstance::weight).sum() - look.group().desired();
    List<GroupInstance> out = new ArrayList<>();
    for (GroupInstance instance : leaving) {
      if (instance.weight() <= surplus && look.group().runs("Terminate")) {
        out.add(instance);
        surplus -= instance.weight();
      }
    }
    if (out.isEmpty()) {
      return false;
    }
    return parts
        .store()
        .write(tx -> {
          out.forEach(i ->
              terminations.begin(
                  tx, look.group(), i, Objects.toString(i.replacing(), ""), look.now()));
          return true;
        });
  }

  /** What is to be replaced, and the causes of both activities. */
  private record Wanted(List<GroupInstance> instances, String leaving, String launching) {}

  private static Wanted old(Look look) {
    Integer lifetime = look.group().settings().maxInstanceLifetime();
    List<GroupInstance> old =
        lifetime == null || lifetime == 0
            ? List.of()
            : look.where(i ->
                i.state() == LifecycleState.IN_SERVICE
                    && i.replacing() == null
                    && !look.now().isBefore(i.launched().plusSeconds(lifetime)));
    String at = Activities.at(look.now());
    return new Wanted(
        old,
        at
            + "an instance was taken out of service in response to it exceeding the maximum"
            + " instance lifetime.",
        at + "an instance was launched to replace one that exceeds the maximum instance lifetime.");
  }

  private boolean mark(Look look, Wanted wanted) {
    long going = look.where(i -> i.replacing() != null).size();
    long room = Math.max(1, (long) (look.group().desired() * SHARE_AT_ONCE)) - going;
    List<GroupInstance> now = wanted.instances().stream().limit(Math.max(0, room)).toList();
    if (now.isEmpty()) {
      return false;
    }
    return parts
        .store()
        .write(tx -> {
          now.forEach(i -> mark(tx, look.group(), i, wanted));
          return true;
        });
  }

  private static void mark(Transaction tx, Group group, GroupInstance instance, Wanted wanted) {
    GroupInstances.change(tx, instance, i -> i.withReplacing(wanted.leaving()))
        .ifPresent(i ->
            Groups.change(tx, group.scope(), group.name(), g -> Owed.one(g, wanted.launching())));
  }

  private boolean rebalance(Look look) {
    Group group = look.group();
    boolean calm =
        look.launches().isEmpty()
            && look.capacity() == group.desired()
            && look.instances().stream()
                .allMatch(i ->
                    i.state().warmed()
                        || (i.state().settled() && i.replacing() == null && i.healthy()));
    if (!calm || !group.runs("AZRebalance") || !group.runs("Launch")) {
      return false;
    }
    List<GroupInstance> there = look.in(LifecycleState.IN_SERVICE);
    Map<String, Integer> counts = new HashMap<>();
    group.settings().availabilityZonesOrEmpty().forEach(zone -> counts.put(zone, 0));
    Set<String> zones = new HashSet<>(counts.keySet());
    there.forEach(i -> counts.merge(i.source().zone(), 1, Integer::sum));
    String poorest = least(counts, zones);
    String richest = richest(counts, zones);
    int gap = counts.getOrDefault(richest, 0) - counts.getOrDefault(poorest, 0);
    boolean outside = !zones.contains(richest);
    if (poorest.isEmpty() || (gap < 2 && !outside)) {
      return false;
    }
    List<GroupInstance> rich =
        there.stream()
            .filter(i -> i.source().zone().equals(richest) && !i.protectedFromScaleIn())
            .toList();
    return new Victims(group, look.now())
        .next(rich)
        .filter(victim -> !sites.of(group).isEmpty())
        .map(victim -> mark(look, wanted(look.now(), victim, poorest, richest)))
        .orElse(false);
  }

  private static Wanted wanted(Instant now, GroupInstance victim, String poorest, String richest) {
    String at = Activities.at(now);
    return new Wanted(
        List.of(victim),
        at
            + "an instance was taken out of service in response to instances being balanced over"
            + " the zones of the group.",
        at
            + "instances were launched to balance instances in zones "
            + poorest
            + " with other zones "
            + richest
            + " resulting in more than desired number of instances in the group.");
  }

  private static String least(Map<String, Integer> counts, Set<String> zones) {
    return zones.stream()
        .min(Comparator.<String>comparingInt(z -> counts.getOrDefault(z, 0)).thenComparing(z -> z))
        .orElse("");
  }

  /** A zone that is no longer the group's is too rich with one. */
  private static String richest(Map<String, Integer> counts, Set<String> zones) {
    return counts.keySet().stream()
        .max(
            Comparator.<String>comparingInt(z -> zones.contains(z) ? 0 : 1)
                .thenComparingInt(z -> counts.getOrDefault(z, 0))
                .thenComparing(z -> z))
        .orElse("");
  }
}
