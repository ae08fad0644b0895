package croft.services.route53.answer;

import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.name.DomainName;
import croft.services.route53.name.RecordValues;
import croft.services.route53.recordset.RecordSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A zone at one version, ready to be answered from.
 *
 * @param zone as it is stored
 * @param origin the zone's name
 * @param names all sets, by name and number of type
 * @param existing every name that is there, those between two names with records too
 * @param authority the SOA record as negative answers carry it, with the time they may be kept
 */
record ZoneRecords(
    HostedZone zone,
    Name origin,
    Map<Name, Map<Integer, List<Prepared>>> names,
    Set<Name> existing,
    Optional<Record> authority) {

  /** A record set with its records made; an alias has none. */
  record Prepared(RecordSet set, List<Record> records) {}

  static ZoneRecords of(HostedZone zone, List<RecordSet> sets) {
    Name origin = zone.domain().toName();
    Map<Name, Map<Integer, List<Prepared>>> names = new HashMap<>();
    Set<Name> existing = new HashSet<>();
    existing.add(origin);
    for (RecordSet set : sets) {
      Name name = new DomainName(set.name()).toName();
      names
          .computeIfAbsent(name, n -> new HashMap<>())
          .computeIfAbsent(RecordValues.number(set.type()), t -> new ArrayList<>())
          .add(new Prepared(set, records(name, set)));
      for (Name above = name; above.subdomain(origin); above = new Name(above, 1)) {
        existing.add(above);
        if (above.equals(origin)) {
          break;
        }
      }
    }
    return new ZoneRecords(zone, origin, names, existing, authority(origin, names));
  }

  private static List<Record> records(Name name, RecordSet set) {
    Long ttl = set.ttlSeconds();
    if (ttl == null) {
      return List.of();
    }
    return set.values().stream()
        .map(value -> RecordValues.record(name, set.type(), ttl, value))
        .toList();
  }

  /** RFC 2308: nothing is believed to be missing for longer than the SOA record's minimum. */
  private static Optional<Record> authority(
      Name origin, Map<Name, Map<Integer, List<Prepared>>> names) {
    return names.getOrDefault(origin, Map.of()).getOrDefault(Type.SOA, List.of()).stream()
        .flatMap(prepared -> prepared.records().stream())
        .map(SOARecord.class::cast)
        .findFirst()
        .map(soa ->
            Record.newRecord(
                origin,
                Type.SOA,
                soa.getDClass(),
                Math.min(soa.getTTL(), soa.getMinimum()),
                soa.rdataToWireCanonical()));
  }

  /**
   * The name whose records answer for that one: itself, or the wildcard of the closest name above
   * that is there (RFC 4592).
   */
  Optional<Name> source(Name name) {
    if (existing.contains(name)) {
      return Optional.of(name);
    }
    Name above = new Name(name, 1);
    while (!existing.contains(above)) {
      above = new Name(above, 1);
    }
    try {
      Name wildcard = Name.concatenate(Name.fromConstantString("*"), above);
      return existing.contains(wildcard) ? Optional.of(wildcard) : Optional.empty();
    } catch (NameTooLongException e) {
      return Optional.empty();
    }
  }

  /** The sets of a name and type. */
  List<Prepared> sets(Name name, int type) {
    return names.getOrDefault(name, Map.of()).getOrDefault(type, List.of());
  }

  /** The NS records of other servers that have this name, if the zone gives it away. */
  List<Record> delegation(Name name, int type) {
    for (Name above = name;
        !above.equals(origin) && above.subdomain(origin);
        above = new Name(above, 1)) {
      List<Prepared> servers = sets(above, Type.NS);
      if (!servers.isEmpty() && !(above.equals(name) && type == Type.DS)) {
        return servers.getFirst().records();
      }
    }
    return List.of();
  }
}
