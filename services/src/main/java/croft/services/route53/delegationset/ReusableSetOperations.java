package croft.services.route53.delegationset;

import static croft.services.operation.Binding.bind;

import croft.api.route53.CreateReusableDelegationSetRequest;
import croft.api.route53.CreateReusableDelegationSetResponse;
import croft.api.route53.DeleteReusableDelegationSetRequest;
import croft.api.route53.DeleteReusableDelegationSetResponse;
import croft.api.route53.GetReusableDelegationSetRequest;
import croft.api.route53.GetReusableDelegationSetResponse;
import croft.api.route53.ListReusableDelegationSetsRequest;
import croft.api.route53.ListReusableDelegationSetsResponse;
import croft.api.route53.Route53Model;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.hostedzone.HostedZone;
import croft.store.Transaction;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The operations of reusable delegation sets. */
public final class ReusableSetOperations {
  private static final int MOST_SETS = 100;

  private final Route53Parts parts;

  public ReusableSetOperations(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.CREATE_REUSABLE_DELEGATION_SET,
            AccessRule.toAll("route53:CreateReusableDelegationSet"),
            this::create),
        bind(
            Route53Model.GET_REUSABLE_DELEGATION_SET,
            (call, request) ->
                Faults.access(
                    "route53:GetReusableDelegationSet", "delegationset", Faults.bare(request.id())),
            this::get),
        bind(
            Route53Model.LIST_REUSABLE_DELEGATION_SETS,
            AccessRule.toAll("route53:ListReusableDelegationSets"),
            this::list),
        bind(
            Route53Model.DELETE_REUSABLE_DELEGATION_SET,
            (call, request) ->
                Faults.access(
                    "route53:DeleteReusableDelegationSet",
                    "delegationset",
                    Faults.bare(request.id())),
            this::delete));
  }

  /**
   * A set of the caller's account.
   *
   * @throws ServiceError {@code NoSuchDelegationSet}
   */
  public static ReusableSet require(Transaction tx, Call call, @Nullable String id) {
    String bare = Faults.bare(id);
    return tx.get(ReusableSet.TABLE, call.account(), bare)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "NoSuchDelegationSet", "No delegation set found with ID: " + bare));
  }

  private CreateReusableDelegationSetResponse create(
      Call call, CreateReusableDelegationSetRequest request) {
    String reference = Faults.required(request.callerReference(), "CallerReference");
    String id = "N" + parts.ids().hex(20).toUpperCase(Locale.ROOT);
    List<String> fresh = NameServers.fresh(parts.ids());
    ReusableSet made =
        parts
            .store()
            .write(tx -> {
              List<ReusableSet> all = tx.list(ReusableSet.TABLE, call.account());
              if (all.stream().anyMatch(set -> set.callerReference().equals(reference))) {
                throw ServiceError.badRequest(
                    "DelegationSetAlreadyCreated",
                    "A delegation set with the same owner and caller reference has already been created.");
              }
              if (all.size() >= MOST_SETS) {
                throw ServiceError.badRequest(
                    "LimitsExceeded", "The limit of reusable delegation sets was reached.");
              }
              List<String> servers = fresh;
              if (request.hostedZoneId() != null) {
                servers = serversOf(tx, call, all, request.hostedZoneId());
              }
              ReusableSet set = new ReusableSet(call.account(), id, reference, servers);
              tx.insert(ReusableSet.TABLE, set);
              return set;
            });
    return CreateReusableDelegationSetResponse.builder()
        .delegationSet(made.shape())
        .location("https://route53.amazonaws.com/2013-04-01/delegationset/" + id)
        .build();
  }

  /** The name servers of a zone, which become reusable. */
  private static List<String> serversOf(
      Transaction tx, Call call, List<ReusableSet> all, String zoneId) {
    String bare = Faults.bare(zoneId);
    HostedZone zone =
        tx.get(HostedZone.TABLE, call.account(), bare)
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "HostedZoneNotFound", "The specified HostedZone cannot be found."));
    if (all.stream().anyMatch(set -> set.nameServers().equals(zone.nameServers()))) {
      throw ServiceError.badRequest(
          "DelegationSetAlreadyReusable",
          "The specified delegation set has already been marked as reusable.");
    }
    return zone.nameServers();
  }

  private GetReusableDelegationSetResponse get(Call call, GetReusableDelegationSetRequest request) {
    ReusableSet set = parts.store().read(tx -> require(tx, call, request.id()));
    return GetReusableDelegationSetResponse.builder().delegationSet(set.shape()).build();
  }

  private ListReusableDelegationSetsResponse list(
      Call call, ListReusableDelegationSetsRequest request) {
    int size = Faults.pageSize(request.maxItems());
    List<ReusableSet> rest =
        parts.store().read(tx -> tx.list(ReusableSet.TABLE, call.account())).stream()
            .filter(s -> request.marker() == null || s.id().compareTo(request.marker()) >= 0)
            .toList();
    boolean truncated = rest.size() > size;
    return ListReusableDelegationSetsResponse.builder()
        .delegationSets(rest.stream().limit(size).map(ReusableSet::shape).toList())
        .marker(request.marker() == null ? "" : request.marker())
        .isTruncated(truncated)
        .nextMarker(truncated ? rest.get(size).id() : null)
        .maxItems(String.valueOf(size))
        .build();
  }

  private DeleteReusableDelegationSetResponse delete(
      Call call, DeleteReusableDelegationSetRequest request) {
    return parts
        .store()
        .write(tx -> {
          ReusableSet set = require(tx, call, request.id());
          boolean used =
              tx.list(HostedZone.TABLE, call.account()).stream()
                  .anyMatch(zone -> zone.delegationSetId().equals(set.id()));
          if (used) {
            throw ServiceError.badRequest(
                "DelegationSetInUse",
                "The specified delegation contains associated hosted zones which must be deleted"
                    + " before the reusable delegation set can be deleted.");
          }
          tx.delete(ReusableSet.TABLE, call.account(), set.id());
          return DeleteReusableDelegationSetResponse.builder().build();
        });
  }
}
