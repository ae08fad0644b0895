package croft.services.route53.answer;

import croft.drivers.dns.Finding;
import croft.drivers.dns.NameSource;
import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.hostedzone.VpcReference;
import croft.services.route53.recordset.AliasTargets;
import croft.services.route53.recordset.RecordSet;
import croft.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * All hosted zones as sources of names. Zones are kept in memory; a question after a change is
 * answered by the change, for each looks first whether the store has changed, and reads again the
 * zones that did.
 */
public final class Zones {
  private final Store store;
  private final ZoneAnswers answers;
  private final LongSupplier changes;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Snapshot newest;

  /**
   * All zones at one moment.
   *
   * @param open the public ones by name; of several with one name, the first that was made
   * @param closed the private ones of each VPC, by name
   */
  private record Snapshot(
      long change,
      Map<String, ZoneRecords> byId,
      Map<Name, ZoneRecords> open,
      Map<VpcReference, Map<Name, ZoneRecords>> closed) {}

  /**
   * Zones of a store.
   *
   * @param random chooses where a routing policy leaves it to chance
   */
  public Zones(Store store, AliasTargets targets, HealthLookup health, RandomGenerator random) {
    this.store = store;
    this.answers = new ZoneAnswers(targets, health, random);
    this.changes = store.changes(HostedZone.TABLE, RecordSet.TABLE);
  }

  /** What every resolver answers. */
  public NameSource publicZones() {
    return (name, type) -> find(snapshot().open(), name, type);
  }

  /** What the resolver of one VPC answers beside. */
  public NameSource privateZones(VpcReference vpc) {
    return (name, type) -> find(snapshot().closed().getOrDefault(vpc, Map.of()), name, type);
  }

  /** One zone alone. */
  public NameSource zone(String zoneId) {
    return (name, type) ->
        Optional.ofNullable(snapshot().byId().get(zoneId))
            .filter(zone -> name.subdomain(zone.origin()))
            .map(zone -> answers.find(zone, name, type));
  }

  /** Whether answers are given by that version of a zone or a later one, or the zone is gone. */
  public boolean serves(String zoneId, long version) {
    ZoneRecords zone = snapshot().byId().get(zoneId);
    return zone == null || zone.zone().version() >= version;
  }

  private Optional<Finding> find(Map<Name, ZoneRecords> zones, Name name, int type) {
    if (zones.isEmpty()) {
      return Optional.empty();
    }
    for (Name above = name; above.labels() > 1; above = new Name(above, 1)) {
      ZoneRecords zone = zones.get(above);
      if (zone != null) {
        return Optional.of(answers.find(zone, name, type));
      }
    }
    return Optional.empty();
  }

  private Snapshot snapshot() {
    // Before reading: what is read after this look is at least as new.
    long change = changes.getAsLong();
    Snapshot known = newest;
    if (known != null && known.change() == change) {
      return known;
    }
    reading.lock();
    try {
      Snapshot meanwhile = newest;
      if (meanwhile != null && meanwhile.change() == change) {
        return meanwhile;
      }
      Snapshot read = read(change, meanwhile == null ? Map.of() : meanwhile.byId());
      newest = read;
      return read;
    } finally {
      reading.unlock();
    }
  }

  private Snapshot read(long change, Map<String, ZoneRecords> known) {
    List<ZoneRecords> all =
        store.read(tx -> {
          List<ZoneRecords> zones = new ArrayList<>();
          for (HostedZone zone : tx.listAll(HostedZone.TABLE)) {
            ZoneRecords before = known.get(zone.id());
            zones.add(
                before != null && before.zone().version() == zone.version()
                    ? before
                    : ZoneRecords.of(zone, tx.list(RecordSet.TABLE, zone.id())));
          }
          return zones;
        });
    Map<String, ZoneRecords> byId = new HashMap<>();
    Map<Name, ZoneRecords> open = new HashMap<>();
    Map<VpcReference, Map<Name, ZoneRecords>> closed = new HashMap<>();
    all.stream()
        .sorted(Comparator.comparingLong(zone -> zone.zone().madeAtMillis()))
        .forEach(zone -> {
          byId.put(zone.zone().id(), zone);
          if (!zone.zone().privateZone()) {
            open.putIfAbsent(zone.origin(), zone);
          }
          for (VpcReference vpc : zone.zone().vpcs()) {
            closed.computeIfAbsent(vpc, v -> new HashMap<>()).putIfAbsent(zone.origin(), zone);
          }
        });
    return new Snapshot(change, byId, open, closed);
  }
}
