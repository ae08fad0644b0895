package croft.services.route53.recordset;

import static croft.services.operation.Binding.bind;

import croft.api.route53.AliasTarget;
import croft.api.route53.ListResourceRecordSetsRequest;
import croft.api.route53.ListResourceRecordSetsResponse;
import croft.api.route53.ResourceRecord;
import croft.api.route53.ResourceRecordSet;
import croft.api.route53.Route53Model;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.hostedzone.HostedZone;
import croft.services.route53.hostedzone.HostedZones;
import croft.services.route53.name.DomainName;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ListResourceRecordSets. */
public final class ListRecords {
  private static final int LARGEST_PAGE = 300;

  private final Route53Parts parts;

  public ListRecords(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.LIST_RESOURCE_RECORD_SETS,
            (call, request) ->
                Faults.access(
                    "route53:ListResourceRecordSets",
                    "hostedzone",
                    Faults.bare(request.hostedZoneId())),
            this::list));
  }

  private ListResourceRecordSetsResponse list(Call call, ListResourceRecordSetsRequest request) {
    int size = Faults.pageSize(request.maxItems(), LARGEST_PAGE);
    String from = from(request);
    List<RecordSet> found =
        parts
            .store()
            .read(tx -> {
              HostedZone zone = HostedZones.require(tx, call, request.hostedZoneId());
              return page(tx, zone, from, size + 1);
            });
    RecordSet next = found.size() > size ? found.get(size) : null;
    return ListResourceRecordSetsResponse.builder()
        .resourceRecordSets(found.stream().limit(size).map(ListRecords::shape).toList())
        .isTruncated(next != null)
        .nextRecordName(next == null ? null : next.name())
        .nextRecordType(next == null ? null : next.type())
        .nextRecordIdentifier(next == null || next.isSimple() ? null : next.setIdentifier())
        .maxItems(String.valueOf(size))
        .build();
  }

  /** Where to begin, as a key; that one belongs to the page. */
  private static String from(ListResourceRecordSetsRequest request) {
    String name = request.startRecordName();
    String type = request.startRecordType();
    String identifier = request.startRecordIdentifier();
    if (name == null) {
      if (type != null || identifier != null) {
        throw Faults.invalidInput(
            "You can specify a start type or identifier only with a start name.");
      }
      return "";
    }
    if (type == null && identifier != null) {
      throw Faults.invalidInput("You can specify a start identifier only with a start type.");
    }
    try {
      String reversed = DomainName.parse(name).reversed() + " ";
      return type == null
          ? reversed
          : reversed + type + " " + Objects.requireNonNullElse(identifier, "");
    } catch (IllegalArgumentException e) {
      throw Faults.invalidInput("'" + name + "' is not a valid domain name: " + e.getMessage());
    }
  }

  private static List<RecordSet> page(Transaction tx, HostedZone zone, String from, int size) {
    List<RecordSet> page = new ArrayList<>();
    tx.get(RecordSet.TABLE, zone.id(), from).ifPresent(page::add);
    page.addAll(tx.list(RecordSet.TABLE, zone.id(), from, size - page.size()));
    return page;
  }

  private static ResourceRecordSet shape(RecordSet records) {
    return ResourceRecordSet.builder()
        .name(records.name())
        .type(records.type())
        .setIdentifier(records.isSimple() ? null : records.setIdentifier())
        .weight(records.weight())
        .failover(records.failover())
        .multiValueAnswer(records.multiValue() ? Boolean.TRUE : null)
        .ttl(records.ttlSeconds())
        .resourceRecords(
            records.alias() != null
                ? null
                : records.values().stream()
                    .map(value -> ResourceRecord.builder().value(value).build())
                    .toList())
        .aliasTarget(alias(records.alias()))
        .healthCheckId(records.healthCheckId())
        .build();
  }

  private static @Nullable AliasTarget alias(RecordSet.@Nullable Alias alias) {
    return alias == null
        ? null
        : AliasTarget.builder()
            .hostedZoneId(alias.zoneId())
            .dnsName(alias.dnsName())
            .evaluateTargetHealth(alias.evaluateTargetHealth())
            .build();
  }
}
