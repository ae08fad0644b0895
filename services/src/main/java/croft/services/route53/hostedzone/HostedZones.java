package croft.services.route53.hostedzone;

import croft.api.route53.DelegationSet;
import croft.api.route53.HostedZoneConfig;
import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds hosted zones inside a transaction, and shows them. */
public final class HostedZones {
  private HostedZones() {}

  /**
   * A zone of the caller's account.
   *
   * @param id with or without {@code /hostedzone/}
   * @throws croft.base.ServiceError {@code NoSuchHostedZone}
   */
  public static HostedZone require(Transaction tx, Call call, @Nullable String id) {
    String bare = Faults.bare(id);
    return tx.get(HostedZone.TABLE, call.account(), bare)
        .orElseThrow(() -> Faults.noSuchZone(bare));
  }

  /** A zone of any account. */
  public static Optional<HostedZone> find(Transaction tx, String id) {
    return tx.find(HostedZone.TABLE, "zone_id", id).stream().findFirst();
  }

  /** The private zones that answer in a VPC. */
  static List<HostedZone> ofVpc(Transaction tx, VpcReference vpc) {
    return tx.listAll(HostedZone.TABLE).stream().filter(z -> z.vpcs().contains(vpc)).toList();
  }

  static croft.api.route53.HostedZone shape(HostedZone zone) {
    return croft.api.route53.HostedZone.builder()
        .id("/hostedzone/" + zone.id())
        .name(zone.name())
        .callerReference(zone.callerReference())
        .config(
            HostedZoneConfig.builder()
                .comment(zone.comment().isEmpty() ? null : zone.comment())
                .privateZone(zone.privateZone())
                .build())
        .resourceRecordSetCount(zone.recordSetCount())
        .build();
  }

  /** The name servers of a public zone; a private one shows none. */
  static @Nullable DelegationSet delegationSet(HostedZone zone) {
    if (zone.privateZone()) {
      return null;
    }
    String id = zone.delegationSetId();
    return DelegationSet.builder()
        .id(id.isEmpty() ? null : "/delegationset/" + id)
        .nameServers(zone.nameServers())
        .build();
  }
}
