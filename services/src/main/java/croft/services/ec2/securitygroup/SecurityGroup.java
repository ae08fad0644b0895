package croft.services.ec2.securitygroup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A stateful firewall that instances wear; its rules are enforced in the kernel. */
public record SecurityGroup(
    String scope, String id, String vpcId, String name, String description, List<Rule> rules) {

  public SecurityGroup {
    rules = List.copyOf(rules);
  }

  /**
   * One permission, one peer: what the API groups into permissions is kept flat.
   *
   * @param id such as {@code sgr-0123456789abcdef0}
   * @param protocol {@code tcp}, {@code udp}, {@code icmp}, a protocol number, or {@code -1} for
   *     all
   * @param fromPort first port, or the ICMP type; -1 for all
   * @param toPort last port, or the ICMP code; -1 for all
   */
  public record Rule(
      String id,
      boolean egress,
      String protocol,
      int fromPort,
      int toPort,
      Peer peer,
      @Nullable String description) {

    public Rule withDescription(@Nullable String text) {
      return new Rule(id, egress, protocol, fromPort, toPort, peer, text);
    }

    /** Whether both permit the same traffic, whatever their identifiers and descriptions. */
    public boolean sameTraffic(Rule other) {
      return egress == other.egress
          && protocol.equals(other.protocol)
          && fromPort == other.fromPort
          && toPort == other.toPort
          && peer.equals(other.peer);
    }
  }

  /** The other side of a rule. */
  public record Peer(Kind kind, String value) {
    /** What the value names. */
    public enum Kind {
      IPV4,
      IPV6,
      GROUP,
      PREFIX_LIST
    }
  }

  public SecurityGroup with(List<Rule> added) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(added);
    return new SecurityGroup(scope, id, vpcId, name, description, all);
  }

  public SecurityGroup without(Predicate<Rule> removed) {
    return new SecurityGroup(
        scope, id, vpcId, name, description, rules.stream().filter(removed.negate()).toList());
  }

  /** The group with one rule changed, in its place. */
  public SecurityGroup with(Rule changed) {
    return new SecurityGroup(
        scope,
        id,
        vpcId,
        name,
        description,
        rules.stream().map(rule -> rule.id().equals(changed.id()) ? changed : rule).toList());
  }
}
