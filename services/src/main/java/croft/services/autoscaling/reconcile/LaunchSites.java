package croft.services.autoscaling.reconcile;

import croft.api.ec2.DescribeSubnetsRequest;
import croft.api.ec2.Subnet;
import croft.services.autoscaling.entity.Cloud;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Spreads a group's instances over its zones, and over the subnets of a zone. */
final class LaunchSites {
  private final Cloud cloud;

  /** A subnet never changes its zone. */
  private final Map<String, String> zones = new ConcurrentHashMap<>();

  LaunchSites(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Where the group may launch. */
  List<LaunchSite> of(Group group) {
    List<String> subnets = group.subnets();
    if (subnets.isEmpty()) {
      return group.settings().availabilityZonesOrEmpty().stream()
          .map(zone -> new LaunchSite(zone, null))
          .toList();
    }
    if (!zones.keySet().containsAll(subnets)) {
      for (Subnet subnet :
          cloud
              .ec2(group.scope())
              .describeSubnets(DescribeSubnetsRequest.builder().subnetIds(subnets).build())
              .subnetsOrEmpty()) {
        zones.put(
            Objects.toString(subnet.subnetId(), ""),
            Objects.toString(subnet.availabilityZone(), ""));
      }
    }
    return subnets.stream()
        .map(subnet -> new LaunchSite(zones.getOrDefault(subnet, ""), subnet))
        .toList();
  }

  /**
   * Sites for that many more instances, each where fewest are.
   *
   * @param there instances that are or will be there
   */
  static List<LaunchSite> spread(List<LaunchSite> sites, List<GroupInstance> there, int instances) {
    Map<String, Integer> byZone = new HashMap<>();
    Map<LaunchSite, Integer> bySite = new HashMap<>();
    for (GroupInstance instance : there) {
      byZone.merge(instance.source().zone(), 1, Integer::sum);
      bySite.merge(
          new LaunchSite(instance.source().zone(), instance.source().subnet()), 1, Integer::sum);
    }
    List<LaunchSite> chosen = new ArrayList<>();
    for (int i = 0; i < instances && !sites.isEmpty(); i++) {
      LaunchSite next =
          sites.stream()
              .min(
                  Comparator.<LaunchSite>comparingInt(s -> byZone.getOrDefault(s.zone(), 0))
                      .thenComparingInt(s -> bySite.getOrDefault(s, 0)))
              .orElseThrow();
      byZone.merge(next.zone(), 1, Integer::sum);
      bySite.merge(next, 1, Integer::sum);
      chosen.add(next);
    }
    return chosen;
  }
}
