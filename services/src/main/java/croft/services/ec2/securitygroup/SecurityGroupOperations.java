package croft.services.ec2.securitygroup;

import croft.api.ec2.CreateSecurityGroupRequest;
import croft.api.ec2.CreateSecurityGroupResult;
import croft.api.ec2.DeleteSecurityGroupRequest;
import croft.api.ec2.DeleteSecurityGroupResponse;
import croft.api.ec2.DescribeSecurityGroupsRequest;
import croft.api.ec2.DescribeSecurityGroupsResult;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagOperations;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CreateSecurityGroup, DeleteSecurityGroup and DescribeSecurityGroups. */
public final class SecurityGroupOperations {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]+");
  private static final int LONGEST_NAME = 255;

  /** Of a region. */
  private static final int MOST_GROUPS = 2500;

  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final Paging paging;

  public SecurityGroupOperations(Store store, Ids ids, Vpcs vpcs, Paging paging) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_SECURITY_GROUP,
            (call, r) ->
                List.of(
                    Access.to(
                            "ec2:CreateSecurityGroup",
                            call.arn("ec2", "security-group/*"),
                            call.arn("ec2", "vpc/" + (r.vpcId() == null ? "*" : r.vpcId())))
                        .with(
                            TagOperations.requestTags(
                                r.tagSpecificationsOrEmpty().stream()
                                    .flatMap(s -> s.tagsOrEmpty().stream())
                                    .toList()))),
            this::createSecurityGroup),
        Binding.bind(
            Ec2Model.DELETE_SECURITY_GROUP,
            (call, r) ->
                List.of(
                    Access.to(
                        "ec2:DeleteSecurityGroup",
                        call.arn(
                            "ec2", "security-group/" + (r.groupId() == null ? "*" : r.groupId())))),
            this::deleteSecurityGroup),
        Binding.bind(
            Ec2Model.DESCRIBE_SECURITY_GROUPS,
            AccessRule.toAll("ec2:DescribeSecurityGroups"),
            this::describeSecurityGroups));
  }

  private CreateSecurityGroupResult createSecurityGroup(
      Call call, CreateSecurityGroupRequest request) {
    String name = text("groupName", request.groupName());
    String description = text("groupDescription", request.description());
    if (name.equals("default")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Cannot use reserved security group name: default");
    }
    if (name.startsWith("sg-")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid value '" + name + "' for groupName. Group names may not be in the format sg-*");
    }
    Map<String, String> tags =
        TagSpecifications.of("security-group", request.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      Vpc vpc = vpc(tx, call, request.vpcId());
      if (SecurityGroups.inVpc(tx, call.scope(), vpc.id()).stream()
          .anyMatch(g -> g.name().equals(name))) {
        throw ServiceError.badRequest(
            "InvalidGroup.Duplicate",
            "The security group '" + name + "' already exists for VPC '" + vpc.id() + "'");
      }
      if (tx.list(SecurityGroups.TABLE, call.scope()).size() >= MOST_GROUPS) {
        throw ServiceError.badRequest(
            "SecurityGroupLimitExceeded",
            "The maximum number of security groups has been reached.");
      }
      SecurityGroup group =
          new SecurityGroup(
              call.scope(),
              ids.resource("sg"),
              vpc.id(),
              name,
              description,
              List.of(SecurityGroups.egressToAll(ids)));
      tx.insert(SecurityGroups.TABLE, group);
      ReservedTags.put(tx, call, group.id(), tags);
      return CreateSecurityGroupResult.builder()
          .groupId(group.id())
          .tags(Tags.shapes(tags))
          .build();
    });
  }

  private static Vpc vpc(Transaction tx, Call call, @Nullable String id) {
    return id == null ? Vpcs.requireDefault(tx, call.scope()) : Vpcs.require(tx, call.scope(), id);
  }

  private static String text(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    if (value.length() > LONGEST_NAME || !NAME.matcher(value).matches()) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value ("
              + value
              + ") for parameter "
              + parameter
              + " is invalid. Character sets beyond"
              + " ASCII are not supported.");
    }
    return value;
  }

  private DeleteSecurityGroupResponse deleteSecurityGroup(
      Call call, DeleteSecurityGroupRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      SecurityGroup group =
          request.groupId() != null
              ? SecurityGroups.require(tx, call.scope(), request.groupId())
              : SecurityGroups.named(
                  tx,
                  call.scope(),
                  vpc(tx, call, null).id(),
                  text("groupName", request.groupName()));
      refuseInUse(tx, group);
      tx.delete(SecurityGroups.TABLE, call.scope(), group.id());
      Tags.clear(tx, call.scope(), group.id());
      return DeleteSecurityGroupResponse.builder().build();
    });
  }

  private static void refuseInUse(Transaction tx, SecurityGroup group) {
    if (group.name().equals("default")) {
      throw ServiceError.badRequest(
          "CannotDelete",
          "the specified group: \""
              + group.id()
              + "\" name: \"default\" cannot be deleted by a"
              + " user");
    }
    boolean worn =
        NetworkInterfaces.inVpc(tx, group.scope(), group.vpcId()).stream()
            .anyMatch(i -> i.groupIds().contains(group.id()));
    boolean referenced =
        SecurityGroups.inVpc(tx, group.scope(), group.vpcId()).stream()
            .anyMatch(g -> !g.id().equals(group.id()) && RuleOperations.references(g, group.id()));
    if (worn || referenced) {
      throw ServiceError.badRequest(
          "DependencyViolation", "resource " + group.id() + " has a dependent object");
    }
  }

  private DescribeSecurityGroupsResult describeSecurityGroups(
      Call call, DescribeSecurityGroupsRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<String> ids = request.groupIdsOrEmpty();
      List<String> names = request.groupNamesOrEmpty();
      ids.forEach(id -> SecurityGroups.require(tx, call.scope(), id));
      if (!names.isEmpty()) {
        String vpcId = vpc(tx, call, null).id();
        names.forEach(name -> SecurityGroups.named(tx, call.scope(), vpcId, name));
      }
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<SecurityGroup> page =
          paging.page(
              call,
              tx.list(SecurityGroups.TABLE, call.scope()).stream()
                  .filter(g -> ids.isEmpty() || ids.contains(g.id()))
                  .filter(g -> names.isEmpty() || names.contains(g.name()))
                  .filter(filters(call, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              SecurityGroup::id,
              request.maxResults(),
              request.nextToken());
      return DescribeSecurityGroupsResult.builder()
          .securityGroups(
              page.items().stream()
                  .map(g -> shape(call, g, tags.getOrDefault(g.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<SecurityGroup> filters(Call call, Map<String, Map<String, String>> tags) {
    Filters<SecurityGroup> filters =
        new Filters<SecurityGroup>()
            .on("group-id", SecurityGroup::id)
            .on("group-name", SecurityGroup::name)
            .on("description", SecurityGroup::description)
            .on("vpc-id", SecurityGroup::vpcId)
            .on("owner-id", g -> call.account())
            .tagged(g -> tags.getOrDefault(g.id(), Map.of()));
    onRules(filters, "ip-permission", false);
    onRules(filters, "egress.ip-permission", true);
    return filters;
  }

  private static void onRules(Filters<SecurityGroup> filters, String prefix, boolean egress) {
    onRule(filters, prefix + ".protocol", egress, SecurityGroup.Rule::protocol);
    onRule(filters, prefix + ".from-port", egress, r -> Integer.toString(r.fromPort()));
    onRule(filters, prefix + ".to-port", egress, r -> Integer.toString(r.toPort()));
    onPeer(filters, prefix + ".cidr", egress, SecurityGroup.Peer.Kind.IPV4);
    onPeer(filters, prefix + ".ipv6-cidr", egress, SecurityGroup.Peer.Kind.IPV6);
    onPeer(filters, prefix + ".prefix-list-id", egress, SecurityGroup.Peer.Kind.PREFIX_LIST);
    onPeer(filters, prefix + ".group-id", egress, SecurityGroup.Peer.Kind.GROUP);
  }

  private static void onPeer(
      Filters<SecurityGroup> filters, String name, boolean egress, SecurityGroup.Peer.Kind kind) {
    onRule(filters, name, egress, r -> r.peer().kind() == kind ? r.peer().value() : "");
  }

  private static void onRule(
      Filters<SecurityGroup> filters,
      String name,
      boolean egress,
      Function<SecurityGroup.Rule, String> value) {
    filters.onAll(
        name, g -> g.rules().stream().filter(r -> r.egress() == egress).map(value).toList());
  }

  private static croft.api.ec2.SecurityGroup shape(
      Call call, SecurityGroup group, Map<String, String> tags) {
    return croft.api.ec2.SecurityGroup.builder()
        .groupId(group.id())
        .groupName(group.name())
        .description(group.description())
        .ownerId(call.account())
        .vpcId(group.vpcId())
        .ipPermissions(Permissions.shapes(group, false, call.account()))
        .ipPermissionsEgress(Permissions.shapes(group, true, call.account()))
        .tags(Tags.shapes(tags))
        .build();
  }
}
