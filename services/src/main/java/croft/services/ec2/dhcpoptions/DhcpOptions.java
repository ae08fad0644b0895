package croft.services.ec2.dhcpoptions;

import java.util.List;

/** A DHCP options set. */
public record DhcpOptions(String scope, String id, List<Option> options) {
  public DhcpOptions {
    options = List.copyOf(options);
  }

  /**
   * One option.
   *
   * @param key such as {@code domain-name-servers}
   */
  public record Option(String key, List<String> values) {
    public Option {
      values = List.copyOf(values);
    }
  }

  /** The values of an option; empty when the set does not say. */
  public List<String> values(String key) {
    return options.stream()
        .filter(option -> option.key().equals(key))
        .findFirst()
        .map(Option::values)
        .orElse(List.of());
  }
}
