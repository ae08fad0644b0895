package croft.services.route53.hostedzone;

import static croft.services.operation.Binding.bind;

import croft.api.route53.CreateHostedZoneRequest;
import croft.api.route53.CreateHostedZoneResponse;
import croft.api.route53.HostedZoneConfig;
import croft.api.route53.Route53Model;
import croft.api.route53.VPC;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.change.ZoneChange;
import croft.services.route53.delegationset.NameServers;
import croft.services.route53.delegationset.ReusableSet;
import croft.services.route53.delegationset.ReusableSetOperations;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.name.DomainName;
import croft.services.route53.recordset.RecordSet;
import croft.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateHostedZone. */
public final class CreateZone {
  /** How many zones an account may have. */
  public static final int MOST_ZONES = 500;

  private static final long NAME_SERVERS_TTL_SECONDS = 172_800;
  private static final long AUTHORITY_TTL_SECONDS = 900;

  private final Route53Parts parts;

  public CreateZone(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.CREATE_HOSTED_ZONE,
            AccessRule.toAll("route53:CreateHostedZone"),
            this::create));
  }

  /** What a request comes to, before it is looked at beside other zones. */
  private record Wanted(
      DomainName name, String callerReference, String comment, Optional<VpcReference> vpc) {}

  private CreateHostedZoneResponse create(Call call, CreateHostedZoneRequest request) {
    Wanted wanted = wanted(request);
    String id = "Z" + parts.ids().hex(20).toUpperCase(Locale.ROOT);
    List<String> fresh = NameServers.fresh(parts.ids());
    return parts
        .store()
        .write(tx -> {
          check(tx, call, wanted);
          Optional<ReusableSet> set =
              Optional.ofNullable(request.delegationSetId())
                  .map(asked -> ReusableSetOperations.require(tx, call, asked));
          set.ifPresent(reusable -> checkDelegation(tx, call, reusable, wanted.name()));
          HostedZone zone =
              new HostedZone(
                  call.account(),
                  id,
                  wanted.name().text(),
                  wanted.callerReference(),
                  wanted.comment(),
                  wanted.vpc().isPresent(),
                  set.map(ReusableSet::id).orElse(""),
                  set.map(ReusableSet::nameServers).orElse(fresh),
                  wanted.vpc().stream().toList(),
                  1,
                  2,
                  call.at().toEpochMilli(),
                  Map.of());
          tx.insert(HostedZone.TABLE, zone);
          firstRecords(zone).forEach(records -> tx.insert(RecordSet.TABLE, records));
          ZoneChange change = ZoneChange.note(tx, parts.ids(), call, zone, null);
          return CreateHostedZoneResponse.builder()
              .hostedZone(HostedZones.shape(zone))
              .changeInfo(change.pending())
              .delegationSet(HostedZones.delegationSet(zone))
              .vpc(wanted.vpc().map(VpcReference::shape).orElse(null))
              .location("https://route53.amazonaws.com/2013-04-01/hostedzone/" + id)
              .build();
        });
  }

  private static Wanted wanted(CreateHostedZoneRequest request) {
    HostedZoneConfig config = request.hostedZoneConfig();
    boolean asPrivate = config != null && Boolean.TRUE.equals(config.privateZone());
    Optional<VpcReference> vpc = Optional.ofNullable(request.vpc()).map(CreateZone::reference);
    if (asPrivate && vpc.isEmpty()) {
      throw Faults.invalidInput(
          "When you're creating a private hosted zone (when you specify true for PrivateZone), you"
              + " must also specify values for VPCId and VPCRegion.");
    }
    if (vpc.isPresent() && request.delegationSetId() != null) {
      throw Faults.invalidInput("A private hosted zone cannot use a reusable delegation set.");
    }
    return new Wanted(
        name(Faults.required(request.name(), "Name")),
        Faults.required(request.callerReference(), "CallerReference"),
        config == null || config.comment() == null ? "" : config.comment(),
        vpc);
  }

  private static DomainName name(String text) {
    try {
      return DomainName.parse(text);
    } catch (IllegalArgumentException e) {
      throw ServiceError.badRequest(
          "InvalidDomainName", "'" + text + "' is not a valid domain name: " + e.getMessage());
    }
  }

  /** A VPC as a request names it. */
  static VpcReference reference(@Nullable VPC vpc) {
    VPC given = Faults.required(vpc, "VPC");
    return new VpcReference(
        Faults.required(given.vpcRegion(), "VPCRegion"), Faults.required(given.vpcId(), "VPCId"));
  }

  private void check(Transaction tx, Call call, Wanted wanted) {
    List<HostedZone> all = tx.list(HostedZone.TABLE, call.account());
    if (all.stream().anyMatch(z -> z.callerReference().equals(wanted.callerReference()))) {
      throw new ServiceError(
          "HostedZoneAlreadyExists",
          409,
          "A hosted zone has already been created with the specified caller reference.");
    }
    if (all.size() >= MOST_ZONES) {
      throw ServiceError.badRequest(
          "TooManyHostedZones", "Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER");
    }
    wanted
        .vpc()
        .ifPresent(vpc -> {
          if (!parts.vpcs().exists(tx, call.account(), vpc.region(), vpc.id())) {
            throw ServiceError.badRequest("InvalidVPCId", "The VPC ID is invalid.");
          }
          requireNoOther(tx, vpc, wanted.name());
        });
  }

  /** A VPC cannot have two private zones of one name. */
  static void requireNoOther(Transaction tx, VpcReference vpc, DomainName name) {
    HostedZones.ofVpc(tx, vpc).stream()
        .filter(other -> other.name().equals(name.text()))
        .findFirst()
        .ifPresent(other -> {
          throw ServiceError.badRequest(
              "ConflictingDomainExists",
              "The VPC "
                  + vpc.id()
                  + " in region "
                  + vpc.region()
                  + " has already been associated with the hosted zone "
                  + other.id()
                  + " with the same domain name.");
        });
  }

  /** The same name servers cannot have two zones of one name. */
  private static void checkDelegation(Transaction tx, Call call, ReusableSet set, DomainName name) {
    boolean taken =
        tx.list(HostedZone.TABLE, call.account()).stream()
            .anyMatch(z -> z.delegationSetId().equals(set.id()) && z.name().equals(name.text()));
    if (taken) {
      throw ServiceError.badRequest(
          "DelegationSetNotAvailable",
          "Cannot create hosted zone "
              + name
              + " with delegation set "
              + set.id()
              + ": it has a zone of that name already.");
    }
  }

  private static List<RecordSet> firstRecords(HostedZone zone) {
    List<String> servers = zone.nameServers().stream().map(server -> server + ".").toList();
    String authority =
        servers.getFirst() + " hostmaster." + NameServers.DOMAIN + ". 1 7200 900 1209600 86400";
    return List.of(
        RecordSet.simple(zone.id(), zone.name(), "NS", NAME_SERVERS_TTL_SECONDS, servers),
        RecordSet.simple(zone.id(), zone.name(), "SOA", AUTHORITY_TTL_SECONDS, List.of(authority)));
  }
}
