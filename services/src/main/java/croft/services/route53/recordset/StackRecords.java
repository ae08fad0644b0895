package croft.services.route53.recordset;

import croft.api.route53.Change;
import croft.api.route53.ChangeBatch;
import croft.api.route53.ChangeResourceRecordSetsRequest;
import croft.api.route53.ListHostedZonesByNameRequest;
import croft.api.route53.ListResourceRecordSetsRequest;
import croft.api.route53.ResourceRecordSet;
import croft.api.route53.Route53Api;
import croft.base.ServiceError;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The record sets of one hosted zone, changed as its stack wants them. */
record StackRecords(Route53Api route53, String zoneId) {
  private static final String MOST_ZONES = "100";

  /** The zone that properties name, by its id or by its name. */
  static StackRecords of(ResourceRequest request, ObjectNode properties) {
    Route53Api route53 = new Route53Api(request.calls());
    String id = properties.path("HostedZoneId").asString("");
    String name = properties.path("HostedZoneName").asString("");
    if (id.isEmpty() == name.isEmpty()) {
      throw ServiceError.badRequest(
          "ValidationError", "Exactly one of HostedZoneId and HostedZoneName must be specified");
    }
    return new StackRecords(route53, id.isEmpty() ? zone(route53, name) : bare(id));
  }

  private static String bare(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private static String zone(Route53Api route53, String name) {
    List<String> found =
        route53
            .listHostedZonesByName(
                ListHostedZonesByNameRequest.builder().dnsName(name).maxItems(MOST_ZONES).build())
            .hostedZonesOrEmpty()
            .stream()
            .filter(zone -> same(name, Objects.requireNonNull(zone.name())))
            .map(zone -> bare(Objects.requireNonNull(zone.id())))
            .toList();
    if (found.isEmpty()) {
      throw new ServiceError("NoSuchHostedZone", 404, "No hosted zones named " + name + " found");
    }
    if (found.size() > 1) {
      throw ServiceError.badRequest(
          "ValidationError",
          "Found multiple hosted zones with the name "
              + name
              + ". Specify HostedZoneId instead of HostedZoneName.");
    }
    return found.getFirst();
  }

  /** Names are the same whatever their case, their last dot and how an asterisk is written. */
  static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace("\\052", "*");
    return lower.endsWith(".") ? lower : lower + ".";
  }

  private static boolean same(ResourceRecordSet one, ResourceRecordSet other) {
    return same(Objects.requireNonNull(one.name()), Objects.requireNonNull(other.name()))
        && Objects.equals(one.type(), other.type())
        && Objects.equals(one.setIdentifier(), other.setIdentifier());
  }

  /** What is there of that name, type and identifier. */
  Optional<ResourceRecordSet> find(ResourceRecordSet wanted) {
    return route53
        .listResourceRecordSets(
            ListResourceRecordSetsRequest.builder()
                .hostedZoneId(zoneId)
                .startRecordName(wanted.name())
                .startRecordType(wanted.type())
                .startRecordIdentifier(wanted.setIdentifier())
                .maxItems("1")
                .build())
        .resourceRecordSetsOrEmpty()
        .stream()
        .filter(found -> same(found, wanted))
        .findFirst();
  }

  /** All that the zone has. */
  List<ResourceRecordSet> all() {
    return route53
        .listResourceRecordSets(
            ListResourceRecordSetsRequest.builder().hostedZoneId(zoneId).build())
        .resourceRecordSetsOrEmpty();
  }

  /**
   * Has these in place of those, by one change.
   *
   * @param upsert whether one of the new may be there already
   */
  void replace(
      List<ResourceRecordSet> before,
      List<ResourceRecordSet> after,
      boolean upsert,
      @Nullable String comment) {
    List<Change> changes = new ArrayList<>();
    for (ResourceRecordSet old : before) {
      if (after.stream().noneMatch(one -> same(one, old))) {
        find(old).ifPresent(there -> changes.add(new Change("DELETE", there)));
      }
    }
    for (ResourceRecordSet one : after) {
      boolean was = before.stream().anyMatch(old -> same(one, old));
      changes.add(new Change(was || upsert ? "UPSERT" : "CREATE", one));
    }
    if (!changes.isEmpty()) {
      route53.changeResourceRecordSets(
          new ChangeResourceRecordSetsRequest(zoneId, new ChangeBatch(comment, changes)));
    }
  }
}
