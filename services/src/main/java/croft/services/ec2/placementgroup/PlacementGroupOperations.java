package croft.services.ec2.placementgroup;

import croft.api.ec2.CreatePlacementGroupRequest;
import croft.api.ec2.CreatePlacementGroupResult;
import croft.api.ec2.DeletePlacementGroupRequest;
import croft.api.ec2.DeletePlacementGroupResponse;
import croft.api.ec2.DescribePlacementGroupsRequest;
import croft.api.ec2.DescribePlacementGroupsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifyInstancePlacementRequest;
import croft.api.ec2.ModifyInstancePlacementResult;
import croft.api.ec2.PlacementGroup;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.LaunchPlacement;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CreatePlacementGroup, DescribePlacementGroups, DeletePlacementGroup and ModifyInstancePlacement.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-groups.html">Placement
 * groups</a>.
 */
public final class PlacementGroupOperations {
  private static final int MOST_PARTITIONS = 7;
  private static final int USUAL_PARTITIONS = 2;

  private final Store store;
  private final Ids ids;

  public PlacementGroupOperations(Store store, Ids ids) {
    this.store = store;
    this.ids = ids;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_PLACEMENT_GROUP,
                (call, r) -> access(call, "ec2:CreatePlacementGroup", r.groupName()),
                this::create)
            .honouring(
                "GroupName", "Strategy", "PartitionCount", "TagSpecifications", "SpreadLevel"),
        Binding.bind(
            Ec2Model.DELETE_PLACEMENT_GROUP,
            (call, r) -> access(call, "ec2:DeletePlacementGroup", r.groupName()),
            this::delete),
        Binding.bind(
            Ec2Model.DESCRIBE_PLACEMENT_GROUPS,
            AccessRule.toAll("ec2:DescribePlacementGroups"),
            this::describe),
        Binding.bind(
                Ec2Model.MODIFY_INSTANCE_PLACEMENT,
                (call, r) ->
                    List.of(
                        Access.to(
                            "ec2:ModifyInstancePlacement",
                            call.arn("ec2", "instance/" + r.instanceId()))),
                this::modifyPlacement)
            .honouring("InstanceId", "GroupName", "GroupId", "PartitionNumber", "Tenancy"));
  }

  private static List<Access> access(Call call, String action, @Nullable String name) {
    return List.of(Access.to(action, call.arn("ec2", "placement-group/" + name)));
  }

  private CreatePlacementGroupResult create(Call call, CreatePlacementGroupRequest request) {
    String strategy = request.strategy() == null ? "cluster" : request.strategy();
    if (!List.of("cluster", "spread", "partition").contains(strategy)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + strategy + "' for strategy.");
    }
    if ("host".equals(request.spreadLevel())) {
      throw ServiceError.unsupported("The spread level host");
    }
    int partitions = partitions(strategy, request.partitionCount());
    String name = request.groupName() == null ? ids.resource("pg") : request.groupName();
    Map<String, String> tags =
        TagSpecifications.of("placement-group", request.tagSpecificationsOrEmpty());
    return store.write(tx -> {
      if (PlacementGroups.byName(tx, call.scope(), name).isPresent()) {
        throw ServiceError.badRequest(
            "InvalidPlacementGroup.Duplicate",
            "The Placement Group '" + name + "' already exists.");
      }
      Group group = new Group(call.scope(), ids.resource("pg"), name, strategy, partitions);
      tx.insert(PlacementGroups.TABLE, group);
      if (!tags.isEmpty()) {
        ReservedTags.put(tx, call, group.id(), tags);
      }
      return CreatePlacementGroupResult.builder().placementGroup(shape(tx, call, group)).build();
    });
  }

  private static int partitions(String strategy, @Nullable Integer given) {
    if (!strategy.equals("partition")) {
      if (given != null && given != 0) {
        throw ServiceError.badRequest(
            "InvalidParameterCombination",
            "PartitionCount is valid with the partition strategy only.");
      }
      return 0;
    }
    int count = given == null || given == 0 ? USUAL_PARTITIONS : given;
    if (count < 1 || count > MOST_PARTITIONS) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value (" + count + ") for parameter partitionCount is invalid. Expecting 1 to 7.");
    }
    return count;
  }

  private static PlacementGroup shape(Transaction tx, Call call, Group group) {
    return PlacementGroup.builder()
        .groupId(group.id())
        .groupName(group.name())
        .groupArn(call.arn("ec2", "placement-group/" + group.name()).toString())
        .strategy(group.strategy())
        .spreadLevel(group.strategy().equals("spread") ? "rack" : null)
        .partitionCount(group.partitions() == 0 ? null : Integer.valueOf(group.partitions()))
        .state("available")
        .tags(Tags.shapes(Tags.of(tx, group.scope(), group.id())))
        .build();
  }

  private DeletePlacementGroupResponse delete(Call call, DeletePlacementGroupRequest request) {
    String name = request.groupName() == null ? "" : request.groupName();
    return store.write(tx -> {
      Group group =
          PlacementGroups.byName(tx, call.scope(), name)
              .orElseThrow(() -> PlacementGroups.unknown(name));
      if (!PlacementGroups.members(tx, group).isEmpty()) {
        throw ServiceError.badRequest(
            "InvalidPlacementGroup.InUse",
            "The placement group '" + name + "' is in use and may not be deleted.");
      }
      tx.delete(PlacementGroups.TABLE, call.scope(), group.id());
      Tags.clear(tx, call.scope(), group.id());
      return DeletePlacementGroupResponse.builder().build();
    });
  }

  private DescribePlacementGroupsResult describe(
      Call call, DescribePlacementGroupsRequest request) {
    return store.read(tx -> {
      Filters<Group> filters =
          new Filters<Group>()
              .on("group-name", Group::name)
              .on("group-arn", g -> call.arn("ec2", "placement-group/" + g.name()).toString())
              .on("spread-level", g -> g.strategy().equals("spread") ? "rack" : null)
              .on("state", g -> "available")
              .on("strategy", Group::strategy)
              .tagged(g -> Tags.of(tx, g.scope(), g.id()));
      return DescribePlacementGroupsResult.builder()
          .placementGroups(
              asked(tx, call, request).stream()
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .sorted(Comparator.comparing(Group::name))
                  .map(group -> shape(tx, call, group))
                  .toList())
          .build();
    });
  }

  private static List<Group> asked(
      Transaction tx, Call call, DescribePlacementGroupsRequest request) {
    List<Group> found = new ArrayList<>();
    for (String name : request.groupNamesOrEmpty()) {
      found.add(
          PlacementGroups.byName(tx, call.scope(), name)
              .orElseThrow(() -> PlacementGroups.unknown(name)));
    }
    for (String id : request.groupIdsOrEmpty()) {
      found.add(
          tx.get(PlacementGroups.TABLE, call.scope(), id)
              .orElseThrow(() -> PlacementGroups.unknown(id)));
    }
    boolean all = request.groupNamesOrEmpty().isEmpty() && request.groupIdsOrEmpty().isEmpty();
    return all ? tx.list(PlacementGroups.TABLE, call.scope()) : found.stream().distinct().toList();
  }

  private ModifyInstancePlacementResult modifyPlacement(
      Call call, ModifyInstancePlacementRequest request) {
    LaunchPlacement.requireSharedTenancy(request.tenancy());
    return store.write(tx -> {
      Instance instance =
          Instances.require(
              tx, call.scope(), request.instanceId() == null ? "" : request.instanceId());
      if (instance.state() != InstanceState.STOPPED) {
        throw ServiceError.badRequest(
            "IncorrectInstanceState",
            "The instance '" + instance.id() + "' is not in the 'stopped' state.");
      }
      if (request.groupName() != null || request.groupId() != null) {
        tx.put(Instances.TABLE, moved(tx, instance, request));
      }
      return ModifyInstancePlacementResult.builder().return_(true).build();
    });
  }

  /** An empty name takes the instance out of its group. */
  private static Instance moved(
      Transaction tx, Instance instance, ModifyInstancePlacementRequest request) {
    if ("".equals(request.groupName())) {
      return instance.with(instance.settings().withGroup(null));
    }
    Integer partition = request.partitionNumber();
    LaunchPlacement asked =
        new LaunchPlacement(
            null, request.groupName(), request.groupId(), partition == null ? 0 : partition);
    return instance.with(
        instance
            .settings()
            .withGroup(
                PlacementGroups.place(tx, instance.scope(), asked, instance.place().zone())));
  }
}
