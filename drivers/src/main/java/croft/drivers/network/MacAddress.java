package croft.drivers.network;

import java.util.HexFormat;
import java.util.Locale;

/** A hardware address in its lower-case text form, for example {@code 02:0a:1b:2c:3d:4e}. */
public record MacAddress(String text) {
  public MacAddress {
    text = text.toLowerCase(Locale.ROOT);
    if (!text.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
      throw new IllegalArgumentException("not a MAC address: " + text);
    }
    if ((Integer.parseInt(text.substring(0, 2), 16) & 1) != 0) {
      throw new IllegalArgumentException("a group address, not an interface's: " + text);
    }
  }

  public byte[] bytes() {
    return HexFormat.ofDelimiter(":").parseHex(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
