package croft.services.ec2.prefixlist;

import croft.api.ec2.AddPrefixListEntry;
import croft.api.ec2.CreateManagedPrefixListRequest;
import croft.api.ec2.CreateManagedPrefixListResult;
import croft.api.ec2.DeleteManagedPrefixListRequest;
import croft.api.ec2.DeleteManagedPrefixListResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifyManagedPrefixListRequest;
import croft.api.ec2.ModifyManagedPrefixListResult;
import croft.api.ec2.RemovePrefixListEntry;
import croft.api.ec2.RestoreManagedPrefixListVersionRequest;
import croft.api.ec2.RestoreManagedPrefixListVersionResult;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.ClientTokens;
import croft.services.ec2.Wake;
import croft.services.ec2.prefixlist.PrefixList.Entry;
import croft.services.ec2.securitygroup.Ipv6Block;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Blocks;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes, restores and deletes prefix lists; rules that name one follow at once.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html">Prefix
 * lists</a>.
 */
public final class ManagedPrefixListOperations {
  private static final String TYPE = "prefix-list";
  private static final int MOST_ENTRIES = 1000;
  private static final int MOST_LISTS = 100;
  private static final int LONGEST_NAME = 255;

  private final Store store;
  private final Ids ids;
  private final NetworkAccess access;
  private final Wake wake;

