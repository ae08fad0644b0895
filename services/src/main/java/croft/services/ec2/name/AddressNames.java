package croft.services.ec2.name;

import croft.drivers.dns.Finding;
import croft.drivers.network.Ipv4Address;
import croft.services.ec2.instance.InstanceShapes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Names made of addresses, and back: {@code ip-10-0-1-5.us-west-2.compute.internal}, {@code
 * ec2-100-96-0-7.us-west-2.compute.amazonaws.com} and {@code 5.1.0.10.in-addr.arpa}. Pure.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html">DNS attributes
 * for your VPC</a>.
 */
final class AddressNames {
  private static final long TTL_SECONDS = 60;
  private static final Pattern DASHED =
      Pattern.compile("(ip|ec2)-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})\\.(.+)\\.");
  private static final Pattern REVERSE =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.in-addr\\.arpa\\.");

  private AddressNames() {}

  /** An address that a name is made of, and what comes behind it: the region's domain. */
  record Dashed(boolean open, Ipv4Address address, String domain) {}

  static Optional<Dashed> dashed(Name name) {
    Matcher matcher = DASHED.matcher(text(name));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return address(matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5))
        .map(address -> new Dashed(matcher.group(1).equals("ec2"), address, matcher.group(6)));
  }

  /** The address that a name for the way back is made of. */
  static Optional<Ipv4Address> reverse(Name name) {
    Matcher matcher = REVERSE.matcher(text(name));
    return matcher.matches()
        ? address(matcher.group(4), matcher.group(3), matcher.group(2), matcher.group(1))
        : Optional.empty();
  }

  static String text(Name name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private static Optional<Ipv4Address> address(String... octets) {
    try {
      return Optional.of(Ipv4Address.parse(String.join(".", octets)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What public names of a region end in. */
  static String publicDomain(String region) {
    String name = InstanceShapes.publicName(region, "0.0.0.0");
    return name.substring(name.indexOf('.') + 1);
  }

  /** An address, to who asks for one; to others that there is nothing else of that name. */
  static Finding address(Name name, int type, Ipv4Address address, String domain) {
    if (type != Type.A) {
      return new Finding.NoData(authority(domain));
    }
    return new Finding.Records(
        List.of(new ARecord(name, DClass.IN, TTL_SECONDS, address.toInetAddress())));
  }

  /** A name, to who asks for one. */
  static Finding pointer(Name name, int type, String target, String domain) {
    if (type != Type.PTR) {
      return new Finding.NoData(authority(domain));
    }
    return new Finding.Records(
        List.of(new PTRRecord(name, DClass.IN, TTL_SECONDS, absolute(target))));
  }

  /** The SOA record of a region's domain, which has no zone that anybody keeps. */
  static Optional<Record> authority(String domain) {
    return Optional.of(
        new SOARecord(
            absolute(domain),
            DClass.IN,
            TTL_SECONDS,
            absolute("ns." + domain),
            absolute("hostmaster." + domain),
            1,
            7200,
            900,
            1_209_600,
            TTL_SECONDS));
  }

  static Name absolute(String text) {
    try {
      return Name.fromString(text + ".");
    } catch (TextParseException e) {
      throw new IllegalArgumentException("Not a domain name: " + text, e);
    }
  }
}
