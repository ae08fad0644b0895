package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RulesetTest {
  private static final String HOOK = "type filter hook forward priority 0; policy drop;";

  private static Ruleset.Builder table() {
    return new Ruleset.Builder("t");
  }

  @Test
  void wholeTableReplacesInOneScript() {
    Ruleset rules =
        table()
            .set("s", "ipv4_addr", List.of("10.0.0.2", "10.0.0.1"))
            .blocks("b", List.of("10.0.0.0/8"))
            .map("m", "ifname : verdict", Map.of("\"v1\"", "jump c"))
            .chain("c", List.of("ip saddr @s accept", "drop"))
            .baseChain("f", HOOK, "iifname vmap @m")
            .build();
    assertThat(rules.whole())
        .isEqualTo(
            """
            add table inet t
            delete table inet t
            add table inet t
            add set inet t b { type ipv4_addr; flags interval; }
            add map inet t m { type ifname : verdict; }
            add set inet t s { type ipv4_addr; }
            add chain inet t c
            add chain inet t f { type filter hook forward priority 0; policy drop; }
            add rule inet t c ip saddr @s accept
            add rule inet t c drop
            add rule inet t f iifname vmap @m
            add element inet t b { 10.0.0.0/8 }
            add element inet t m { "v1" : jump c }
            add element inet t s { 10.0.0.1, 10.0.0.2 }
            """);
  }

  @Test
  void nothingChangedIsNoScript() {
    Ruleset rules = table().set("s", "ipv4_addr", List.of("10.0.0.1")).build();
    assertThat(rules.changesFrom(table().set("s", "ipv4_addr", List.of("10.0.0.1")).build()))
        .isEmpty();
  }

  @Test
  void differencesOnly() {
    Ruleset before =
        table()
            .set("s", "ipv4_addr", List.of("10.0.0.1", "10.0.0.2"))
            .blocks("b", List.of("10.0.0.0/8"))
            .map("m", "ifname : verdict", Map.of("\"v1\"", "jump c", "\"v2\"", "jump c"))
            .set("gone", "ipv4_addr", List.of())
            .chain("c", List.of("drop"))
            .chain("d", List.of("ip saddr @gone accept"))
            .baseChain("f", HOOK, "iifname vmap @m")
            .build();
    Ruleset after =
        table()
            .set("s", "ipv4_addr", List.of("10.0.0.2", "10.0.0.3"))
            .blocks("b", List.of("11.0.0.0/8"))
            .map("m", "ifname : verdict", Map.of("\"v1\"", "jump e", "\"v2\"", "jump c"))
            .chain("c", List.of("accept"))
            .chain("e", List.of("drop"))
            .baseChain("f", HOOK, "iifname vmap @m")
            .build();
    assertThat(after.changesFrom(before))
        .isEqualTo(
            """
            add chain inet t e
            flush chain inet t c
            add rule inet t c accept
            add rule inet t e drop
            flush set inet t b
            add element inet t b { 11.0.0.0/8 }
            delete element inet t m { "v1" }
            add element inet t m { "v1" : jump e }
            delete element inet t s { 10.0.0.1 }
            add element inet t s { 10.0.0.3 }
            flush chain inet t d
            delete chain inet t d
            delete set inet t gone
            """);
  }

  @Test
  void otherHooksAndTypesNeedTheWholeTable() {
    Ruleset before = table().baseChain("f", HOOK).set("s", "ipv4_addr", List.of()).build();
    assertThat(table().baseChain("f", HOOK).build().needsWhole(before)).isFalse();
    assertThat(table().baseChain("f", HOOK.replace("drop", "accept")).build().needsWhole(before))
        .isTrue();
    assertThat(table().set("s", "ifname", List.of()).build().needsWhole(before)).isTrue();
  }

  @Test
  void elementsJoinWhereThereAreSetsForThem() {
    Ruleset rules =
        table()
            .set("s", "ipv4_addr", List.of("10.0.0.1"))
            .map("m", "ifname : verdict", Map.of("\"v1\"", "jump c"))
            .blocks("b", List.of("10.0.0.0/8"))
            .chain("c", List.of())
            .build();
    Map<String, Map<String, String>> more =
        Map.of("s", Map.of("10.0.0.1", "", "10.0.0.2", ""), "m", Map.of("\"v2\"", "jump c"));
    assertThat(rules.takes(more)).isTrue();
    assertThat(rules.additions(more))
        .isEqualTo(
            """
            add element inet t m { "v2" : jump c }
            add element inet t s { 10.0.0.2 }
            """);
    rules.add(more);
    assertThat(rules.additions(more)).isEmpty();
    assertThat(rules.takes(Map.of("m", Map.of("\"v2\"", "jump d")))).isFalse();
    assertThat(rules.takes(Map.of("none", Map.of("10.0.0.1", "")))).isFalse();
    assertThat(rules.takes(Map.of("b", Map.of("10.0.0.1", "")))).isFalse();
  }
}
