package croft.services.ec2.dhcpoptions;

import croft.api.ec2.AssociateDhcpOptionsRequest;
import croft.api.ec2.AssociateDhcpOptionsResponse;
import croft.api.ec2.AttributeValue;
import croft.api.ec2.CreateDhcpOptionsRequest;
import croft.api.ec2.CreateDhcpOptionsResult;
import croft.api.ec2.DeleteDhcpOptionsRequest;
import croft.api.ec2.DeleteDhcpOptionsResponse;
import croft.api.ec2.DescribeDhcpOptionsRequest;
import croft.api.ec2.DescribeDhcpOptionsResult;
import croft.api.ec2.DhcpConfiguration;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Quotas;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes, associates, describes and deletes DHCP options sets. */
public final class DhcpOptionsOperations {
  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final Paging paging;
  private final NetworkAccess access;

  public DhcpOptionsOperations(
      Store store, Ids ids, Vpcs vpcs, Paging paging, NetworkAccess access) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.paging = paging;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_DHCP_OPTIONS,
            (call, r) ->
                access.create(
                    call, "CreateDhcpOptions", "dhcp-options", r.tagSpecificationsOrEmpty()),
            this::createDhcpOptions),
        Binding.bind(
            Ec2Model.DELETE_DHCP_OPTIONS,
            (call, r) -> access.to(call, "DeleteDhcpOptions", r.dhcpOptionsId()),
            this::deleteDhcpOptions),
        Binding.bind(
            Ec2Model.ASSOCIATE_DHCP_OPTIONS,
            (call, r) ->
                access.to(
                    call,
                    "AssociateDhcpOptions",
                    Vpc.NO_DHCP_OPTIONS.equals(r.dhcpOptionsId()) ? null : r.dhcpOptionsId(),
                    r.vpcId()),
            this::associateDhcpOptions),
        Binding.bind(
            Ec2Model.DESCRIBE_DHCP_OPTIONS,
            AccessRule.toAll("ec2:DescribeDhcpOptions"),
            this::describeDhcpOptions));
  }

  private CreateDhcpOptionsResult createDhcpOptions(Call call, CreateDhcpOptionsRequest request) {
    List<DhcpOptions.Option> options = OptionReader.read(request.dhcpConfigurationsOrEmpty());
    Map<String, String> tags =
        TagSpecifications.of("dhcp-options", request.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      if (tx.list(DhcpOptionSets.TABLE, call.scope()).size() >= Quotas.DHCP_OPTIONS) {
        throw ServiceError.badRequest(
            "DhcpOptionsLimitExceeded",
            "The maximum number of DHCP options sets has been reached.");
      }
      DhcpOptions created = new DhcpOptions(call.scope(), ids.resource("dopt"), options);
      tx.insert(DhcpOptionSets.TABLE, created);
      ReservedTags.put(tx, call, created.id(), tags);
      return CreateDhcpOptionsResult.builder().dhcpOptions(shape(call, created, tags)).build();
    });
  }

  private DeleteDhcpOptionsResponse deleteDhcpOptions(Call call, DeleteDhcpOptionsRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      DhcpOptions set = DhcpOptionSets.require(tx, call.scope(), text(request.dhcpOptionsId()));
      if (tx.list(Vpcs.TABLE, call.scope()).stream()
          .anyMatch(v -> v.dhcpOptionsId().equals(set.id()))) {
        throw ServiceError.badRequest(
            "DependencyViolation",
            "The dhcpOptions '" + set.id() + "' has dependencies and cannot be deleted.");
      }
      tx.delete(DhcpOptionSets.TABLE, call.scope(), set.id());
      Tags.clear(tx, call.scope(), set.id());
      return DeleteDhcpOptionsResponse.builder().build();
    });
  }

  private AssociateDhcpOptionsResponse associateDhcpOptions(
      Call call, AssociateDhcpOptionsRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      String optionsId = text(request.dhcpOptionsId());
      if (!optionsId.equals(Vpc.NO_DHCP_OPTIONS)) {
        DhcpOptionSets.require(tx, call.scope(), optionsId);
      }
      Vpc vpc = Vpcs.require(tx, call.scope(), text(request.vpcId()));
      tx.put(Vpcs.TABLE, vpc.withDhcpOptions(optionsId));
      return AssociateDhcpOptionsResponse.builder().build();
    });
  }

  private DescribeDhcpOptionsResult describeDhcpOptions(
      Call call, DescribeDhcpOptionsRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<String> wanted = request.dhcpOptionsIdsOrEmpty();
      wanted.forEach(id -> DhcpOptionSets.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<DhcpOptions> filters =
          new Filters<DhcpOptions>()
              .on("dhcp-options-id", DhcpOptions::id)
              .onAll("key", s -> s.options().stream().map(DhcpOptions.Option::key).toList())
              .onAll("value", s -> s.options().stream().flatMap(o -> o.values().stream()).toList())
              .on("owner-id", s -> call.account())
              .tagged(s -> tags.getOrDefault(s.id(), Map.of()));
      Paging.Page<DhcpOptions> page =
          paging.page(
              call,
              tx.list(DhcpOptionSets.TABLE, call.scope()).stream()
                  .filter(s -> wanted.isEmpty() || wanted.contains(s.id()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .toList(),
              DhcpOptions::id,
              request.maxResults(),
              request.nextToken());
      return DescribeDhcpOptionsResult.builder()
          .dhcpOptions(
              page.items().stream()
                  .map(s -> shape(call, s, tags.getOrDefault(s.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static croft.api.ec2.DhcpOptions shape(
      Call call, DhcpOptions set, Map<String, String> tags) {
    return croft.api.ec2.DhcpOptions.builder()
        .dhcpOptionsId(set.id())
        .ownerId(call.account())
        .dhcpConfigurations(
            set.options().stream()
                .map(option ->
                    DhcpConfiguration.builder()
                        .key(option.key())
                        .values(
                            option.values().stream()
                                .map(value -> AttributeValue.builder().value(value).build())
                                .toList())
                        .build())
                .toList())
        .tags(Tags.shapes(tags))
        .build();
  }

  private static String text(@Nullable String id) {
    return id == null ? "" : id;
  }
}
