package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.MacAddress;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Peer;
import croft.drivers.network.Traffic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The exact rules of each table. */
final class FirewallTablesTest {
  private static final Map<String, List<Ipv4Address>> ATTACHED =
      Map.of("eni-1", List.of(address("10.0.1.11")), "eni-2", List.of(address("10.0.1.12")));

  private static Ipv4Address address(String text) {
    return Ipv4Address.parse(text);
  }

  private static FirewallRule rule(Traffic traffic, Peer peer) {
    return new FirewallRule(traffic, peer);
  }

  private static Map<String, String> values(Ruleset table, String name) {
    return Objects.requireNonNull(table.elements().get(name)).values();
  }

  private static Ruleset.Chain chain(Ruleset table, String name) {
    return Objects.requireNonNull(table.chains().get(name));
  }

  @Test
  void groupsBecomeChainsAndSets() {
    FirewallGroup web =
        new FirewallGroup(
            "sg-web",
            List.of(
                rule(Traffic.of(6, 80, 81), Peer.anywhere()),
                rule(Traffic.of(6, 22, 22), new Peer.PrefixList("pl-1")),
                rule(Traffic.of(-1, -1, -1), new Peer.Group("sg-web"))),
            List.of(rule(new Traffic.All(), Peer.anywhere())));
    FirewallSpec spec =
        new FirewallSpec(
            List.of(web, new FirewallGroup("sg-x", List.of(), List.of())),
            Map.of("eni-1", Set.of("sg-web"), "eni-2", Set.of("sg-x", "sg-web")),
            Map.of(
                "pl-1",
                Set.of(
                    Ipv4Cidr.parse("10.0.0.0/8"),
                    Ipv4Cidr.parse("10.2.0.0/16"),
                    Ipv4Cidr.parse("11.0.0.0/8"))),
            Map.of());
    String both = Devices.of("sg-web sg-x").substring(1);
    assertThat(GroupRules.of(spec, ATTACHED, Set.of()).whole())
        .isEqualTo(
            """
            add table inet croft-groups
            delete table inet croft-groups
            add table inet croft-groups
            add map inet croft-groups in { type ifname : verdict; }
            add set inet croft-groups list-pl-1 { type ipv4_addr; flags interval; }
            add set inet croft-groups of-sg-web { type ipv4_addr; }
            add map inet croft-groups out { type ifname : verdict; }
            add chain inet croft-groups all-in.BOTH
            add chain inet croft-groups all-in.sg-web
            add chain inet croft-groups all-out.BOTH
            add chain inet croft-groups all-out.sg-web
            add chain inet croft-groups egress { type filter hook forward priority -10; policy drop; }
            add chain inet croft-groups in-sg-web
            add chain inet croft-groups in-sg-x
            add chain inet croft-groups ingress { type filter hook forward priority 0; policy drop; }
            add chain inet croft-groups out-sg-web
            add chain inet croft-groups out-sg-x
            add rule inet croft-groups all-in.BOTH jump in-sg-web
            add rule inet croft-groups all-in.BOTH jump in-sg-x
            add rule inet croft-groups all-in.sg-web jump in-sg-web
            add rule inet croft-groups all-out.BOTH jump out-sg-web
            add rule inet croft-groups all-out.BOTH jump out-sg-x
            add rule inet croft-groups all-out.sg-web jump out-sg-web
            add rule inet croft-groups egress ct state established,related accept
            add rule inet croft-groups egress iifname "igw" accept
            add rule inet croft-groups egress iifname "p*" accept
            add rule inet croft-groups egress iifname vmap @out
            add rule inet croft-groups in-sg-web tcp dport 80-81 accept
            add rule inet croft-groups in-sg-web ip saddr @list-pl-1 tcp dport 22 accept
            add rule inet croft-groups in-sg-web ip saddr @of-sg-web accept
            add rule inet croft-groups ingress ct state established,related accept
            add rule inet croft-groups ingress oifname "igw" accept
            add rule inet croft-groups ingress oifname "p*" accept
            add rule inet croft-groups ingress oifname vmap @in
            add rule inet croft-groups out-sg-web accept
            add element inet croft-groups in { "TWO" : jump all-in.BOTH, "ONE" : jump all-in.sg-web }
            add element inet croft-groups list-pl-1 { 10.0.0.0/8, 11.0.0.0/8 }
            add element inet croft-groups of-sg-web { 10.0.1.11, 10.0.1.12 }
            add element inet croft-groups out { "TWO" : jump all-out.BOTH, "ONE" : jump all-out.sg-web }
            """
                .replace("ONE", Devices.of("eni-1"))
                .replace("TWO", Devices.of("eni-2"))
                .replace("BOTH", both));
  }

