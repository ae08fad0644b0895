package croft.services.ec2.securitygroup;

import croft.api.ec2.AuthorizeSecurityGroupEgressRequest;
import croft.api.ec2.AuthorizeSecurityGroupEgressResult;
import croft.api.ec2.AuthorizeSecurityGroupIngressRequest;
import croft.api.ec2.AuthorizeSecurityGroupIngressResult;
import croft.api.ec2.DescribeSecurityGroupRulesRequest;
import croft.api.ec2.DescribeSecurityGroupRulesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.IpPermission;
import croft.api.ec2.IpRange;
import croft.api.ec2.ReferencedSecurityGroup;
import croft.api.ec2.RevokeSecurityGroupEgressRequest;
import croft.api.ec2.RevokeSecurityGroupEgressResult;
import croft.api.ec2.RevokeSecurityGroupIngressRequest;
import croft.api.ec2.RevokeSecurityGroupIngressResult;
import croft.api.ec2.SecurityGroupRule;
import croft.api.ec2.UserIdGroupPair;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.prefixlist.PrefixLists;
import croft.services.ec2.securitygroup.SecurityGroup.Peer;
import croft.services.ec2.securitygroup.SecurityGroup.Rule;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of security groups: authorize, revoke, describe. */
public final class RuleOperations {
  private static final int MOST_RULES_EACH_WAY = 60;

  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final Wake wake;
  private final Paging paging;

