package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.LaunchTemplateSpecification;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Chooses which instance goes when a group shrinks: of the zone with the most, by the termination
 * policies in their order.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html">Termination
 * policies</a>.
 */
final class Victims {
  private final Group group;
  private final Instant now;

  Victims(Group group, Instant now) {
    this.group = group;
    this.now = now;
  }

  /** The next one of these; empty when all are protected. */
  Optional<GroupInstance> next(List<GroupInstance> there) {
    List<GroupInstance> open = there.stream().filter(i -> !i.protectedFromScaleIn()).toList();
    List<GroupInstance> sick = open.stream().filter(i -> !i.healthy()).toList();
    if (!sick.isEmpty()) {
      return Optional.of(sick.getFirst());
    }
    List<GroupInstance> left = inFullestZone(there, open);
    List<String> policies = group.settings().terminationPoliciesOrEmpty();
    for (String policy : policies.isEmpty() ? List.of("Default") : policies) {
      left = by(policy, left);
    }
    return left.stream().min(Comparator.comparing(GroupInstance::id));
  }

  private static List<GroupInstance> inFullestZone(
      List<GroupInstance> there, List<GroupInstance> open) {
    Map<String, Integer> counts = new HashMap<>();
    there.forEach(i -> counts.merge(i.source().zone(), 1, Integer::sum));
    int most =
        open.stream().mapToInt(i -> counts.getOrDefault(i.source().zone(), 0)).max().orElse(0);
    return open.stream().filter(i -> counts.getOrDefault(i.source().zone(), 0) == most).toList();
  }

  private List<GroupInstance> by(String policy, List<GroupInstance> among) {
    return switch (policy) {
      case "OldestInstance" -> least(among, i -> i.launched().toEpochMilli());
      case "NewestInstance" -> least(among, i -> -i.launched().toEpochMilli());
      case "OldestLaunchConfiguration" ->
          least(among, i -> i.source().launchConfiguration() == null ? 1L : configurationAge(i));
      case "OldestLaunchTemplate" -> least(among, Victims::templateAge);
      case "ClosestToNextInstanceHour" -> least(among, this::millisToNextHour);
      case "Default" -> byDefault(among);
      // On demand alone there is one allocation, and every instance fits it.
      default -> among;
    };
  }

  private List<GroupInstance> byDefault(List<GroupInstance> among) {
    List<GroupInstance> left = by("OldestLaunchTemplate", by("OldestLaunchConfiguration", among));
    return by("ClosestToNextInstanceHour", left);
  }

  /** Those of a configuration the group has left come before those of its present one. */
  private long configurationAge(GroupInstance instance) {
    boolean present =
        Objects.equals(
            instance.source().launchConfiguration(), group.settings().launchConfigurationName());
    return present ? 1L : 0L;
  }

  private static long templateAge(GroupInstance instance) {
    LaunchTemplateSpecification template = instance.source().template();
    String version = template == null ? null : template.version();
    // A launch configuration is older than any template.
    return version == null ? -1L : Long.parseLong(version);
  }

  private long millisToNextHour(GroupInstance instance) {
    long age = Duration.between(instance.launched(), now).toMillis();
    long hour = Duration.ofHours(1).toMillis();
    return hour - Math.floorMod(age, hour);
  }

  private static List<GroupInstance> least(
      List<GroupInstance> among, Function<GroupInstance, Long> measure) {
    List<GroupInstance> least = new ArrayList<>();
    long best = Long.MAX_VALUE;
    for (GroupInstance instance : among) {
      long value = measure.apply(instance);
      if (value < best) {
        best = value;
        least.clear();
      }
      if (value == best) {
        least.add(instance);
      }
    }
    return least;
  }
}
