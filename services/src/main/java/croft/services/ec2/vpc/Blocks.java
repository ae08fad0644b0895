package croft.services.ec2.vpc;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the IPv4 blocks that requests give, refusing as EC2 does.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html">VPC
 * CIDR blocks</a>.
 */
public final class Blocks {
  private static final Pattern FORM = Pattern.compile("([0-9.]+)/([0-9]{1,2})");
  private static final int WIDEST = 16;
  private static final int NARROWEST = 28;

  private Blocks() {}

  /**
   * A block; host bits that are set are taken for zero, as EC2 documents it.
   *
   * @param parameter as the message names it, such as {@code cidrBlock}
   * @throws ServiceError {@code MissingParameter}, {@code InvalidParameterValue}
   */
  public static Ipv4Cidr parse(String parameter, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw notABlock(parameter, text);
    }
    int length = Integer.parseInt(matcher.group(2));
    if (length > 32) {
      throw notABlock(parameter, text);
    }
    try {
      int mask = length == 0 ? 0 : -1 << (32 - length);
      Ipv4Address address = Ipv4Address.parse(matcher.group(1));
      return new Ipv4Cidr(new Ipv4Address(address.bits() & mask), length);
    } catch (IllegalArgumentException e) {
      throw notABlock(parameter, text);
    }
  }

  private static ServiceError notABlock(String parameter, String text) {
    return ServiceError.badRequest(
        "InvalidParameterValue",
        "Value ("
            + text
            + ") for parameter "
            + parameter
            + " is invalid. This is not a valid CIDR"
            + " block.");
  }

  /** Whether a VPC or a subnet may be of this size: /16 to /28. */
  public static boolean sized(Ipv4Cidr block) {
    return block.prefixLength() >= WIDEST && block.prefixLength() <= NARROWEST;
  }
}
