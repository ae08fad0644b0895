package croft.drivers.network;

import java.util.List;

/** Rules that interfaces share. The order of the rules means nothing. */
public record FirewallGroup(String id, List<FirewallRule> ingress, List<FirewallRule> egress) {
  public FirewallGroup {
    Names.check("group id", id);
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }
}
