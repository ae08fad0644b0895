package croft.services.ec2.image;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * A distribution whose images AWS's users know by name: who publishes them, how they are called,
 * and which public parameters lead to them.
 *
 * @param key as os-release has it, {@code ID-VERSION_ID}, such as {@code debian-12}; Amazon's are
 *     also known as {@code al2023} and {@code amzn2}
 * @param ownerId the publisher's account
 * @param imageName with DATE, ARCH ({@code x86_64}) and ARCHITECTURE ({@code amd64}) to fill in
 * @param parameters names of public parameters, to fill in likewise
 */
public record Distribution(
    String key, String alias, String ownerId, String imageName, List<String> parameters) {
  /** Amazon's own account, which stands as the owner of what nobody publishes. */
  static final String OTHERS_OWNER = "137112412989";

  private static final String DEBIAN = "136693071363";
  private static final String CANONICAL = "099720109477";
  private static final String AMAZON_PATH = "/aws/service/ami-amazon-linux-latest/";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

  private static final List<Distribution> ALL =
      List.of(
          amazonLinux2023(),
          amazonLinux2(),
          debian(11),
          debian(12),
          debian(13),
          ubuntu("20.04", "focal", "hvm-ssd", "ebs-gp2"),
          ubuntu("22.04", "jammy", "hvm-ssd", "ebs-gp2"),
          ubuntu("24.04", "noble", "hvm-ssd-gp3", "ebs-gp3"));

  public Distribution {
    parameters = List.copyOf(parameters);
  }

  private static Distribution amazonLinux2023() {
    return new Distribution(
        "amzn-2023",
        "al2023",
        OTHERS_OWNER,
        "al2023-ami-2023.0.DATE.0-kernel-6.1-ARCH",
        List.of(
            AMAZON_PATH + "al2023-ami-kernel-default-ARCH",
            AMAZON_PATH + "al2023-ami-kernel-6.1-ARCH",
            AMAZON_PATH + "al2023-ami-minimal-kernel-default-ARCH",
            AMAZON_PATH + "al2023-ami-minimal-kernel-6.1-ARCH"));
  }

  private static Distribution amazonLinux2() {
    return new Distribution(
        "amzn-2",
        "amzn2",
        OTHERS_OWNER,
        "amzn2-ami-hvm-2.0.DATE.0-ARCH-gp2",
        List.of(
            AMAZON_PATH + "amzn2-ami-hvm-ARCH-gp2",
            AMAZON_PATH + "amzn2-ami-hvm-ARCH-ebs",
            AMAZON_PATH + "amzn2-ami-kernel-5.10-hvm-ARCH-gp2",
            AMAZON_PATH + "amzn2-ami-kernel-5.10-hvm-ARCH-ebs",
            AMAZON_PATH + "amzn2-ami-minimal-hvm-ARCH-ebs"));
  }

  private static Distribution debian(int version) {
    String key = "debian-" + version;
    return new Distribution(
        key,
        key,
        DEBIAN,
        key + "-ARCHITECTURE-DATE-croft",
        List.of("/aws/service/debian/release/" + version + "/latest/ARCHITECTURE"));
  }

  private static Distribution ubuntu(String version, String codename, String disk, String volume) {
    String key = "ubuntu-" + version;
    String end = "/stable/current/ARCHITECTURE/hvm/" + volume + "/ami-id";
    return new Distribution(
        key,
        key,
        CANONICAL,
        "ubuntu/images/"
            + disk
            + "/ubuntu-"
            + codename
            + "-"
            + version
            + "-ARCHITECTURE-server-DATE",
        List.of(
            "/aws/service/canonical/ubuntu/server/" + version + end,
            "/aws/service/canonical/ubuntu/server/" + codename + end));
  }

  static List<Distribution> all() {
    return ALL;
  }

  /** The one of that key or alias. */
  public static Optional<Distribution> named(String name) {
    return ALL.stream().filter(d -> d.key.equals(name) || d.alias.equals(name)).findFirst();
  }

  /** What {@code croft image import --as} takes, for messages. */
  public static String names() {
    return String.join(", ", ALL.stream().map(Distribution::alias).toList());
  }

  /** The name of an image of that day. */
  String imageName(Instant at) {
    return filled(imageName).replace("DATE", DATE.format(at));
  }

  /** The public parameters that lead to its newest image on this machine. */
  List<String> parameterNames() {
    return parameters.stream().map(Distribution::filled).toList();
  }

  private static String filled(String pattern) {
    boolean arm = Images.ARCHITECTURE.equals("arm64");
    return pattern
        .replace("ARCHITECTURE", arm ? "arm64" : "amd64")
        .replace("ARCH", Images.ARCHITECTURE);
  }
}
