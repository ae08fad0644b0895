package croft.services.ec2.region;

import java.util.List;

/** AWS's regions and their zones: every one answers, on this machine. */
public final class Regions {
  /** Regions open to every account without opting in, then the others, as AWS lists them. */
  private static final List<Region> ALL =
      List.of(
          new Region("ap-south-1", false),
          new Region("eu-north-1", false),
          new Region("eu-west-3", false),
          new Region("eu-west-2", false),
          new Region("eu-west-1", false),
          new Region("ap-northeast-3", false),
          new Region("ap-northeast-2", false),
          new Region("ap-northeast-1", false),
          new Region("ca-central-1", false),
          new Region("sa-east-1", false),
          new Region("ap-southeast-1", false),
          new Region("ap-southeast-2", false),
          new Region("eu-central-1", false),
          new Region("us-east-1", false),
          new Region("us-east-2", false),
          new Region("us-west-1", false),
          new Region("us-west-2", false),
          new Region("af-south-1", true),
          new Region("ap-east-1", true),
          new Region("ap-south-2", true),
          new Region("ap-southeast-3", true),
          new Region("ap-southeast-4", true),
          new Region("ca-west-1", true),
          new Region("eu-central-2", true),
          new Region("eu-south-1", true),
          new Region("eu-south-2", true),
          new Region("il-central-1", true),
          new Region("me-central-1", true),
          new Region("me-south-1", true));

  private Regions() {}

  /**
   * One region.
   *
   * @param optIn whether AWS wants it enabled for the account first; here all are enabled
   */
  public record Region(String name, boolean optIn) {
    public String endpoint() {
      return "ec2." + name + ".amazonaws.com";
    }

    /** The availability zones, three each. */
    public List<Zone> zones() {
      return List.of(zone("a", 1), zone("b", 2), zone("c", 3));
    }

    private Zone zone(String letter, int number) {
      return new Zone(name, name + letter, shortName() + "-az" + number);
    }

    /** AWS's short form in zone identifiers: {@code us-west-2} is {@code usw2}. */
    private String shortName() {
      String[] words = name.split("-", 3);
      String middle =
          words[1]
              .replace("central", "c")
              .replace("north", "n")
              .replace("south", "s")
              .replace("east", "e")
              .replace("west", "w");
      return words[0] + middle + words[2];
    }
  }

  /**
   * One availability zone.
   *
   * @param id such as {@code usw2-az1}
   */
  public record Zone(String region, String name, String id) {}

  public static List<Region> all() {
    return ALL;
  }

  /** Whether AWS has a region of that name. */
  public static boolean exists(String name) {
    return ALL.stream().anyMatch(r -> r.name().equals(name));
  }

  /** The region, which may be one AWS does not have: it works here all the same. */
  public static Region named(String name) {
    return ALL.stream()
        .filter(r -> r.name().equals(name))
        .findFirst()
        .orElseGet(() -> new Region(name, false));
  }
}
