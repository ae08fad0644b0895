package croft.services.ec2.prefixlist;

import croft.api.ec2.DescribeManagedPrefixListsRequest;
import croft.api.ec2.DescribeManagedPrefixListsResult;
import croft.api.ec2.DescribePrefixListsRequest;
import croft.api.ec2.DescribePrefixListsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetManagedPrefixListAssociationsRequest;
import croft.api.ec2.GetManagedPrefixListAssociationsResult;
import croft.api.ec2.GetManagedPrefixListEntriesRequest;
import croft.api.ec2.GetManagedPrefixListEntriesResult;
import croft.api.ec2.ManagedPrefixList;
import croft.api.ec2.PrefixListAssociation;
import croft.api.ec2.PrefixListEntry;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.prefixlist.PrefixList.Entry;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The questions about prefix lists: a caller's own, and those that AWS manages. */
public final class DescribePrefixLists {
  private final Store store;
  private final Paging paging;
  private final NetworkAccess access;

  public DescribePrefixLists(Store store, Paging paging, NetworkAccess access) {
    this.store = store;
    this.paging = paging;
    this.access = access;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_MANAGED_PREFIX_LISTS,
            AccessRule.toAll("ec2:DescribeManagedPrefixLists"),
            this::describeManagedPrefixLists),
        Binding.bind(
            Ec2Model.DESCRIBE_PREFIX_LISTS,
            AccessRule.toAll("ec2:DescribePrefixLists"),
            this::describePrefixLists),
        Binding.bind(
            Ec2Model.GET_MANAGED_PREFIX_LIST_ENTRIES,
            (call, r) -> access.to(call, "GetManagedPrefixListEntries", r.prefixListId()),
            this::entries),
        Binding.bind(
            Ec2Model.GET_MANAGED_PREFIX_LIST_ASSOCIATIONS,
            (call, r) -> access.to(call, "GetManagedPrefixListAssociations", r.prefixListId()),
            this::associations));
  }

  private DescribeManagedPrefixListsResult describeManagedPrefixLists(
      Call call, DescribeManagedPrefixListsRequest r) {
    return store.read(tx -> {
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      List<ManagedPrefixList> all = new ArrayList<>();
      ServicePrefixList.of(call.region())
          .forEach(list -> all.add(PrefixListShapes.shape(call, list)));
      tx.list(PrefixLists.TABLE, call.scope())
          .forEach(list ->
              all.add(PrefixListShapes.shape(call, list, tags.getOrDefault(list.id(), Map.of()))));
      requireAll(tx, call, r.prefixListIdsOrEmpty());
      Filters<ManagedPrefixList> filters =
          new Filters<ManagedPrefixList>()
              .on("owner-id", ManagedPrefixList::ownerId)
              .on("prefix-list-id", ManagedPrefixList::prefixListId)
              .on("prefix-list-name", ManagedPrefixList::prefixListName)
              .tagged(list -> tags.getOrDefault(String.valueOf(list.prefixListId()), Map.of()));
      Paging.Page<ManagedPrefixList> page =
          paging.page(
              call,
              all.stream()
                  .filter(list -> asked(r.prefixListIdsOrEmpty(), list.prefixListId()))
                  .filter(filters.matching(r.filtersOrEmpty()))
                  .sorted(Comparator.comparing(list -> String.valueOf(list.prefixListId())))
                  .toList(),
              list -> String.valueOf(list.prefixListId()),
              r.maxResults(),
              r.nextToken());
      return DescribeManagedPrefixListsResult.builder()
          .prefixLists(page.items())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static boolean asked(List<String> ids, @Nullable String id) {
    return ids.isEmpty() || ids.contains(id);
  }

  private static void requireAll(Transaction tx, Call call, List<String> ids) {
    for (String id : ids) {
      if (ServicePrefixList.find(call.region(), id).isEmpty()) {
        PrefixLists.require(tx, call.scope(), id);
      }
    }
  }

  /** The older question, about AWS's own lists only. */
  private DescribePrefixListsResult describePrefixLists(Call call, DescribePrefixListsRequest r) {
    for (String id : r.prefixListIdsOrEmpty()) {
      if (ServicePrefixList.find(call.region(), id).isEmpty()) {
        throw ServiceError.badRequest(
            "InvalidPrefixListId.NotFound", "The prefix list ID '" + id + "' does not exist");
      }
    }
    Filters<ServicePrefixList> filters =
        new Filters<ServicePrefixList>()
            .on("prefix-list-id", ServicePrefixList::id)
            .on("prefix-list-name", ServicePrefixList::name);
    Paging.Page<ServicePrefixList> page =
        paging.page(
            call,
            ServicePrefixList.of(call.region()).stream()
                .filter(list -> asked(r.prefixListIdsOrEmpty(), list.id()))
                .filter(filters.matching(r.filtersOrEmpty()))
                .sorted(Comparator.comparing(ServicePrefixList::id))
                .toList(),
            ServicePrefixList::id,
            r.maxResults(),
            r.nextToken());
    return DescribePrefixListsResult.builder()
        .prefixLists(
            page.items().stream()
                .map(list ->
                    croft.api.ec2.PrefixList.builder()
                        .prefixListId(list.id())
                        .prefixListName(list.name())
                        .cidrs(list.blocks())
                        .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  private GetManagedPrefixListEntriesResult entries(
      Call call, GetManagedPrefixListEntriesRequest r) {
    return store.read(tx -> {
      Paging.Page<Entry> page =
          paging.page(
              call,
              entries(tx, call, String.valueOf(r.prefixListId()), r.targetVersion()).stream()
                  .sorted(Comparator.comparing(Entry::cidr))
                  .toList(),
              Entry::cidr,
              r.maxResults(),
              r.nextToken());
      return GetManagedPrefixListEntriesResult.builder()
          .entries(
              page.items().stream()
                  .map(e ->
                      PrefixListEntry.builder().cidr(e.cidr()).description(e.description()).build())
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static List<Entry> entries(Transaction tx, Call call, String id, @Nullable Long version) {
    Optional<ServicePrefixList> service = ServicePrefixList.find(call.region(), id);
    if (service.isPresent()) {
      return service.get().blocks().stream().map(block -> new Entry(block, null)).toList();
    }
    PrefixList list = PrefixLists.require(tx, call.scope(), id);
    return version == null
        ? list.entries()
        : list.version(version).orElseThrow(() -> PrefixListShapes.noVersion(version)).entries();
  }

  private GetManagedPrefixListAssociationsResult associations(
      Call call, GetManagedPrefixListAssociationsRequest r) {
    return store.read(tx -> {
      PrefixList list = PrefixLists.require(tx, call.scope(), String.valueOf(r.prefixListId()));
      Paging.Page<String> page =
          paging.page(
              call,
              PrefixLists.users(tx, call.scope(), list.id()).stream().sorted().toList(),
              id -> id,
              r.maxResults(),
              r.nextToken());
      return GetManagedPrefixListAssociationsResult.builder()
          .prefixListAssociations(
              page.items().stream()
                  .map(id ->
                      PrefixListAssociation.builder()
                          .resourceId(id)
                          .resourceOwner(call.account())
                          .build())
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }
}
