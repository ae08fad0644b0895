package croft.services.route53.hostedzone;

import croft.services.route53.name.DomainName;
import croft.store.Table;
import java.util.List;
import java.util.Map;

/**
 * A hosted zone.
 *
 * @param id such as {@code Z0123456789ABCDEFGHIJ}
 * @param name absolute, as {@link DomainName} has it
 * @param comment empty if none
 * @param delegationSetId of the reusable delegation set it uses; empty if none
 * @param nameServers without their last dots
 * @param vpcs that a private zone answers in; none for a public one
 * @param version grows with each change of what it answers
 * @param recordSetCount how many record sets it has, NS and SOA too
 */
public record HostedZone(
    String account,
    String id,
    String name,
    String callerReference,
    String comment,
    boolean privateZone,
    String delegationSetId,
    List<String> nameServers,
    List<VpcReference> vpcs,
    long version,
    long recordSetCount,
    long madeAtMillis,
    Map<String, String> tags) {

  public static final Table<HostedZone> TABLE =
      Table.of("route53_hosted_zone", HostedZone.class, HostedZone::account, HostedZone::id)
          .index("zone_id", HostedZone::id)
          .index("name", HostedZone::name);

  /** The name, to compare with others. */
  public DomainName domain() {
    return new DomainName(name);
  }

  /** The zone after a change of its records. */
  public HostedZone changed(long recordSets) {
    return copy(comment, vpcs, version + 1, recordSets, tags);
  }

  HostedZone withComment(String text) {
    return copy(text, vpcs, version, recordSetCount, tags);
  }

  HostedZone withVpcs(List<VpcReference> all) {
    return copy(comment, List.copyOf(all), version + 1, recordSetCount, tags);
  }

  /** The zone with exactly these tags. */
  public HostedZone withTags(Map<String, String> all) {
    return copy(comment, vpcs, version, recordSetCount, all);
  }

  private HostedZone copy(
      String text,
      List<VpcReference> references,
      long number,
      long recordSets,
      Map<String, String> allTags) {
    return new HostedZone(
        account,
        id,
        name,
        callerReference,
        text,
        privateZone,
        delegationSetId,
        nameServers,
        references,
        number,
        recordSets,
        madeAtMillis,
        allTags);
  }
}