  public ManagedPrefixListOperations(Store store, Ids ids, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_MANAGED_PREFIX_LIST,
            (call, r) ->
                access.create(call, "CreateManagedPrefixList", TYPE, r.tagSpecificationsOrEmpty()),
            this::create),
        Binding.bind(
            Ec2Model.MODIFY_MANAGED_PREFIX_LIST,
            (call, r) -> access.to(call, "ModifyManagedPrefixList", r.prefixListId()),
            this::modify),
        Binding.bind(
            Ec2Model.RESTORE_MANAGED_PREFIX_LIST_VERSION,
            (call, r) -> access.to(call, "RestoreManagedPrefixListVersion", r.prefixListId()),
            this::restore),
        Binding.bind(
            Ec2Model.DELETE_MANAGED_PREFIX_LIST,
            (call, r) -> access.to(call, "DeleteManagedPrefixList", r.prefixListId()),
            this::delete));
  }

  private CreateManagedPrefixListResult create(Call call, CreateManagedPrefixListRequest r) {
    String name = name(r.prefixListName());
    String family = required("AddressFamily", r.addressFamily());
    if (!family.equals("IPv4") && !family.equals("IPv6")) {
      throw invalid("Invalid AddressFamily '" + family + "'. Valid values are: IPv4, IPv6");
    }
    int most = maxEntries(required("MaxEntries", r.maxEntries()));
    Map<String, String> tags = TagSpecifications.of(TYPE, r.tagSpecificationsOrEmpty());
    List<Entry> entries = added(family, List.of(), r.entriesOrEmpty());
    return store.write(tx -> {
      PrefixList list =
          ClientTokens.made(tx, call.scope(), TYPE, r.clientToken(), r)
              .flatMap(id -> tx.get(PrefixLists.TABLE, call.scope(), id))
              .orElseGet(() -> {
                checkCount(tx, call.scope());
                PrefixList created =
                    new PrefixList(
                        call.scope(),
                        ids.resource("pl"),
                        name,
                        family,
                        most,
                        "create-complete",
                        List.of(new PrefixList.Version(1, entries)));
                checkRoom(created);
                tx.insert(PrefixLists.TABLE, created);
                ReservedTags.put(tx, call, created.id(), tags);
                ClientTokens.remember(
                    tx,
                    call.scope(),
                    new ClientTokens.Made(TYPE, created.id()),
                    r.clientToken(),
                    r);
                return created;
              });
      return CreateManagedPrefixListResult.builder()
          .prefixList(PrefixListShapes.shape(call, list, Tags.of(tx, call.scope(), list.id())))
          .build();
    });
  }

  private static void checkCount(Transaction tx, String scope) {
    if (tx.list(PrefixLists.TABLE, scope).size() >= MOST_LISTS) {
      throw ServiceError.badRequest(
          "PrefixListLimitExceeded", "The maximum number of prefix lists has been reached.");
    }
  }

  private static void checkRoom(PrefixList list) {
    if (list.entries().size() > list.maxEntries()) {
      throw ServiceError.badRequest(
          "PrefixListMaxEntriesExceeded",
          "You've reached the maximum number of entries for the prefix list.");
    }
  }

  private static String name(@Nullable String given) {
    String name = required("PrefixListName", given);
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.startsWith("com.amazonaws")) {
      throw invalid("Value (" + name + ") for parameter PrefixListName is invalid.");
    }
    return name;
  }

  private static int maxEntries(int given) {
    if (given < 1 || given > MOST_ENTRIES) {
      throw invalid(
          "Value (" + given + ") for parameter MaxEntries is invalid. Expecting 1 to 1000.");
    }
    return given;
  }

  private static <T> T required(String parameter, @Nullable T value) {
    if (value == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }

  private static ServiceError invalid(String message) {
    return ServiceError.badRequest("InvalidParameterValue", message);
  }

  /** The entries with those added; one of the same block is replaced, with its description. */
  private static List<Entry> added(
      String family, List<Entry> entries, List<AddPrefixListEntry> added) {
    Map<String, Entry> all = new LinkedHashMap<>();
    entries.forEach(entry -> all.put(entry.cidr(), entry));
    List<String> seen = new ArrayList<>();
    for (AddPrefixListEntry each : added) {
      String cidr = cidr(family, each.cidr());
      if (seen.contains(cidr)) {
        throw invalid("The prefix list entry " + cidr + " was given more than once.");
      }
      seen.add(cidr);
      all.put(cidr, new Entry(cidr, each.description()));
    }
    return List.copyOf(all.values());
  }

  private static String cidr(String family, @Nullable String given) {
    return family.equals("IPv4")
        ? Blocks.parse("Cidr", given).toString()
        : Ipv6Block.parse(required("Cidr", given));
  }

  private ModifyManagedPrefixListResult modify(Call call, ModifyManagedPrefixListRequest r) {
    return store.write(tx -> {
      PrefixList list = own(tx, call, r.prefixListId());
      boolean entries = !r.addEntriesOrEmpty().isEmpty() || !r.removeEntriesOrEmpty().isEmpty();
      if (entries && r.maxEntries() != null) {
        throw ServiceError.badRequest(
            "InvalidParameterCombination",
            "You cannot modify the entries and the maximum number of entries in one request.");
      }
      PrefixList after =
          list.with(
              r.prefixListName() == null ? list.name() : name(r.prefixListName()),
              r.maxEntries() == null ? list.maxEntries() : maxEntries(r.maxEntries()),
              "modify-complete");
      if (entries) {
        checkVersion(list, required("CurrentVersion", r.currentVersion()));
        after =
            after.next(
                added(
                    list.addressFamily(),
                    without(list, r.removeEntriesOrEmpty()),
                    r.addEntriesOrEmpty()),
                "modify-complete");
      }
      put(tx, after);
      return ModifyManagedPrefixListResult.builder()
          .prefixList(PrefixListShapes.shape(call, after, Tags.of(tx, call.scope(), after.id())))
          .build();
    });
  }

  private static List<Entry> without(PrefixList list, List<RemovePrefixListEntry> removed) {
    List<Entry> rest = new ArrayList<>(list.entries());
    for (RemovePrefixListEntry each : removed) {
      String cidr = cidr(list.addressFamily(), each.cidr());
      if (!rest.removeIf(entry -> entry.cidr().equals(cidr))) {
        throw invalid("The prefix list entry " + cidr + " does not exist.");
      }
    }
    return rest;
  }

  private static void checkVersion(PrefixList list, long given) {
    if (given != list.version()) {
      throw ServiceError.badRequest(
          "PrefixListVersionMismatch",
          "The prefix list has the incorrect version number. The current version is "
              + list.version()
              + ".");
    }
  }

  private static PrefixList own(Transaction tx, Call call, @Nullable String id) {
    String given = required("PrefixListId", id);
    if (ServicePrefixList.find(call.region(), given).isPresent()) {
      throw ServiceError.badRequest(
          "OperationNotPermitted", "The prefix list '" + given + "' is managed by AWS.");
    }
    return PrefixLists.require(tx, call.scope(), given);
  }

  /** Those that follow the list are told, when they have room for it. */
  private void put(Transaction tx, PrefixList list) {
    checkRoom(list);
    tx.put(PrefixLists.TABLE, list);
    for (SecurityGroup group : PrefixLists.groupsNaming(tx, list.scope(), list.id())) {
      SecurityGroups.checkRules(tx, group);
      wake.network(tx, group.scope(), group.vpcId());
    }
  }

  private RestoreManagedPrefixListVersionResult restore(
      Call call, RestoreManagedPrefixListVersionRequest r) {
    return store.write(tx -> {
      PrefixList list = own(tx, call, r.prefixListId());
      checkVersion(list, required("CurrentVersion", r.currentVersion()));
      long previous = required("PreviousVersion", r.previousVersion());
      PrefixList after =
          list.next(
              list.version(previous)
                  .orElseThrow(() -> PrefixListShapes.noVersion(previous))
                  .entries(),
              "restore-complete");
      put(tx, after);
      return RestoreManagedPrefixListVersionResult.builder()
          .prefixList(PrefixListShapes.shape(call, after, Tags.of(tx, call.scope(), after.id())))
          .build();
    });
  }

  private DeleteManagedPrefixListResult delete(Call call, DeleteManagedPrefixListRequest r) {
    return store.write(tx -> {
      PrefixList list = own(tx, call, r.prefixListId());
      if (!PrefixLists.users(tx, call.scope(), list.id()).isEmpty()) {
        throw ServiceError.badRequest(
            "DependencyViolation",
            "The prefix list '" + list.id() + "' is referenced and cannot be deleted.");
      }
      tx.delete(PrefixLists.TABLE, call.scope(), list.id());
      Map<String, String> tags = Tags.of(tx, call.scope(), list.id());
      Tags.clear(tx, call.scope(), list.id());
      return DeleteManagedPrefixListResult.builder()
          .prefixList(
              PrefixListShapes.shape(
                  call, list.with(list.name(), list.maxEntries(), "delete-complete"), tags))
          .build();
    });
  }
}
