package croft.services.route53.hostedzone;

import static croft.services.operation.Binding.bind;

import croft.api.route53.HostedZoneOwner;
import croft.api.route53.HostedZoneSummary;
import croft.api.route53.ListHostedZonesByNameRequest;
import croft.api.route53.ListHostedZonesByNameResponse;
import croft.api.route53.ListHostedZonesByVPCRequest;
import croft.api.route53.ListHostedZonesByVPCResponse;
import croft.api.route53.ListHostedZonesRequest;
import croft.api.route53.ListHostedZonesResponse;
import croft.api.route53.Route53Model;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.delegationset.ReusableSetOperations;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.name.DomainName;
import java.util.Comparator;
import java.util.List;

/** ListHostedZones, ListHostedZonesByName and ListHostedZonesByVPC. */
public final class ListZones {
  private final Route53Parts parts;

  public ListZones(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.LIST_HOSTED_ZONES,
            AccessRule.toAll("route53:ListHostedZones"),
            this::list),
        bind(
            Route53Model.LIST_HOSTED_ZONES_BY_NAME,
            AccessRule.toAll("route53:ListHostedZonesByName"),
            this::byName),
        bind(
            Route53Model.LIST_HOSTED_ZONES_BY_VPC,
            AccessRule.toAll("route53:ListHostedZonesByVPC"),
            this::byVpc));
  }

  private ListHostedZonesResponse list(Call call, ListHostedZonesRequest request) {
    int size = Faults.pageSize(request.maxItems());
    String set = request.delegationSetId();
    if (set != null) {
      parts.store().read(tx -> ReusableSetOperations.require(tx, call, set));
    }
    boolean privateOnly = "PrivateHostedZone".equals(request.hostedZoneType());
    List<HostedZone> rest =
        parts.store().read(tx -> tx.list(HostedZone.TABLE, call.account())).stream()
            .filter(z -> set == null || z.delegationSetId().equals(Faults.bare(set)))
            .filter(z -> !privateOnly || z.privateZone())
            .filter(z -> request.marker() == null || z.id().compareTo(request.marker()) >= 0)
            .toList();
    boolean truncated = rest.size() > size;
    return ListHostedZonesResponse.builder()
        .hostedZones(rest.stream().limit(size).map(HostedZones::shape).toList())
        .marker(request.marker())
        .isTruncated(truncated)
        .nextMarker(truncated ? rest.get(size).id() : null)
        .maxItems(String.valueOf(size))
        .build();
  }

  /** In the order of names from their last label on, then of ids. */
  private static final Comparator<HostedZone> BY_NAME =
      Comparator.comparing((HostedZone zone) -> zone.domain().reversed())
          .thenComparing(HostedZone::id);

  private ListHostedZonesByNameResponse byName(Call call, ListHostedZonesByNameRequest request) {
    int size = Faults.pageSize(request.maxItems());
    String dnsName = request.dnsName();
    String id = request.hostedZoneId();
    if (id != null && dnsName == null) {
      throw Faults.invalidInput(
          "You can specify the HostedZoneId only if you also specify the DNSName.");
    }
    String from = dnsName == null ? "" : name(dnsName).reversed();
    String fromId = id == null ? "" : Faults.bare(id);
    List<HostedZone> rest =
        parts.store().read(tx -> tx.list(HostedZone.TABLE, call.account())).stream()
            .sorted(BY_NAME)
            .filter(zone -> {
              int order = zone.domain().reversed().compareTo(from);
              return order > 0 || (order == 0 && zone.id().compareTo(fromId) >= 0);
            })
            .toList();
    boolean truncated = rest.size() > size;
    return ListHostedZonesByNameResponse.builder()
        .hostedZones(rest.stream().limit(size).map(HostedZones::shape).toList())
        .dnsName(dnsName)
        .hostedZoneId(id)
        .isTruncated(truncated)
        .nextDNSName(truncated ? rest.get(size).name() : null)
        .nextHostedZoneId(truncated ? rest.get(size).id() : null)
        .maxItems(String.valueOf(size))
        .build();
  }

  private static DomainName name(String text) {
    try {
      return DomainName.parse(text);
    } catch (IllegalArgumentException e) {
      throw ServiceError.badRequest(
          "InvalidDomainName", "'" + text + "' is not a valid domain name: " + e.getMessage());
    }
  }

  private ListHostedZonesByVPCResponse byVpc(Call call, ListHostedZonesByVPCRequest request) {
    int size = Faults.pageSize(request.maxItems());
    VpcReference vpc =
        new VpcReference(
            Faults.required(request.vpcRegion(), "VPCRegion"),
            Faults.required(request.vpcId(), "VPCId"));
    List<HostedZone> rest =
        parts
            .store()
            .read(tx -> {
              if (!parts.vpcs().exists(tx, call.account(), vpc.region(), vpc.id())) {
                throw ServiceError.badRequest("InvalidVPCId", "The VPC ID is invalid.");
              }
              return HostedZones.ofVpc(tx, vpc);
            })
            .stream()
            .sorted(Comparator.comparing(HostedZone::id))
            .filter(z -> request.nextToken() == null || z.id().compareTo(request.nextToken()) >= 0)
            .toList();
    return ListHostedZonesByVPCResponse.builder()
        .hostedZoneSummaries(rest.stream().limit(size).map(ListZones::summary).toList())
        .maxItems(String.valueOf(size))
        .nextToken(rest.size() > size ? rest.get(size).id() : null)
        .build();
  }

  private static HostedZoneSummary summary(HostedZone zone) {
    return HostedZoneSummary.builder()
        .hostedZoneId(zone.id())
        .name(zone.name())
        .owner(HostedZoneOwner.builder().owningAccount(zone.account()).build())
        .build();
  }
}
