package croft.services.route53.name;

import croft.drivers.network.Ipv4Address;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SPFRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The values of record sets, from the API's text to records. Pure.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html">supported
 * DNS record types</a>.
 */
public final class RecordValues {
  private static final int LONGEST_STRING = 255;
  private static final int LONGEST_VALUE = 4000;

  /** One string in quotation marks, whose inner ones are escaped. */
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final Pattern STRINGS =
      Pattern.compile("\\s*" + STRING.pattern() + "(?:\\s*" + STRING.pattern() + ")*\\s*");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

  /** How many fields a value of a type has, with AWS's word for the number. */
  private static final Map<String, String[]> FIELDS =
      Map.of(
          "MX", new String[] {"2", "MXRRDATANotTwoFields (MX record doesn't have 2 fields)"},
          "SRV", new String[] {"4", "SRVRRDATANotFourFields (SRV record doesn't have 4 fields)"},
          "SOA", new String[] {"7", "SOARRDATANotSevenFields (SOA record doesn't have 7 fields)"});

  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("A", Type.A),
          Map.entry("AAAA", Type.AAAA),
          Map.entry("CAA", Type.CAA),
          Map.entry("CNAME", Type.CNAME),
          Map.entry("HTTPS", Type.HTTPS),
          Map.entry("MX", Type.MX),
          Map.entry("NAPTR", Type.NAPTR),
          Map.entry("NS", Type.NS),
          Map.entry("PTR", Type.PTR),
          Map.entry("SOA", Type.SOA),
          Map.entry("SPF", Type.SPF),
          Map.entry("SRV", Type.SRV),
          Map.entry("SSHFP", Type.SSHFP),
          Map.entry("SVCB", Type.SVCB),
          Map.entry("TLSA", Type.TLSA),
          Map.entry("TXT", Type.TXT));

  private RecordValues() {}

  /** The types a record set may have. */
  public static Set<String> types() {
    return TYPES.keySet();
  }

  /**
   * The number of a type in DNS messages.
   *
   * @throws IllegalArgumentException for a type no record set has
   */
  public static int number(String type) {
    Integer number = TYPES.get(type);
    if (number == null) {
      throw new IllegalArgumentException("No record set has the type " + type);
    }
    return number;
  }

  /**
   * A record of a value.
   *
   * @throws IllegalArgumentException with what AWS says of the value, such as {@code
   *     ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)}
   */
  public static Record record(Name name, String type, long ttlSeconds, String value) {
    if (value.length() > LONGEST_VALUE) {
      throw new IllegalArgumentException("CharacterStringTooLong (Value is too long)");
    }
    String text =
        switch (type) {
          case "A" -> address4(value);
          case "AAAA" -> address6(value);
          case "TXT", "SPF" -> strings(value);
          case "CNAME", "NS", "PTR" -> names(value.strip(), 0);
          case "MX" -> names(fields(type, value), 1);
          case "SRV" -> names(fields(type, value), 3);
          case "SOA" -> names(fields(type, value), 0, 1);
          case "CAA" -> authority(value);
          case "HTTPS", "NAPTR", "SSHFP", "SVCB", "TLSA" -> value.strip();
          default -> throw new IllegalArgumentException("No record set has the type " + type);
        };
    try {
      return Record.fromString(name, number(type), DClass.IN, ttlSeconds, text, Name.root);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          type + "RRDATAInvalid (Value is not valid for the type " + type + ")", e);
    }
  }

  /** A record's value as the API shows it. */
  public static String text(Record record) {
    return switch (record) {
      case TXTRecord text -> quoted(text.getStrings());
      case SPFRecord text -> quoted(text.getStrings());
      default -> record.rdataToString();
    };
  }

  private static String quoted(List<String> strings) {
    return strings.stream().map(string -> '"' + string + '"').collect(Collectors.joining(" "));
  }

  private static String address4(String value) {
    try {
      return Ipv4Address.parse(value).toString();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)", e);
    }
  }

  private static String address6(String value) {
    try {
      if (value.indexOf(':') >= 0
          && value.indexOf('%') < 0
          && InetAddress.ofLiteral(value) instanceof Inet6Address) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      throw illegalAddress6(e);
    }
    throw illegalAddress6(null);
  }

  private static IllegalArgumentException illegalAddress6(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)", cause);
  }

  private static String strings(String value) {
    if (!STRINGS.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "InvalidCharacterString (Value should be enclosed in quotation marks)");
    }
    Matcher each = STRING.matcher(value);
    while (each.find()) {
      String unescaped = each.group(1).replaceAll("\\\\[0-3][0-7]{2}|\\\\.", "x");
      if (unescaped.length() > LONGEST_STRING) {
        throw new IllegalArgumentException("CharacterStringTooLong (Value is too long)");
      }
    }
    return decimal(value);
  }

  private static String decimal(String value) {
    return OCTAL
        .matcher(value)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                String.format(Locale.ROOT, "\\%03d", Integer.parseInt(match.group(1), 8))));
  }

  private static String fields(String type, String value) {
    String[] wanted = FIELDS.getOrDefault(type, new String[] {"0", ""});
    if (value.strip().split("\\s+").length != Integer.parseInt(wanted[0])) {
      throw new IllegalArgumentException(wanted[1]);
    }
    return value.strip();
  }

  /** The value with the names at these places absolute, as DNS has them. */
  private static String names(String value, int... places) {
    String[] words = value.split("\\s+");
    for (int place : places) {
      words[place] =
          words[place].equals(".") ? "." : DomainName.parse(words[place]).toName().toString();
    }
    if (places.length == 1 && places[0] == 0 && words.length > 1) {
      throw new IllegalArgumentException(
          "UnsupportedCharacter (Value contains unsupported characters)");
    }
    return String.join(" ", words);
  }

  private static String authority(String value) {
    if (!value.strip().matches("\\d{1,3}\\s+[a-zA-Z0-9]+\\s+\"[^\"]*\"")) {
      throw new IllegalArgumentException(
          "CAARRDATAInvalid (Value should be flags, a tag, and a value in quotation marks)");
    }
    return value.strip();
  }
}
