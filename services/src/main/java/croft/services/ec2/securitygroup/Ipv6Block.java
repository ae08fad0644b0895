package croft.services.ec2.securitygroup;

import croft.base.ServiceError;
import java.net.Inet6Address;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads IPv6 blocks of rules. They are kept and shown; nothing here has an IPv6 address, so they
 * permit and deny nothing.
 */
public final class Ipv6Block {
  private static final int LONGEST = 128;

  private Ipv6Block() {}

  /**
   * The block in lower case.
   *
   * @throws ServiceError {@code InvalidParameterValue}
   */
  public static String parse(@Nullable String given) {
    String text = given == null ? "" : given.toLowerCase(Locale.ROOT);
    int slash = text.indexOf('/');
    try {
      String length = slash < 0 ? "" : text.substring(slash + 1);
      if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > LONGEST) {
        throw malformed(text);
      }
      Inet6Address.ofLiteral(text.substring(0, slash));
      return text;
    } catch (IllegalArgumentException e) {
      throw malformed(text);
    }
  }

  private static ServiceError malformed(String text) {
    return ServiceError.badRequest("InvalidParameterValue", "CIDR block " + text + " is malformed");
  }
}
