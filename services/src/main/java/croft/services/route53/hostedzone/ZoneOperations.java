package croft.services.route53.hostedzone;

import static croft.services.operation.Binding.bind;

import croft.api.route53.DeleteHostedZoneRequest;
import croft.api.route53.DeleteHostedZoneResponse;
import croft.api.route53.GetHostedZoneCountRequest;
import croft.api.route53.GetHostedZoneCountResponse;
import croft.api.route53.GetHostedZoneRequest;
import croft.api.route53.GetHostedZoneResponse;
import croft.api.route53.Route53Model;
import croft.api.route53.UpdateHostedZoneCommentRequest;
import croft.api.route53.UpdateHostedZoneCommentResponse;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.change.ZoneChange;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.recordset.RecordSet;
import java.util.List;

/** GetHostedZone, GetHostedZoneCount, UpdateHostedZoneComment and DeleteHostedZone. */
public final class ZoneOperations {
  private final Route53Parts parts;

  public ZoneOperations(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.GET_HOSTED_ZONE,
            (call, request) ->
                Faults.access("route53:GetHostedZone", "hostedzone", Faults.bare(request.id())),
            this::get),
        bind(
            Route53Model.GET_HOSTED_ZONE_COUNT,
            AccessRule.toAll("route53:GetHostedZoneCount"),
            this::count),
        bind(
            Route53Model.UPDATE_HOSTED_ZONE_COMMENT,
            (call, request) ->
                Faults.access(
                    "route53:UpdateHostedZoneComment", "hostedzone", Faults.bare(request.id())),
            this::updateComment),
        bind(
            Route53Model.DELETE_HOSTED_ZONE,
            (call, request) ->
                Faults.access("route53:DeleteHostedZone", "hostedzone", Faults.bare(request.id())),
            this::delete));
  }

  private GetHostedZoneResponse get(Call call, GetHostedZoneRequest request) {
    HostedZone zone = parts.store().read(tx -> HostedZones.require(tx, call, request.id()));
    return GetHostedZoneResponse.builder()
        .hostedZone(HostedZones.shape(zone))
        .delegationSet(HostedZones.delegationSet(zone))
        .vpCs(zone.privateZone() ? zone.vpcs().stream().map(VpcReference::shape).toList() : null)
        .build();
  }

  private GetHostedZoneCountResponse count(Call call, GetHostedZoneCountRequest request) {
    int count = parts.store().read(tx -> tx.list(HostedZone.TABLE, call.account())).size();
    return GetHostedZoneCountResponse.builder().hostedZoneCount((long) count).build();
  }

  private UpdateHostedZoneCommentResponse updateComment(
      Call call, UpdateHostedZoneCommentRequest request) {
    return parts
        .store()
        .write(tx -> {
          HostedZone zone =
              HostedZones.require(tx, call, request.id())
                  .withComment(request.comment() == null ? "" : request.comment());
          tx.put(HostedZone.TABLE, zone);
          return UpdateHostedZoneCommentResponse.builder()
              .hostedZone(HostedZones.shape(zone))
              .build();
        });
  }

  private DeleteHostedZoneResponse delete(Call call, DeleteHostedZoneRequest request) {
    return parts
        .store()
        .write(tx -> {
          HostedZone zone = HostedZones.require(tx, call, request.id());
          if (zone.recordSetCount() > 2) {
            throw ServiceError.badRequest(
                "HostedZoneNotEmpty",
                "The specified hosted zone contains non-required resource record sets and so cannot be"
                    + " deleted.");
          }
          for (RecordSet records : tx.list(RecordSet.TABLE, zone.id())) {
            tx.delete(RecordSet.TABLE, zone.id(), records.key());
          }
          for (VpcGrant grant : tx.list(VpcGrant.TABLE, zone.id())) {
            tx.delete(VpcGrant.TABLE, zone.id(), grant.key());
          }
          tx.delete(HostedZone.TABLE, zone.account(), zone.id());
          HostedZone gone = zone.changed(0);
          return DeleteHostedZoneResponse.builder()
              .changeInfo(ZoneChange.note(tx, parts.ids(), call, gone, null).pending())
              .build();
        });
  }
}
