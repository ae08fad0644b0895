package croft.services.ec2.tag;

import java.util.Map;

/** EC2's word for a resource, found by its identifier's prefix. */
public final class ResourceType {
  private static final Map<String, String> BY_PREFIX =
      Map.ofEntries(
          Map.entry("i", "instance"),
          Map.entry("ami", "image"),
          Map.entry("vpc", "vpc"),
          Map.entry("subnet", "subnet"),
          Map.entry("sg", "security-group"),
          Map.entry("sgr", "security-group-rule"),
          Map.entry("key", "key-pair"),
          Map.entry("eipalloc", "elastic-ip"),
          Map.entry("eni", "network-interface"),
          Map.entry("vol", "volume"),
          Map.entry("snap", "snapshot"),
          Map.entry("lt", "launch-template"),
          Map.entry("pg", "placement-group"),
          Map.entry("sir", "spot-instances-request"),
          Map.entry("iew", "instance-event-window"),
          Map.entry("igw", "internet-gateway"),
          Map.entry("rtb", "route-table"),
          Map.entry("acl", "network-acl"),
          Map.entry("nat", "natgateway"),
          Map.entry("pcx", "vpc-peering-connection"),
          Map.entry("vpce", "vpc-endpoint"),
          Map.entry("pl", "prefix-list"),
          Map.entry("dopt", "dhcp-options"));

  private ResourceType() {}

  /** Such as {@code instance} for {@code i-…}; empty when the prefix is not known. */
  public static String of(String resourceId) {
    int dash = resourceId.indexOf('-');
    return dash < 0 ? "" : BY_PREFIX.getOrDefault(resourceId.substring(0, dash), "");
  }
}
