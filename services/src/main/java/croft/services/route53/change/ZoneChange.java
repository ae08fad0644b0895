package croft.services.route53.change;

import croft.base.Ids;
import croft.services.operation.Call;
import croft.services.route53.hostedzone.HostedZone;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of a zone.
 *
 * @param version of the zone once it had the change
 * @param comment null if none
 */
public record ZoneChange(
    String account,
    String id,
    String zoneId,
    long version,
    Instant submittedAt,
    @Nullable String comment) {

  public static final Table<ZoneChange> TABLE =
      Table.of("route53_change", ZoneChange.class, ZoneChange::account, ZoneChange::id);

  /** Notes that a zone came to its present version by this call. */
  public static ZoneChange note(
      Transaction tx, Ids ids, Call call, HostedZone zone, @Nullable String comment) {
    ZoneChange change =
        new ZoneChange(
            call.account(),
            "C" + ids.hex(20).toUpperCase(Locale.ROOT),
            zone.id(),
            zone.version(),
            call.at(),
            comment);
    tx.insert(TABLE, change);
    return change;
  }

  /** What the request that made the change is answered. */
  public croft.api.route53.ChangeInfo pending() {
    return info("PENDING");
  }

  croft.api.route53.ChangeInfo info(String status) {
    return croft.api.route53.ChangeInfo.builder()
        .id("/change/" + id)
        .status(status)
        .submittedAt(submittedAt)
        .comment(comment)
        .build();
  }
}
