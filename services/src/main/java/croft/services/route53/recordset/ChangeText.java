package croft.services.route53.recordset;

import croft.api.route53.AliasTarget;
import croft.api.route53.Change;
import croft.api.route53.ResourceRecord;
import croft.api.route53.ResourceRecordSet;
import croft.base.ServiceError;
import croft.services.route53.entity.Faults;
import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.name.DomainName;
import croft.services.route53.name.RecordValues;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the changes of a batch and checks each by itself. Pure. */
final class ChangeText {
  private static final int MOST_VALUES = 400;
  private static final Set<String> ONE_VALUE = Set.of("CNAME", "SOA");

  private final HostedZone zone;
  private final Consumer<String> fault;

  /**
   * Reads changes of a zone.
   *
   * @param fault hears what is wrong with a change, as InvalidChangeBatch says it
   */
  ChangeText(HostedZone zone, Consumer<String> fault) {
    this.zone = zone;
    this.fault = fault;
  }

  /** A change as it is to be made. */
  record Planned(String action, RecordSet records) {
    boolean deletes() {
      return action.equals("DELETE");
    }
  }

  /**
   * Reads one change.
   *
   * @throws ServiceError {@code InvalidInput} for members that do not go together
   */
  Planned read(Change change) {
    String action = Faults.required(change.action(), "Action");
    ResourceRecordSet asked = Faults.required(change.resourceRecordSet(), "ResourceRecordSet");
    String type = Faults.required(asked.type(), "Type");
    if (!RecordValues.types().contains(type)) {
      throw ServiceError.unsupported("The record type " + type);
    }
    String shown = shown(action, asked);
    checkKind(asked, shown);
    checkPolicy(asked, shown);
    RecordSet records =
        new RecordSet(
            zone.id(),
            name(Faults.required(asked.name(), "Name")).text(),
            type,
            Objects.requireNonNullElse(asked.setIdentifier(), ""),
            asked.weight(),
            asked.failover(),
            Boolean.TRUE.equals(asked.multiValueAnswer()),
            asked.aliasTarget() == null ? asked.ttl() : null,
            asked.resourceRecordsOrEmpty().stream().map(ChangeText::value).toList(),
            alias(asked.aliasTarget()),
            asked.healthCheckId());
    checkPlace(records);
    checkValues(records);
    return new Planned(action, records);
  }

  private static String shown(String action, ResourceRecordSet asked) {
    return "[Action=%s, Name=%s, Type=%s, SetIdentifier=%s]"
        .formatted(action, asked.name(), asked.type(), asked.setIdentifier());
  }

  private static String value(ResourceRecord record) {
    return Faults.required(record.value(), "Value");
  }

  private static RecordSet.@Nullable Alias alias(@Nullable AliasTarget target) {
    if (target == null) {
      return null;
    }
    return new RecordSet.Alias(
        Faults.bare(target.hostedZoneId()),
        name(Faults.required(target.dnsName(), "DNSName")).text(),
        Boolean.TRUE.equals(target.evaluateTargetHealth()));
  }

  private static DomainName name(String text) {
    try {
      return DomainName.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalidBatch(
          List.of("FATAL problem: " + e.getMessage() + " encountered with '" + text + "'"));
    }
  }

  /** 400 {@code InvalidChangeBatch} with these faults. */
  static ServiceError invalidBatch(List<String> faults) {
    return ServiceError.badRequest("InvalidChangeBatch", "[" + String.join(", ", faults) + "]");
  }

  private static void checkKind(ResourceRecordSet asked, String shown) {
    boolean values = asked.ttl() != null && !asked.resourceRecordsOrEmpty().isEmpty();
    boolean partly = asked.ttl() != null || !asked.resourceRecordsOrEmpty().isEmpty();
    String expected =
        "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords],"
            + " or TrafficPolicyInstanceId], but found ";
    if (asked.aliasTarget() == null && !values) {
      throw Faults.invalidInput(
          partly
              ? "Invalid request: Missing field '%s' in Change with %s"
                  .formatted(asked.ttl() == null ? "TTL" : "ResourceRecords", shown)
              : expected + "none in Change with " + shown);
    }
    if (asked.aliasTarget() != null && partly) {
      throw Faults.invalidInput(expected + "more than one in Change with " + shown);
    }
  }

  private static void checkPolicy(ResourceRecordSet asked, String shown) {
    long policies =
        Stream.of(asked.weight(), asked.failover(), asked.multiValueAnswer())
            .filter(Objects::nonNull)
            .filter(policy -> !Boolean.FALSE.equals(policy))
            .count();
    String expected =
        "Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation,"
            + " MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found ";
    if (policies > 1) {
      throw Faults.invalidInput(expected + "more than one in Change with " + shown);
    }
    if (policies == 1 && asked.setIdentifier() == null) {
      throw Faults.invalidInput(
          "Invalid request: Missing field 'SetIdentifier' in Change with " + shown);
    }
    if (policies == 0 && asked.setIdentifier() != null) {
      throw Faults.invalidInput(expected + "none in Change with " + shown);
    }
    if (Boolean.TRUE.equals(asked.multiValueAnswer()) && asked.aliasTarget() != null) {
      throw Faults.invalidInput(
          "Invalid request: An alias cannot be a multivalue answer in Change with " + shown);
    }
    boolean fixed = "NS".equals(asked.type()) || "SOA".equals(asked.type());
    if (fixed && (policies > 0 || asked.aliasTarget() != null)) {
      throw Faults.invalidInput(
          "Invalid request: A record set of the type "
              + asked.type()
              + " is neither an alias nor chosen by a policy in Change with "
              + shown);
    }
  }

  private void checkPlace(RecordSet records) {
    DomainName name = new DomainName(records.name());
    if (!name.isIn(zone.domain())) {
      fault.accept(
          "RRSet with DNS name %s is not permitted in zone %s"
              .formatted(records.name(), zone.name()));
    }
    boolean apex = records.name().equals(zone.name());
    if (apex && records.type().equals("CNAME")) {
      fault.accept(
          "RRSet of type CNAME with DNS name %s is not permitted at apex in zone %s"
              .formatted(records.name(), zone.name()));
    }
    if (!apex && records.type().equals("SOA")) {
      fault.accept(
          "RRSet of type SOA with DNS name %s is not permitted in zone %s"
              .formatted(records.name(), zone.name()));
    }
  }

  private void checkValues(RecordSet records) {
    Set<String> seen = new HashSet<>();
    for (String value : records.values()) {
      if (!seen.add(value)) {
        fault.accept("Duplicate Resource Record: '" + value + "'");
      }
      try {
        RecordValues.record(new DomainName(records.name()).toName(), records.type(), 0, value);
      } catch (IllegalArgumentException e) {
        fault.accept(
            "Invalid Resource Record: 'FATAL problem: %s encountered with '%s''"
                .formatted(e.getMessage(), value));
      }
    }
    if (records.values().size() > 1 && ONE_VALUE.contains(records.type())) {
      fault.accept(
          "RRSet of type %s with DNS name %s must have exactly one value"
              .formatted(records.type(), records.name()));
    }
    if (records.values().size() > MOST_VALUES) {
      fault.accept("Number of values limit of " + MOST_VALUES + " exceeded");
    }
  }
}