  @Test
  void everyKindOfTrafficAndPeer() {
    Peer block = Peer.cidr("192.168.0.0/24");
    List<FirewallRule> rules =
        List.of(
            rule(Traffic.of(-1, 0, 0), block),
            rule(Traffic.of(6, 443, 443), block),
            rule(Traffic.of(17, -1, -1), block),
            rule(Traffic.of(1, -1, -1), block),
            rule(Traffic.of(1, 3, 4), block),
            rule(Traffic.of(1, 8, -1), Peer.anywhere()),
            rule(Traffic.of(47, -1, -1), new Peer.Group("sg-gone")));
    FirewallSpec spec =
        FirewallSpec.of(
            List.of(new FirewallGroup("sg-1", rules, rules)), Map.of("eni-1", Set.of("sg-1")));
    Ruleset table = GroupRules.of(spec, ATTACHED, Set.of());
    assertThat(table.chains().get("in-sg-1"))
        .isEqualTo(
            new Ruleset.Chain(
                "",
                List.of(
                    "ip saddr 192.168.0.0/24 accept",
                    "ip saddr 192.168.0.0/24 tcp dport 443 accept",
                    "ip saddr 192.168.0.0/24 meta l4proto udp accept",
                    "ip saddr 192.168.0.0/24 meta l4proto icmp accept",
                    "ip saddr 192.168.0.0/24 icmp type 3 icmp code 4 accept",
                    "icmp type 8 accept",
                    "ip saddr @of-sg-gone meta l4proto 47 accept")));
    assertThat(values(table, "of-sg-gone")).isEmpty();
  }

  /** Whatever the number of interfaces, one more is a handful of elements. */
  @Test
  void oneMoreInterfaceIsAFewElements() {
    Map<String, List<Ipv4Address>> attached = new HashMap<>();
    Map<String, Set<String>> members = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      attached.put("eni-" + i, List.of(address("10.0.1." + i)));
      members.put("eni-" + i, Set.of("sg-1"));
    }
    List<FirewallRule> self = List.of(rule(new Traffic.All(), new Peer.Group("sg-1")));
    FirewallSpec spec = FirewallSpec.of(List.of(new FirewallGroup("sg-1", self, self)), members);
    Ruleset all = GroupRules.of(spec, attached, Set.of());
    attached.remove("eni-7");
    assertThat(all.changesFrom(GroupRules.of(spec, attached, Set.of())))
        .isEqualTo(
            """
            add element inet croft-groups in { "DEVICE" : jump all-in.sg-1 }
            add element inet croft-groups of-sg-1 { 10.0.1.7 }
            add element inet croft-groups out { "DEVICE" : jump all-out.sg-1 }
            """
                .replace("DEVICE", Devices.of("eni-7")));
  }

  @Test
  void guardHoldsInterfacesToTheirAddresses() {
    MacAddress mac = new MacAddress("02:00:00:00:00:01");
    InterfaceSpec checked =
        new InterfaceSpec(
            "eni-1", "vpc-1", "subnet-1", List.of(address("10.0.1.11")), mac, true, "i-1", 0);
    InterfaceSpec free =
        new InterfaceSpec(
            "eni-2", "vpc-1", "subnet-1", List.of(address("10.0.1.12")), mac, false, "i-2", 0);
    Ruleset guard =
        GuardRules.of(
            NetworkRoom.NOTHING,
            List.of(checked, free),
            List.of(new GuardRules.Listener(NetworkSpec.METADATA, "tcp", 80)));
    assertThat(values(guard, "members"))
        .containsOnlyKeys("\"" + Devices.of("eni-1") + "\" . 10.0.1.11");
    assertThat(values(guard, "unchecked")).containsOnlyKeys("\"" + Devices.of("eni-2") + "\"");
    assertThat(values(guard, "listeners")).containsOnlyKeys("169.254.169.254 . tcp . 80");
    assertThat(chain(guard, "source").hook()).endsWith("policy drop;");
    assertThat(chain(guard, "input").hook()).endsWith("policy drop;");
  }

  @Test
  void hostTableCarriesTheInstallationsTag() {
    Ruleset host = AddressRules.ofHost("0a1b2c", List.of(address("100.96.0.7")));
    assertThat(host.table()).isEqualTo("croft-0a1b2c");
    assertThat(chain(host, "input").rules())
        .containsExactly(
            "iifname \"cr0a1b2c-*\" ct state established,related accept",
            "iifname \"cr0a1b2c-*\" drop");
    assertThat(Devices.host("0a1b2c", 4094)).hasSizeLessThanOrEqualTo(15);
    assertThat(Devices.of("eni-0123456789abcdef0")).hasSize(14);
  }
}
