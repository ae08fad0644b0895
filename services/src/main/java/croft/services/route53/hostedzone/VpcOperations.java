package croft.services.route53.hostedzone;

import static croft.services.operation.Binding.bind;

import croft.api.route53.AssociateVPCWithHostedZoneRequest;
import croft.api.route53.AssociateVPCWithHostedZoneResponse;
import croft.api.route53.CreateVPCAssociationAuthorizationRequest;
import croft.api.route53.CreateVPCAssociationAuthorizationResponse;
import croft.api.route53.DeleteVPCAssociationAuthorizationRequest;
import croft.api.route53.DeleteVPCAssociationAuthorizationResponse;
import croft.api.route53.DisassociateVPCFromHostedZoneRequest;
import croft.api.route53.DisassociateVPCFromHostedZoneResponse;
import croft.api.route53.ListVPCAssociationAuthorizationsRequest;
import croft.api.route53.ListVPCAssociationAuthorizationsResponse;
import croft.api.route53.Route53Model;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.change.ZoneChange;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which VPCs a private zone answers in, and who else may say so. */
public final class VpcOperations {
  /** How many VPCs a zone may answer in. */
  public static final int MOST_VPCS = 300;

  private static final int MOST_GRANTS = 1000;
  private static final int LARGEST_GRANT_PAGE = 50;

  private final Route53Parts parts;

