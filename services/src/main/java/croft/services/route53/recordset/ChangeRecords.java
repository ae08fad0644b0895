package croft.services.route53.recordset;

import static croft.services.operation.Binding.bind;

import croft.api.route53.Change;
import croft.api.route53.ChangeBatch;
import croft.api.route53.ChangeResourceRecordSetsRequest;
import croft.api.route53.ChangeResourceRecordSetsResponse;
import croft.api.route53.ResourceRecordSet;
import croft.api.route53.Route53Model;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.change.ZoneChange;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.healthcheck.HealthCheck;
import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.hostedzone.HostedZones;
import croft.services.route53.name.DomainName;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** ChangeResourceRecordSets: all changes of a batch are made, or none. */
public final class ChangeRecords {
  /** How many record sets a zone may have. */
  public static final int MOST_RECORD_SETS = 10_000;

  private static final int MOST_CHANGES = 1000;

  private final Route53Parts parts;

  public ChangeRecords(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs; policies Croft cannot follow are refused by name. */
  public List<Binding<?, ?>> bindings() {
    String records = "ChangeBatch.Changes.ResourceRecordSet.";
    return List.of(
        bind(Route53Model.CHANGE_RESOURCE_RECORD_SETS, this::access, this::change)
            .honouring(
                "Id",
                "HostedZoneId",
                "ChangeBatch.Comment",
                "ChangeBatch.Changes.Action",
                records + "Name",
                records + "Type",
                records + "SetIdentifier",
                records + "Weight",
                records + "Failover",
                records + "MultiValueAnswer",
                records + "TTL",
                records + "ResourceRecords",
                records + "AliasTarget",
                records + "HealthCheckId"));
  }

  private List<Access> access(Call call, ChangeResourceRecordSetsRequest request) {
    Set<String> names = new TreeSet<>();
    Set<String> types = new TreeSet<>();
    Set<String> actions = new TreeSet<>();
    if (request.changeBatch() != null) {
      for (Change change : request.changeBatch().changesOrEmpty()) {
        ResourceRecordSet records = change.resourceRecordSet();
        actions.add(Objects.requireNonNullElse(change.action(), ""));
        if (records != null) {
          names.add(normalized(Objects.requireNonNullElse(records.name(), "")));
          types.add(Objects.requireNonNullElse(records.type(), ""));
        }
      }
    }
    return Faults.access(
            "route53:ChangeResourceRecordSets", "hostedzone", Faults.bare(request.hostedZoneId()))
        .stream()
        .map(access ->
            access.with(
                Map.of(
                    "route53:ChangeResourceRecordSetsNormalizedRecordNames", List.copyOf(names),
                    "route53:ChangeResourceRecordSetsRecordTypes", List.copyOf(types),
                    "route53:ChangeResourceRecordSetsActions", List.copyOf(actions))))
        .toList();
  }

  /** A name as policies spell it: in lower case, without its last dot. */
  private static String normalized(String name) {
    try {
      String text = DomainName.parse(name).text();
      return text.substring(0, text.length() - 1);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private ChangeResourceRecordSetsResponse change(
      Call call, ChangeResourceRecordSetsRequest request) {
    ChangeBatch batch = Faults.required(request.changeBatch(), "ChangeBatch");
    List<Change> changes = batch.changesOrEmpty();
    if (changes.isEmpty() || changes.size() > MOST_CHANGES) {
      throw ChangeText.invalidBatch(
          List.of(
              changes.isEmpty()
                  ? "The batch has no changes"
                  : "Number of records limit of " + MOST_CHANGES + " exceeded."));
    }
    return parts
        .store()
        .write(tx -> {
          HostedZone zone = HostedZones.require(tx, call, request.hostedZoneId());
          List<String> faults = new ArrayList<>();
          ChangeText text = new ChangeText(zone, faults::add);
          List<ChangeText.Planned> planned = changes.stream().map(text::read).toList();
          refuse(faults);
          BatchState state = new BatchState(tx, zone, faults::add);
          planned.forEach(state::apply);
          // What single changes got wrong would only show again in what they come to together.
          refuse(faults);
          state.checkTogether();
          for (ChangeText.Planned change : planned) {
            checkLinks(tx, call, state, change, faults);
          }
          refuse(faults);
          HostedZone changed = zone.changed(state.write());
          if (changed.recordSetCount() > MOST_RECORD_SETS) {
            throw ServiceError.badRequest(
                "LimitsExceeded",
                "The zone would have more than " + MOST_RECORD_SETS + " record sets.");
          }
          tx.put(HostedZone.TABLE, changed);
          return ChangeResourceRecordSetsResponse.builder()
              .changeInfo(
                  ZoneChange.note(tx, parts.ids(), call, changed, batch.comment()).pending())
              .build();
        });
  }

  private static void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      throw ChangeText.invalidBatch(faults);
    }
  }

  private void checkLinks(
      Transaction tx, Call call, BatchState state, ChangeText.Planned change, List<String> faults) {
    RecordSet records = change.records();
    if (change.deletes()) {
      return;
    }
    String check = records.healthCheckId();
    if (check != null && tx.get(HealthCheck.TABLE, call.account(), check).isEmpty()) {
      throw Faults.notFound(
          "NoSuchHealthCheck", "No health check exists with the specified ID: " + check);
    }
    RecordSet.Alias alias = records.alias();
    if (alias == null) {
      return;
    }
    String tried =
        "Tried to create an alias that targets %s, type %s in zone %s, but "
            .formatted(alias.dnsName(), records.type(), alias.zoneId());
    if (alias.zoneId().equals(records.zoneId())) {
      DomainName target = new DomainName(alias.dnsName());
      if (!target.isIn(HostedZones.require(tx, call, records.zoneId()).domain())) {
        faults.add(tried + "the alias target name does not lie within the target zone");
      } else if (!state.has(target, records.type()) || alias.dnsName().equals(records.name())) {
        faults.add(tried + "that target was not found");
      }
    } else if (parts.targets().addresses(alias.zoneId(), alias.dnsName()).isEmpty()) {
      faults.add(tried + "that target was not found");
    }
  }
}
