package croft.services.route53.answer;

import croft.drivers.dns.Finding;
import croft.services.route53.answer.ZoneRecords.Prepared;
import croft.services.route53.name.DomainName;
import croft.services.route53.recordset.AliasTargets;
import croft.services.route53.recordset.RecordSet;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Answers questions from a zone's records, by its routing policies and the health of targets. */
final class ZoneAnswers {
  /** How many aliases may lead to one another. */
  private static final int LONGEST_CHAIN = 8;

  /** How long an answer that an alias has from another service may be kept. */
  private static final int TARGET_TTL_SECONDS = 60;

  private final AliasTargets targets;
  private final HealthLookup health;
  private final RandomGenerator random;
  private final RoutingPolicy policy;

  ZoneAnswers(AliasTargets targets, HealthLookup health, RandomGenerator random) {
    this.targets = targets;
    this.health = health;
    this.random = random;
    this.policy = new RoutingPolicy(random);
  }

  Finding find(ZoneRecords zone, Name name, int type) {
    List<Record> delegation = zone.delegation(name, type);
    if (!delegation.isEmpty()) {
      return new Finding.Delegated(delegation);
    }
    var source = zone.source(name);
    if (source.isEmpty()) {
      return new Finding.NoName(zone.authority());
    }
    int sought =
        zone.sets(source.get(), type).isEmpty() && !zone.sets(source.get(), Type.CNAME).isEmpty()
            ? Type.CNAME
            : type;
    List<Record> records = records(zone, source.get(), name, sought, 0);
    if (records.isEmpty()) {
      return new Finding.NoData(zone.authority());
    }
    Collections.shuffle(records, Random.from(random));
    return new Finding.Records(records);
  }

  /** The records of one name in the zone, as records of another name. */
  private List<Record> records(ZoneRecords zone, Name source, Name shown, int type, int depth) {
    List<Prepared> sets = zone.sets(source, type);
    List<Record> records = new ArrayList<>();
    if (sets.isEmpty() || depth > LONGEST_CHAIN) {
      return records;
    }
    for (Prepared chosen : policy.choose(sets, set -> isHealthy(zone, set, depth))) {
      RecordSet.Alias alias = chosen.set().alias();
      if (alias != null) {
        records.addAll(target(zone, alias, shown, type, depth));
      } else {
        chosen.records().forEach(record -> records.add(named(record, shown)));
      }
    }
    return records;
  }

  private List<Record> target(
      ZoneRecords zone, RecordSet.Alias alias, Name shown, int type, int depth) {
    if (alias.zoneId().equals(zone.zone().id())) {
      Name target = new DomainName(alias.dnsName()).toName();
      return zone.source(target)
          .map(source -> records(zone, source, shown, type, depth + 1))
          .orElseGet(ArrayList::new);
    }
    return addresses(alias).stream()
        .filter(address -> (address instanceof Inet4Address) == (type == Type.A))
        .map(address -> record(shown, address))
        .toList();
  }

  private List<InetAddress> addresses(RecordSet.Alias alias) {
    return targets.addresses(alias.zoneId(), alias.dnsName()).orElse(List.of());
  }

  private static Record record(Name name, InetAddress address) {
    return address instanceof Inet4Address
        ? new ARecord(name, DClass.IN, TARGET_TTL_SECONDS, address)
        : new AAAARecord(name, DClass.IN, TARGET_TTL_SECONDS, address);
  }

  private static Record named(Record record, Name name) {
    return record.getName().equals(name)
        ? record
        : Record.newRecord(
            name,
            record.getType(),
            record.getDClass(),
            record.getTTL(),
            record.rdataToWireCanonical());
  }

  /**
   * A set is as healthy as its check; an alias that looks at its target is unhealthy too when all
   * of that is. What has neither is healthy.
   */
  private boolean isHealthy(ZoneRecords zone, Prepared prepared, int depth) {
    String check = prepared.set().healthCheckId();
    if (check != null && !health.isHealthy(check)) {
      return false;
    }
    RecordSet.Alias alias = prepared.set().alias();
    if (alias == null || !alias.evaluateTargetHealth() || depth > LONGEST_CHAIN) {
      return true;
    }
    if (!alias.zoneId().equals(zone.zone().id())) {
      return !addresses(alias).isEmpty();
    }
    Name target = new DomainName(alias.dnsName()).toName();
    return zone.source(target).stream()
        .flatMap(source -> zone.sets(source, Type.value(prepared.set().type())).stream())
        .anyMatch(set -> isHealthy(zone, set, depth + 1));
  }
}