  public VpcOperations(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.ASSOCIATE_VPC_WITH_HOSTED_ZONE,
            (call, r) -> access("AssociateVPCWithHostedZone", r.hostedZoneId()),
            this::associate),
        bind(
            Route53Model.DISASSOCIATE_VPC_FROM_HOSTED_ZONE,
            (call, r) -> access("DisassociateVPCFromHostedZone", r.hostedZoneId()),
            this::disassociate),
        bind(
            Route53Model.CREATE_VPC_ASSOCIATION_AUTHORIZATION,
            (call, r) -> access("CreateVPCAssociationAuthorization", r.hostedZoneId()),
            this::grant),
        bind(
            Route53Model.LIST_VPC_ASSOCIATION_AUTHORIZATIONS,
            (call, r) -> access("ListVPCAssociationAuthorizations", r.hostedZoneId()),
            this::grants),
        bind(
            Route53Model.DELETE_VPC_ASSOCIATION_AUTHORIZATION,
            (call, r) -> access("DeleteVPCAssociationAuthorization", r.hostedZoneId()),
            this::revoke));
  }

  private static List<Access> access(String action, @Nullable String zoneId) {
    return Faults.access("route53:" + action, "hostedzone", Faults.bare(zoneId));
  }

  private AssociateVPCWithHostedZoneResponse associate(
      Call call, AssociateVPCWithHostedZoneRequest request) {
    VpcReference vpc = CreateZone.reference(request.vpc());
    return parts
        .store()
        .write(tx -> {
          HostedZone zone = anyones(tx, request.hostedZoneId());
          boolean own = zone.account().equals(call.account());
          boolean granted = tx.get(VpcGrant.TABLE, zone.id(), VpcGrant.key(vpc)).isPresent();
          if (!own && !granted) {
            throw new ServiceError(
                "NotAuthorizedException",
                401,
                "The VPC: "
                    + vpc.id()
                    + " is not authorized to be associated with this hosted zone.");
          }
          if (!zone.privateZone()) {
            throw ServiceError.badRequest(
                "PublicZoneVPCAssociation",
                "You're trying to associate a VPC with a public hosted zone.");
          }
          if (!parts.vpcs().exists(tx, call.account(), vpc.region(), vpc.id())) {
            throw ServiceError.badRequest("InvalidVPCId", "The VPC ID is invalid.");
          }
          CreateZone.requireNoOther(tx, vpc, zone.domain());
          if (zone.vpcs().size() >= MOST_VPCS) {
            throw ServiceError.badRequest("LimitsExceeded", "The zone has too many VPCs.");
          }
          List<VpcReference> all = new ArrayList<>(zone.vpcs());
          all.add(vpc);
          HostedZone changed = zone.withVpcs(all);
          tx.put(HostedZone.TABLE, changed);
          return AssociateVPCWithHostedZoneResponse.builder()
              .changeInfo(
                  ZoneChange.note(tx, parts.ids(), call, changed, request.comment()).pending())
              .build();
        });
  }

  private static HostedZone anyones(Transaction tx, @Nullable String id) {
    String bare = Faults.bare(id);
    return HostedZones.find(tx, bare).orElseThrow(() -> Faults.noSuchZone(bare));
  }

  private DisassociateVPCFromHostedZoneResponse disassociate(
      Call call, DisassociateVPCFromHostedZoneRequest request) {
    VpcReference vpc = CreateZone.reference(request.vpc());
    return parts
        .store()
        .write(tx -> {
          HostedZone zone = anyones(tx, request.hostedZoneId());
          boolean own = zone.account().equals(call.account());
          boolean owns = parts.vpcs().exists(tx, call.account(), vpc.region(), vpc.id());
          if (!own && !owns) {
            throw Faults.noSuchZone(zone.id());
          }
          if (!zone.vpcs().contains(vpc)) {
            throw Faults.notFound(
                "VPCAssociationNotFound",
                "The VPC: "
                    + vpc.id()
                    + " in region: "
                    + vpc.region()
                    + " is not associated with the hosted zone: "
                    + zone.id());
          }
          if (zone.vpcs().size() == 1) {
            throw ServiceError.badRequest(
                "LastVPCAssociation",
                "Cannot remove last VPC association for the private zone: " + zone.id());
          }
          HostedZone changed =
              zone.withVpcs(zone.vpcs().stream().filter(other -> !other.equals(vpc)).toList());
          tx.put(HostedZone.TABLE, changed);
          return DisassociateVPCFromHostedZoneResponse.builder()
              .changeInfo(
                  ZoneChange.note(tx, parts.ids(), call, changed, request.comment()).pending())
              .build();
        });
  }

  private CreateVPCAssociationAuthorizationResponse grant(
      Call call, CreateVPCAssociationAuthorizationRequest request) {
    VpcReference vpc = CreateZone.reference(request.vpc());
    return parts
        .store()
        .write(tx -> {
          HostedZone zone = HostedZones.require(tx, call, request.hostedZoneId());
          if (!zone.privateZone()) {
            throw Faults.invalidInput("The hosted zone " + zone.id() + " is not private.");
          }
          if (tx.list(VpcGrant.TABLE, zone.id()).size() >= MOST_GRANTS) {
            throw ServiceError.badRequest(
                "TooManyVPCAssociationAuthorizations",
                "The hosted zone has as many authorizations as it can have.");
          }
          tx.put(VpcGrant.TABLE, new VpcGrant(zone.id(), vpc));
          return CreateVPCAssociationAuthorizationResponse.builder()
              .hostedZoneId(zone.id())
              .vpc(vpc.shape())
              .build();
        });
  }

  private ListVPCAssociationAuthorizationsResponse grants(
      Call call, ListVPCAssociationAuthorizationsRequest request) {
    int size = Faults.pageSize(request.maxResults(), LARGEST_GRANT_PAGE);
    String token = request.nextToken();
    return parts
        .store()
        .read(tx -> {
          HostedZone zone = HostedZones.require(tx, call, request.hostedZoneId());
          List<VpcGrant> rest =
              tx.list(VpcGrant.TABLE, zone.id()).stream()
                  .filter(grant -> token == null || grant.key().compareTo(token) >= 0)
                  .toList();
          return ListVPCAssociationAuthorizationsResponse.builder()
              .hostedZoneId(zone.id())
              .vpCs(rest.stream().limit(size).map(grant -> grant.vpc().shape()).toList())
              .nextToken(rest.size() > size ? rest.get(size).key() : null)
              .build();
        });
  }

  private DeleteVPCAssociationAuthorizationResponse revoke(
      Call call, DeleteVPCAssociationAuthorizationRequest request) {
    VpcReference vpc = CreateZone.reference(request.vpc());
    return parts
        .store()
        .write(tx -> {
          HostedZone zone = HostedZones.require(tx, call, request.hostedZoneId());
          if (!tx.delete(VpcGrant.TABLE, zone.id(), VpcGrant.key(vpc))) {
            throw Faults.notFound(
                "VPCAssociationAuthorizationNotFound",
                "The VPC that you specified is not authorized to be associated with the hosted zone.");
          }
          return DeleteVPCAssociationAuthorizationResponse.builder().build();
        });
  }
}
