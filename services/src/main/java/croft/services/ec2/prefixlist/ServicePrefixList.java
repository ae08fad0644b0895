package croft.services.ec2.prefixlist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A prefix list that AWS manages: the public blocks of a service in a region, which gateway
 * endpoints lead to and rules may name.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html">AWS-managed
 * prefix lists</a>.
 *
 * @param name such as {@code com.amazonaws.us-west-2.s3}
 * @param blocks IPv4
 */
public record ServicePrefixList(String id, String name, List<String> blocks) {
  public static final String OWNER = "AWS";

  /**
   * Where S3 answers inside networks: one address of a range that is kept for documentation, so
   * that it is nobody's.
   */
  public static final String S3_BLOCK = "192.0.2.10/32";

  public ServicePrefixList {
    blocks = List.copyOf(blocks);
  }

  /** The lists of a region. */
  public static List<ServicePrefixList> of(String region) {
    return List.of(s3(region));
  }

  /** The one of S3, whose gateway endpoints have it as their routes' destination. */
  public static ServicePrefixList s3(String region) {
    String name = "com.amazonaws." + region + ".s3";
    return new ServicePrefixList(id(name), name, List.of(S3_BLOCK));
  }

  public static Optional<ServicePrefixList> find(String region, String id) {
    return of(region).stream().filter(list -> list.id().equals(id)).findFirst();
  }

  /** As short as AWS's own are, and always the same. */
  private static String id(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(UTF_8));
    return "pl-" + HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