  public RuleOperations(Store store, Ids ids, Vpcs vpcs, Wake wake, Paging paging) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.wake = wake;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.AUTHORIZE_SECURITY_GROUP_INGRESS,
                (call, r) -> access(call, "AuthorizeSecurityGroupIngress", r.groupId()),
                this::authorizeIngress)
            .honouring(
                "GroupId",
                "GroupName",
                "IpPermissions",
                "IpProtocol",
                "FromPort",
                "ToPort",
                "CidrIp",
                "SourceSecurityGroupName",
                "SourceSecurityGroupOwnerId",
                "TagSpecifications"),
        Binding.bind(
                Ec2Model.AUTHORIZE_SECURITY_GROUP_EGRESS,
                (call, r) -> access(call, "AuthorizeSecurityGroupEgress", r.groupId()),
                this::authorizeEgress)
            .honouring("GroupId", "IpPermissions", "TagSpecifications"),
        Binding.bind(
                Ec2Model.REVOKE_SECURITY_GROUP_INGRESS,
                (call, r) -> access(call, "RevokeSecurityGroupIngress", r.groupId()),
                this::revokeIngress)
            .honouring(
                "GroupId",
                "GroupName",
                "IpPermissions",
                "SecurityGroupRuleIds",
                "IpProtocol",
                "FromPort",
                "ToPort",
                "CidrIp",
                "SourceSecurityGroupName",
                "SourceSecurityGroupOwnerId"),
        Binding.bind(
                Ec2Model.REVOKE_SECURITY_GROUP_EGRESS,
                (call, r) -> access(call, "RevokeSecurityGroupEgress", r.groupId()),
                this::revokeEgress)
            .honouring("GroupId", "IpPermissions", "SecurityGroupRuleIds"),
        Binding.bind(
            Ec2Model.DESCRIBE_SECURITY_GROUP_RULES,
            AccessRule.toAll("ec2:DescribeSecurityGroupRules"),
            this::describeRules));
  }

  static List<Access> access(Call call, String action, @Nullable String groupId) {
    String id = groupId == null ? "*" : groupId;
    return List.of(Access.to("ec2:" + action, call.arn("ec2", "security-group/" + id)));
  }

  private AuthorizeSecurityGroupIngressResult authorizeIngress(
      Call call, AuthorizeSecurityGroupIngressRequest r) {
    Map<String, String> tags =
        TagSpecifications.of("security-group-rule", r.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      SecurityGroup group = group(tx, call, r.groupId(), r.groupName());
      List<IpPermission> permissions =
          r.ipPermissionsOrEmpty().isEmpty()
              ? single(
                  r.ipProtocol(),
                  r.fromPort(),
                  r.toPort(),
                  r.cidrIp(),
                  source(r.sourceSecurityGroupOwnerId(), r.sourceSecurityGroupName()))
              : r.ipPermissionsOrEmpty();
      List<Rule> added = authorize(tx, group, false, permissions, tags);
      return AuthorizeSecurityGroupIngressResult.builder()
          .return_(true)
          .securityGroupRules(shapes(call, group, added, tags))
          .build();
    });
  }

  private AuthorizeSecurityGroupEgressResult authorizeEgress(
      Call call, AuthorizeSecurityGroupEgressRequest r) {
    Map<String, String> tags =
        TagSpecifications.of("security-group-rule", r.tagSpecificationsOrEmpty());
    return store.write(tx -> {
      SecurityGroup group = group(tx, call, r.groupId(), null);
      List<Rule> added = authorize(tx, group, true, r.ipPermissionsOrEmpty(), tags);
      return AuthorizeSecurityGroupEgressResult.builder()
          .return_(true)
          .securityGroupRules(shapes(call, group, added, tags))
          .build();
    });
  }

  private List<Rule> authorize(
      Transaction tx,
      SecurityGroup group,
      boolean egress,
      List<IpPermission> permissions,
      Map<String, String> tags) {
    List<Rule> added = new Permissions(tx, group, ids).rules(egress, permissions);
    if (added.isEmpty()) {
      throw missing("ipPermissions");
    }
    for (Rule rule : added) {
      long alike = added.stream().filter(rule::sameTraffic).count();
      if (alike > 1) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "The same permission must not appear multiple times");
      }
      if (group.rules().stream().anyMatch(rule::sameTraffic)) {
        throw ServiceError.badRequest(
            "InvalidPermission.Duplicate",
            "the specified rule \"peer: "
                + rule.peer().value()
                + ", "
                + words(rule)
                + ", ALLOW\" already exists");
      }
      Tags.put(tx, group.scope(), rule.id(), tags);
    }
    SecurityGroup after = group.with(added);
    checkLimit(tx, after, egress);
    tx.put(SecurityGroups.TABLE, after);
    wake.network(tx, group.scope(), group.vpcId());
    return added;
  }

  /** A prefix list counts as many rules as it may have entries. */
  static void checkLimit(Transaction tx, SecurityGroup group, boolean egress) {
    int count = 0;
    for (Rule rule : group.rules()) {
      if (rule.egress() == egress) {
        boolean list = rule.peer().kind() == Peer.Kind.PREFIX_LIST;
        count += list ? PrefixLists.weight(tx, group.scope(), rule.peer().value()) : 1;
      }
    }
    if (count > MOST_RULES_EACH_WAY) {
      throw ServiceError.badRequest(
          "RulesPerSecurityGroupLimitExceeded",
          "The maximum number of rules per security group has been reached.");
    }
  }

  private static String words(Rule rule) {
    return rule.protocol().equals("-1")
        ? "ALL"
        : rule.protocol().toUpperCase(java.util.Locale.ROOT)
            + ", from port: "
            + rule.fromPort()
            + ", to port: "
            + rule.toPort();
  }

  private RevokeSecurityGroupIngressResult revokeIngress(
      Call call, RevokeSecurityGroupIngressRequest r) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      SecurityGroup group = group(tx, call, r.groupId(), r.groupName());
      List<IpPermission> permissions =
          r.ipPermissionsOrEmpty().isEmpty() && r.securityGroupRuleIdsOrEmpty().isEmpty()
              ? single(
                  r.ipProtocol(),
                  r.fromPort(),
                  r.toPort(),
                  r.cidrIp(),
                  source(r.sourceSecurityGroupOwnerId(), r.sourceSecurityGroupName()))
              : r.ipPermissionsOrEmpty();
      revoke(tx, group, false, permissions, r.securityGroupRuleIdsOrEmpty());
      return RevokeSecurityGroupIngressResult.builder().return_(true).build();
    });
  }

  private RevokeSecurityGroupEgressResult revokeEgress(
      Call call, RevokeSecurityGroupEgressRequest r) {
    return store.write(tx -> {
      SecurityGroup group = group(tx, call, r.groupId(), null);
      revoke(tx, group, true, r.ipPermissionsOrEmpty(), r.securityGroupRuleIdsOrEmpty());
      return RevokeSecurityGroupEgressResult.builder().return_(true).build();
    });
  }

  private void revoke(
      Transaction tx,
      SecurityGroup group,
      boolean egress,
      List<IpPermission> permissions,
      List<String> ruleIds) {
    List<Rule> wanted = new Permissions(tx, group, ids).rules(egress, permissions);
    for (Rule rule : wanted) {
      if (group.rules().stream().noneMatch(rule::sameTraffic)) {
        throw ServiceError.badRequest(
            "InvalidPermission.NotFound",
            "The specified rule does not exist in this security group.");
      }
    }
    for (String id : ruleIds) {
      if (group.rules().stream().noneMatch(x -> x.id().equals(id) && x.egress() == egress)) {
        throw notFound(id);
      }
    }
    SecurityGroup after =
        group.without(x -> ruleIds.contains(x.id()) || wanted.stream().anyMatch(x::sameTraffic));
    group.rules().stream()
        .filter(x -> !after.rules().contains(x))
        .forEach(x -> Tags.clear(tx, group.scope(), x.id()));
    tx.put(SecurityGroups.TABLE, after);
    wake.network(tx, group.scope(), group.vpcId());
  }

  static ServiceError notFound(@Nullable String ruleId) {
    return ServiceError.badRequest(
        "InvalidSecurityGroupRuleId.NotFound",
        "The security group rule ID '" + ruleId + "' does not exist");
  }

  /** The older, single-rule form of the parameters. */
  private static List<IpPermission> single(
      @Nullable String protocol,
      @Nullable Integer fromPort,
      @Nullable Integer toPort,
      @Nullable String cidr,
      @Nullable UserIdGroupPair source) {
    if (cidr == null && source == null) {
      throw missing("ipPermissions");
    }
    return List.of(
        IpPermission.builder()
            .ipProtocol(protocol == null && source != null ? "-1" : protocol)
            .fromPort(fromPort)
            .toPort(toPort)
            .ipRanges(cidr == null ? List.of() : List.of(IpRange.builder().cidrIp(cidr).build()))
            .userIdGroupPairs(source == null ? List.of() : List.of(source))
            .build());
  }

  private static @Nullable UserIdGroupPair source(@Nullable String owner, @Nullable String name) {
    return name == null ? null : UserIdGroupPair.builder().userId(owner).groupName(name).build();
  }

  static ServiceError missing(String parameter) {
    return ServiceError.badRequest(
        "MissingParameter", "The request must contain the parameter " + parameter);
  }

  static SecurityGroup group(
      Transaction tx, Call call, @Nullable String id, @Nullable String name) {
    if (id != null) {
      return SecurityGroups.require(tx, call.scope(), id);
    }
    if (name == null) {
      throw missing("GroupId");
    }
    Vpc vpc = Vpcs.requireDefault(tx, call.scope());
    return SecurityGroups.named(tx, call.scope(), vpc.id(), name);
  }

  private DescribeSecurityGroupRulesResult describeRules(
      Call call, DescribeSecurityGroupRulesRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      List<SecurityGroupRule> rules = new ArrayList<>();
      for (SecurityGroup group : tx.list(SecurityGroups.TABLE, call.scope())) {
        for (Rule rule : group.rules()) {
          rules.addAll(shapes(call, group, List.of(rule), tags.getOrDefault(rule.id(), Map.of())));
        }
      }
      List<String> wanted = request.securityGroupRuleIdsOrEmpty();
      for (String id : wanted) {
        if (rules.stream().noneMatch(rule -> id.equals(rule.securityGroupRuleId()))) {
          throw notFound(id);
        }
      }
      Filters<SecurityGroupRule> filters =
          new Filters<SecurityGroupRule>()
              .on("group-id", SecurityGroupRule::groupId)
              .on("security-group-rule-id", SecurityGroupRule::securityGroupRuleId)
              .tagged(r -> tags.getOrDefault(String.valueOf(r.securityGroupRuleId()), Map.of()));
      Paging.Page<SecurityGroupRule> page =
          paging.page(
              call,
              rules.stream()
                  .filter(r -> wanted.isEmpty() || wanted.contains(r.securityGroupRuleId()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .sorted(Comparator.comparing(r -> String.valueOf(r.securityGroupRuleId())))
                  .toList(),
              r -> String.valueOf(r.securityGroupRuleId()),
              request.maxResults(),
              request.nextToken());
      return DescribeSecurityGroupRulesResult.builder()
          .securityGroupRules(page.items())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static List<SecurityGroupRule> shapes(
      Call call, SecurityGroup group, List<Rule> rules, Map<String, String> tags) {
    return rules.stream().map(rule -> shape(call, group, rule, tags)).toList();
  }

  private static SecurityGroupRule shape(
      Call call, SecurityGroup group, Rule rule, Map<String, String> tags) {
    String value = rule.peer().value();
    SecurityGroupRule.Builder shape =
        SecurityGroupRule.builder()
            .securityGroupRuleId(rule.id())
            .groupId(group.id())
            .groupOwnerId(call.account())
            .isEgress(rule.egress())
            .ipProtocol(rule.protocol())
            .fromPort(rule.fromPort())
            .toPort(rule.toPort())
            .description(rule.description())
            .tags(Tags.shapes(tags));
    return switch (rule.peer().kind()) {
      case IPV4 -> shape.cidrIpv4(value).build();
      case IPV6 -> shape.cidrIpv6(value).build();
      case PREFIX_LIST -> shape.prefixListId(value).build();
      case GROUP ->
          shape
              .referencedGroupInfo(
                  ReferencedSecurityGroup.builder().groupId(value).userId(call.account()).build())
              .build();
    };
  }

  static boolean references(SecurityGroup group, String groupId) {
    return group.rules().stream()
        .anyMatch(r -> r.peer().equals(new Peer(Peer.Kind.GROUP, groupId)));
  }
}
