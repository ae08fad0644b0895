package croft.services.ec2.endpoint;

import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import java.util.Locale;
import java.util.Map;

/** The services that gateway endpoints lead to: S3, at one address in every network. */
public final class GatewayServices {
  /**
   * Where S3 answers in every network whose routes lead to it. Of a block reserved for protocols
   * (RFC 6890: 192.0.0.0/24), so that it is nobody's elsewhere.
   */
  public static final Ipv4Address S3_ADDRESS = Ipv4Address.parse("192.0.0.53");

  private static final Map<String, String> KNOWN_PREFIX_LISTS =
      Map.of(
          "us-east-1", "pl-63a5400a",
          "us-east-2", "pl-7ba54012",
          "us-west-1", "pl-6ba54002",
          "us-west-2", "pl-68a54001",
          "eu-west-1", "pl-6da54004",
          "eu-central-1", "pl-6ea54007",
          "ap-southeast-1", "pl-6fa54006",
          "ap-southeast-2", "pl-6ca54005",
          "ap-northeast-1", "pl-61a54008",
          "sa-east-1", "pl-6aa54003");

  private GatewayServices() {}

  /** The name of S3's service: {@code com.amazonaws.us-west-2.s3}. */
  public static String s3(String region) {
    return "com.amazonaws." + region + ".s3";
  }

  /** The blocks of S3's prefix list. */
  public static Ipv4Cidr s3Block() {
    return Ipv4Cidr.of(S3_ADDRESS);
  }

  /** The id of S3's prefix list in a region: AWS's own where it is known, and always the same. */
  public static String s3PrefixListId(String region) {
    return KNOWN_PREFIX_LISTS.getOrDefault(
        region, String.format(Locale.ROOT, "pl-%08x", s3(region).hashCode()));
  }
}
