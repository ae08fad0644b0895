package croft.services.route53.recordset;

import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.name.DomainName;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The record sets of the names that a batch touches: as they are, and as its changes make them. */
final class BatchState {
  private final Transaction tx;
  private final HostedZone zone;
  private final Consumer<String> fault;
  private final Map<String, RecordSet> before = new TreeMap<>();
  private final Map<String, RecordSet> after = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Set<String>> changed = new LinkedHashMap<>();

  BatchState(Transaction tx, HostedZone zone, Consumer<String> fault) {
    this.tx = tx;
    this.zone = zone;
    this.fault = fault;
  }

  /** Makes a change, if it can be made. */
  void apply(ChangeText.Planned change) {
    RecordSet records = change.records();
    look(records.name());
    String key = records.key();
    if (!changed.computeIfAbsent(key, k -> new HashSet<>()).add(change.action())) {
      fault.accept(
          "The request contains an invalid set of changes for a resource record set '%s %s'"
              .formatted(records.type(), records.name()));
      return;
    }
    RecordSet present = after.get(key);
    switch (change.action()) {
      case "CREATE" -> {
        if (present != null) {
          fault.accept(
              "Tried to create resource record set " + shown(records) + " but it already exists");
        }
        after.put(key, records);
      }
      case "DELETE" -> delete(key, present, records);
      default -> after.put(key, records);
    }
  }

  private void delete(String key, @Nullable RecordSet present, RecordSet asked) {
    if (present == null) {
      fault.accept("Tried to delete resource record set " + shown(asked) + " but it was not found");
    } else if (!same(present, asked)) {
      fault.accept(
          "Tried to delete resource record set "
              + shown(asked)
              + " but the values provided do not match the current values");
    } else {
      after.remove(key);
    }
  }

  private static String shown(RecordSet records) {
    String identifier =
        records.isSimple() ? "" : ", set-identifier='" + records.setIdentifier() + "'";
    return "[name='" + records.name() + "', type='" + records.type() + "'" + identifier + "]";
  }

  private static boolean same(RecordSet one, RecordSet other) {
    return inOrder(one).equals(inOrder(other));
  }

  private static RecordSet inOrder(RecordSet records) {
    return new RecordSet(
        records.zoneId(),
        records.name(),
        records.type(),
        records.setIdentifier(),
        records.weight(),
        records.failover(),
        records.multiValue(),
        records.ttlSeconds(),
        records.values().stream().sorted(Comparator.naturalOrder()).toList(),
        records.alias(),
        records.healthCheckId());
  }

  private void look(String name) {
    if (names.add(name)) {
      tx.findIn(RecordSet.TABLE, zone.id(), "name", RecordSet.nameKey(zone.id(), name))
          .forEach(records -> {
            before.put(records.key(), records);
            after.put(records.key(), records);
          });
    }
  }

  /** Checks what the changes together come to. */
  void checkTogether() {
    Map<String, List<RecordSet>> byName =
        after.values().stream().collect(Collectors.groupingBy(RecordSet::name));
    byName.forEach(this::checkName);
    checkApex(byName.getOrDefault(zone.name(), List.of()));
  }

  private void checkName(String name, List<RecordSet> all) {
    boolean alias = all.stream().anyMatch(records -> records.type().equals("CNAME"));
    boolean other = all.stream().anyMatch(records -> !records.type().equals("CNAME"));
    if (alias && other) {
      fault.accept(
          "RRSet of type CNAME with DNS name %s is not permitted as it conflicts with other records with the same DNS name in zone %s"
              .formatted(name, zone.name()));
    }
    all.stream()
        .collect(Collectors.groupingBy(RecordSet::type))
        .forEach((type, sets) -> checkPolicies(name, type, sets));
  }

  /** Sets of one name and type are chosen from by one policy, and two failovers differ. */
  private void checkPolicies(String name, String type, List<RecordSet> sets) {
    Set<String> policies = sets.stream().map(BatchState::policy).collect(Collectors.toSet());
    if (policies.size() > 1) {
      fault.accept(
          "RRSet with DNS name %s, type %s cannot be created as other RRSets exist with the same name and type"
              .formatted(name, type));
    }
    Set<String> failovers = new HashSet<>();
    for (RecordSet records : sets) {
      if (records.failover() != null && !failovers.add(records.failover())) {
        fault.accept(
            "RRSet with DNS name %s, type %s, SetIdentifier %s cannot be created as a %s RRSet already exists with the same name and type"
                .formatted(name, type, records.setIdentifier(), records.failover()));
      }
    }
  }

  private static String policy(RecordSet records) {
    if (records.isSimple()) {
      return "simple";
    }
    if (records.failover() != null) {
      return "failover";
    }
    return records.multiValue() ? "multivalue" : "weighted";
  }

  private void checkApex(List<RecordSet> apex) {
    if (!names.contains(zone.name())) {
      return;
    }
    if (apex.stream().noneMatch(records -> records.type().equals("SOA"))) {
      fault.accept("A HostedZone must contain exactly one SOA record.");
    }
    if (apex.stream().noneMatch(records -> records.type().equals("NS"))) {
      fault.accept("A HostedZone must contain at least one NS record for the zone itself.");
    }
  }

  /** Whether the zone has a set of that name and type once the changes are made. */
  boolean has(DomainName name, String type) {
    look(name.text());
    return after.values().stream()
        .anyMatch(records -> records.name().equals(name.text()) && records.type().equals(type));
  }

  /** Writes what is different; the zone's new count of record sets. */
  long write() {
    for (String key : before.keySet()) {
      if (!after.containsKey(key)) {
        tx.delete(RecordSet.TABLE, zone.id(), key);
      }
    }
    after.forEach((key, records) -> {
      if (!records.equals(before.get(key))) {
        tx.put(RecordSet.TABLE, records);
      }
    });
    return zone.recordSetCount() + after.size() - before.size();
  }
}
