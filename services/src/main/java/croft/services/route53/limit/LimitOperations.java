package croft.services.route53.limit;

import static croft.services.operation.Binding.bind;

import croft.api.route53.AccountLimit;
import croft.api.route53.GetAccountLimitRequest;
import croft.api.route53.GetAccountLimitResponse;
import croft.api.route53.GetHostedZoneLimitRequest;
import croft.api.route53.GetHostedZoneLimitResponse;
import croft.api.route53.GetReusableDelegationSetLimitRequest;
import croft.api.route53.GetReusableDelegationSetLimitResponse;
import croft.api.route53.HostedZoneLimit;
import croft.api.route53.ReusableDelegationSetLimit;
import croft.api.route53.Route53Model;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.delegationset.ReusableSet;
import croft.services.route53.delegationset.ReusableSetOperations;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.healthcheck.HealthCheck;
import croft.services.route53.healthcheck.HealthCheckOperations;
import croft.services.route53.hostedzone.CreateZone;
import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.hostedzone.HostedZones;
import croft.services.route53.hostedzone.VpcOperations;
import croft.services.route53.recordset.ChangeRecords;
import croft.store.Table;
import java.util.List;

/** GetAccountLimit, GetHostedZoneLimit and GetReusableDelegationSetLimit. */
public final class LimitOperations {
  private static final long DELEGATION_SETS = 100;
  private static final long ZONES_BY_DELEGATION_SET = 100;

  private final Route53Parts parts;

  public LimitOperations(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.GET_ACCOUNT_LIMIT,
            AccessRule.toAll("route53:GetAccountLimit"),
            this::ofAccount),
        bind(
            Route53Model.GET_HOSTED_ZONE_LIMIT,
            (call, request) ->
                Faults.access(
                    "route53:GetHostedZoneLimit",
                    "hostedzone",
                    Faults.bare(request.hostedZoneId())),
            this::ofZone),
        bind(
            Route53Model.GET_REUSABLE_DELEGATION_SET_LIMIT,
            (call, request) ->
                Faults.access(
                    "route53:GetReusableDelegationSetLimit",
                    "delegationset",
                    Faults.bare(request.delegationSetId())),
            this::ofDelegationSet));
  }

  private GetAccountLimitResponse ofAccount(Call call, GetAccountLimitRequest request) {
    String type = Faults.required(request.type(), "Type");
    return switch (type) {
      case "MAX_HEALTH_CHECKS_BY_OWNER" ->
          answer(call, type, HealthCheckOperations.MOST_CHECKS, HealthCheck.TABLE);
      case "MAX_HOSTED_ZONES_BY_OWNER" ->
          answer(call, type, CreateZone.MOST_ZONES, HostedZone.TABLE);
      case "MAX_REUSABLE_DELEGATION_SETS_BY_OWNER" ->
          answer(call, type, DELEGATION_SETS, ReusableSet.TABLE);
      default -> throw ServiceError.unsupported("The limit " + type);
    };
  }

  private GetAccountLimitResponse answer(Call call, String type, long limit, Table<?> table) {
    int count = parts.store().read(tx -> tx.list(table, call.account())).size();
    return GetAccountLimitResponse.builder()
        .limit(AccountLimit.builder().type(type).value(limit).build())
        .count((long) count)
        .build();
  }

  private GetHostedZoneLimitResponse ofZone(Call call, GetHostedZoneLimitRequest request) {
    HostedZone zone =
        parts.store().read(tx -> HostedZones.require(tx, call, request.hostedZoneId()));
    String type = Faults.required(request.type(), "Type");
    boolean records = type.equals("MAX_RRSETS_BY_ZONE");
    if (!records && !zone.privateZone()) {
      throw ServiceError.badRequest(
          "HostedZoneNotPrivate", "The specified hosted zone is a public hosted zone.");
    }
    long limit = records ? ChangeRecords.MOST_RECORD_SETS : VpcOperations.MOST_VPCS;
    return GetHostedZoneLimitResponse.builder()
        .limit(HostedZoneLimit.builder().type(type).value(limit).build())
        .count(records ? zone.recordSetCount() : zone.vpcs().size())
        .build();
  }

  private GetReusableDelegationSetLimitResponse ofDelegationSet(
      Call call, GetReusableDelegationSetLimitRequest request) {
    long count =
        parts
            .store()
            .read(tx -> {
              ReusableSet set = ReusableSetOperations.require(tx, call, request.delegationSetId());
              return tx.list(HostedZone.TABLE, call.account()).stream()
                  .filter(zone -> zone.delegationSetId().equals(set.id()))
                  .count();
            });
    return GetReusableDelegationSetLimitResponse.builder()
        .limit(
            ReusableDelegationSetLimit.builder()
                .type(Faults.required(request.type(), "Type"))
                .value(ZONES_BY_DELEGATION_SET)
                .build())
        .count(count)
        .build();
  }
}
