package croft.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Ipv4Test {

  @Test
  void addressesKeepTheirText() {
    for (String text : new String[] {"0.0.0.0", "10.0.1.200", "255.255.255.255"}) {
      assertThat(Ipv4Address.parse(text)).hasToString(text);
      assertThat(Ipv4Address.parse(text).toInetAddress().getHostAddress()).isEqualTo(text);
    }
    assertThat(Ipv4Address.parse("200.0.0.1")).isGreaterThan(Ipv4Address.parse("10.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.-4",
        "1.2.3.٣",
        "a.b.c.d"
      })
  void refusesOtherAddresses(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Address.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.1/16", "10.0.0.0/", "10.0.0.0/016"})
  void refusesOtherBlocks(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Cidr.parse(text));
  }

  @Test
  void blocksContainAndOverlap() {
    Ipv4Cidr block = Ipv4Cidr.parse("10.0.0.0/16");
    assertThat(block.contains(Ipv4Address.parse("10.0.255.255"))).isTrue();
    assertThat(block.contains(Ipv4Address.parse("10.1.0.0"))).isFalse();
    assertThat(block.contains(Ipv4Cidr.parse("10.0.0.0/8"))).isFalse();
    assertThat(block.overlaps(Ipv4Cidr.parse("10.0.0.0/8"))).isTrue();
    assertThat(block.overlaps(Ipv4Cidr.parse("10.1.0.0/16"))).isFalse();
    assertThat(Ipv4Cidr.ANYWHERE.contains(Ipv4Address.parse("255.255.255.255"))).isTrue();
    assertThat(Ipv4Cidr.parse("200.0.0.0/5").contains(Ipv4Address.parse("207.1.1.1"))).isTrue();
    assertThat(block.at(2)).hasToString("10.0.0.2");
  }
}
