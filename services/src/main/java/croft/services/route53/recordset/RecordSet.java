package croft.services.route53.recordset;

import croft.services.route53.name.DomainName;
import croft.store.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource record set.
 *
 * @param name absolute, as {@link DomainName} has it
 * @param setIdentifier tells sets of the same name and type apart; empty for a simple one
 * @param failover {@code PRIMARY}, {@code SECONDARY} or null
 * @param ttlSeconds null for an alias
 * @param values in the API's text; none for an alias
 */
public record RecordSet(
    String zoneId,
    String name,
    String type,
    String setIdentifier,
    @Nullable Long weight,
    @Nullable String failover,
    boolean multiValue,
    @Nullable Long ttlSeconds,
    List<String> values,
    @Nullable Alias alias,
    @Nullable String healthCheckId) {

  public static final Table<RecordSet> TABLE =
      Table.of("route53_record_set", RecordSet.class, RecordSet::zoneId, RecordSet::key)
          .index("name", RecordSet::nameKey)
          .index("health_check", RecordSet::healthCheckId);

  public RecordSet {
    values = List.copyOf(values);
  }

  /** Where an alias leads to. */
  public record Alias(String zoneId, String dnsName, boolean evaluateTargetHealth) {}

  /** The key within the zone: keys are in the order in which record sets are listed. */
  public String key() {
    return key(new DomainName(name), type, setIdentifier);
  }

  /** The key of a set of that name, type and identifier. */
  static String key(DomainName name, String type, String setIdentifier) {
    return name.reversed() + " " + type + " " + setIdentifier;
  }

  /** What all sets of a name in a zone are found by. */
  String nameKey() {
    return nameKey(zoneId, name);
  }

  static String nameKey(String zoneId, String name) {
    return zoneId + " " + name;
  }

  /** Whether it is answered as it is, without a choice among several. */
  public boolean isSimple() {
    return setIdentifier.isEmpty();
  }

  /** A simple set. */
  public static RecordSet simple(
      String zoneId, String name, String type, long ttlSeconds, List<String> values) {
    return new RecordSet(zoneId, name, type, "", null, null, false, ttlSeconds, values, null, null);
  }
}
