package croft.services.route53.name;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A domain name as Route 53 shows it: absolute, in lower case, with octal escapes such as {@code
 * \052} for all but letters, digits, hyphen and underscore.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html">DNS domain
 * name format</a>.
 *
 * @param text with its last dot
 */
public record DomainName(String text) {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 255;

  /**
   * Reads a name, with or without its last dot.
   *
   * @throws IllegalArgumentException when it cannot be one; the message says why
   */
  public static DomainName parse(String given) {
    String lower = given.toLowerCase(Locale.ROOT);
    String absolute = lower.endsWith(".") ? lower : lower + ".";
    StringBuilder text = new StringBuilder();
    int label = 0;
    int total = 1;
    for (int at = 0; at < absolute.length(); at++) {
      char letter = absolute.charAt(at);
      if (letter == '.') {
        if (label == 0) {
          throw new IllegalArgumentException("DomainLabelEmpty (Domain label is empty)");
        }
        text.append('.');
        total += label + 1;
        label = 0;
      } else {
        if (letter == '\\') {
          letter = escaped(absolute, at);
          at += 3;
        }
        append(text, letter);
        label++;
      }
      if (label > LONGEST_LABEL) {
        throw new IllegalArgumentException("DomainLabelTooLong (Domain label is too long)");
      }
    }
    if (total > LONGEST_NAME) {
      throw new IllegalArgumentException("DomainNameTooLong (Domain name is too long)");
    }
    return new DomainName(text.toString());
  }

  private static char escaped(String text, int at) {
    try {
      int value = Integer.parseInt(text.substring(at + 1, at + 4), 8);
      if (value < 256) {
        return (char) value;
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "UnsupportedCharacter (Value contains unsupported characters)", e);
    }
    throw new IllegalArgumentException(
        "UnsupportedCharacter (Value contains unsupported characters)");
  }

  private static void append(StringBuilder text, char letter) {
    if (letter > 255) {
      throw new IllegalArgumentException(
          "UnsupportedCharacter (Value contains unsupported characters)");
    }
    boolean plain =
        (letter >= 'a' && letter <= 'z')
            || (letter >= '0' && letter <= '9')
            || letter == '-'
            || letter == '_';
    if (plain) {
      text.append(letter);
    } else {
      text.append('\\').append(octal(letter));
    }
  }

  private static String octal(char letter) {
    String digits = Integer.toOctalString(letter);
    return "0".repeat(3 - digits.length()) + digits;
  }

  /** The labels from the last to the first: the order in which names are listed. */
  public String reversed() {
    List<String> labels = new ArrayList<>(List.of(text.split("\\.")));
    Collections.reverse(labels);
    return String.join(".", labels) + ".";
  }

  /** Whether this is that name or one below it. */
  public boolean isIn(DomainName zone) {
    return text.equals(zone.text) || text.endsWith("." + zone.text);
  }

  /** The name as DNS messages have it. */
  public Name toName() {
    StringBuilder decimal = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '\\') {
        int value = Integer.parseInt(text.substring(at + 1, at + 4), 8);
        decimal.append('\\').append(String.format(Locale.ROOT, "%03d", value));
        at += 3;
      } else {
        decimal.append(text.charAt(at));
      }
    }
    try {
      return Name.fromString(decimal.toString());
    } catch (TextParseException e) {
      throw new IllegalArgumentException("Not a domain name: " + text, e);
    }
  }

  /** The name of a DNS message. */
  public static DomainName of(Name name) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < name.labels() - 1; index++) {
      byte[] label = name.getLabel(index);
      String letters = new String(label, 1, label[0], StandardCharsets.ISO_8859_1);
      letters.toLowerCase(Locale.ROOT).chars().forEach(letter -> append(text, (char) letter));
      text.append('.');
    }
    return new DomainName(text.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
