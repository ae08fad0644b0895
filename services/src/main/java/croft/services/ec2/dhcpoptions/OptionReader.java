package croft.services.ec2.dhcpoptions;

import croft.api.ec2.NewDhcpConfiguration;
import croft.base.ServiceError;
import croft.drivers.network.Ipv4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the options of a new set. Instances are told of their domain and name servers; time and
 * NetBIOS servers are kept for whoever asks, for an instance has the machine's own clock.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html">DHCP option
 * sets</a>.
 */
final class OptionReader {
  private static final int MOST_SERVERS = 4;
  private static final Set<String> NODE_TYPES = Set.of("1", "2", "4", "8");

  /** One or, for Linux, several domains parted by spaces. */
  private static final Pattern DOMAINS = Pattern.compile("[A-Za-z0-9._-]+( [A-Za-z0-9._-]+)*");

  private OptionReader() {}

  static List<DhcpOptions.Option> read(List<NewDhcpConfiguration> configurations) {
    if (configurations.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter dhcpConfigurationSet");
    }
    List<DhcpOptions.Option> options = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NewDhcpConfiguration configuration : configurations) {
      String key = configuration.key() == null ? "" : configuration.key();
      List<String> values = split(key, configuration.valuesOrEmpty());
      if (!seen.add(key)) {
        throw invalid(key, "the option is given twice");
      }
      check(key, values);
      options.add(new DhcpOptions.Option(key, values));
    }
    return options;
  }

  /** Servers may come in one value, parted by commas, as the documentation's examples have them. */
  private static List<String> split(String key, List<String> values) {
    return key.equals(DhcpOptionSets.DOMAIN_NAME)
        ? values
        : values.stream().flatMap(v -> List.of(v.split(", *")).stream()).toList();
  }

  private static void check(String key, List<String> values) {
    if (values.isEmpty()) {
      throw invalid(key, "it has no value");
    }
    switch (key) {
      case DhcpOptionSets.DOMAIN_NAME -> {
        if (values.size() > 1 || !DOMAINS.matcher(values.getFirst()).matches()) {
          throw invalid(key, "not a domain name: " + String.join(",", values));
        }
      }
      case DhcpOptionSets.DOMAIN_NAME_SERVERS -> {
        if (!values.equals(List.of(DhcpOptionSets.AMAZON_PROVIDED_DNS))) {
          servers(key, values);
        }
      }
      case "ntp-servers", "netbios-name-servers" -> servers(key, values);
      case "netbios-node-type" -> {
        if (values.size() > 1 || !NODE_TYPES.contains(values.getFirst())) {
          throw invalid(key, "not one of 1, 2, 4, 8: " + String.join(",", values));
        }
      }
      default ->
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              "Value (" + key + ") for parameter name is invalid. Unknown DHCP option");
    }
  }

  private static void servers(String key, List<String> values) {
    if (values.size() > MOST_SERVERS) {
      throw invalid(key, "more than four servers");
    }
    for (String value : values) {
      try {
        Ipv4Address.parse(value);
      } catch (IllegalArgumentException e) {
        throw invalid(key, "not an IPv4 address: " + value);
      }
    }
  }

  private static ServiceError invalid(String key, String why) {
    return ServiceError.badRequest(
        "InvalidParameterValue", "Value for DHCP option " + key + " is invalid: " + why);
  }
}
