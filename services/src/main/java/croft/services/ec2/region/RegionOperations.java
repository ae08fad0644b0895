package croft.services.ec2.region;

import croft.api.ec2.AvailabilityZone;
import croft.api.ec2.DescribeAvailabilityZonesRequest;
import croft.api.ec2.DescribeAvailabilityZonesResult;
import croft.api.ec2.DescribeRegionsRequest;
import croft.api.ec2.DescribeRegionsResult;
import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;

/** DescribeRegions and DescribeAvailabilityZones. */
public final class RegionOperations {
  private static final Filters<Regions.Region> REGION_FILTERS =
      new Filters<Regions.Region>()
          .on("region-name", Regions.Region::name)
          .on("endpoint", Regions.Region::endpoint)
          .on("opt-in-status", RegionOperations::optInStatus);

  private static final Filters<Regions.Zone> ZONE_FILTERS =
      new Filters<Regions.Zone>()
          .on("zone-name", Regions.Zone::name)
          .on("zone-id", Regions.Zone::id)
          .on("region-name", Regions.Zone::region)
          .on("group-name", Regions.Zone::region)
          .on("state", zone -> "available")
          .on("zone-type", zone -> "availability-zone")
          .on("opt-in-status", zone -> "opt-in-not-required");

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_REGIONS,
            AccessRule.toAll("ec2:DescribeRegions"),
            this::describeRegions),
        Binding.bind(
            Ec2Model.DESCRIBE_AVAILABILITY_ZONES,
            AccessRule.toAll("ec2:DescribeAvailabilityZones"),
            this::describeAvailabilityZones));
  }

  private DescribeRegionsResult describeRegions(Call call, DescribeRegionsRequest request) {
    List<String> names = request.regionNamesOrEmpty();
    for (String name : names) {
      if (!Regions.exists(name)) {
        throw ServiceError.badRequest("InvalidParameterValue", "Invalid region provided: " + name);
      }
    }
    return DescribeRegionsResult.builder()
        .regions(
            Regions.all().stream()
                .filter(r -> names.isEmpty() || names.contains(r.name()))
                .filter(REGION_FILTERS.matching(request.filtersOrEmpty()))
                .map(RegionOperations::shape)
                .toList())
        .build();
  }

  private static croft.api.ec2.Region shape(Regions.Region region) {
    return croft.api.ec2.Region.builder()
        .regionName(region.name())
        .endpoint(region.endpoint())
        .optInStatus(optInStatus(region))
        .build();
  }

  private static String optInStatus(Regions.Region region) {
    return region.optIn() ? "opted-in" : "opt-in-not-required";
  }

  private DescribeAvailabilityZonesResult describeAvailabilityZones(
      Call call, DescribeAvailabilityZonesRequest request) {
    List<Regions.Zone> zones = Regions.named(call.region()).zones();
    List<String> names = request.zoneNamesOrEmpty();
    List<String> ids = request.zoneIdsOrEmpty();
    for (String name : names) {
      if (zones.stream().noneMatch(z -> z.name().equals(name))) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "Invalid availability zone: [" + name + "]");
      }
    }
    return DescribeAvailabilityZonesResult.builder()
        .availabilityZones(
            zones.stream()
                .filter(z -> names.isEmpty() || names.contains(z.name()))
                .filter(z -> ids.isEmpty() || ids.contains(z.id()))
                .filter(ZONE_FILTERS.matching(request.filtersOrEmpty()))
                .map(RegionOperations::shape)
                .toList())
        .build();
  }

  private static AvailabilityZone shape(Regions.Zone zone) {
    return AvailabilityZone.builder()
        .zoneName(zone.name())
        .zoneId(zone.id())
        .regionName(zone.region())
        .groupName(zone.region())
        .networkBorderGroup(zone.region())
        .state("available")
        .optInStatus("opt-in-not-required")
        .zoneType("availability-zone")
        .messages(List.of())
        .build();
  }
}
