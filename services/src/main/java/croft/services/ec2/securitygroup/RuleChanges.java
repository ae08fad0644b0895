package croft.services.ec2.securitygroup;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.IpPermission;
import croft.api.ec2.IpRange;
import croft.api.ec2.Ipv6Range;
import croft.api.ec2.ModifySecurityGroupRulesRequest;
import croft.api.ec2.ModifySecurityGroupRulesResult;
import croft.api.ec2.PrefixListId;
import croft.api.ec2.SecurityGroupRuleDescription;
import croft.api.ec2.SecurityGroupRuleRequest;
import croft.api.ec2.SecurityGroupRuleUpdate;
import croft.api.ec2.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import croft.api.ec2.UpdateSecurityGroupRuleDescriptionsEgressResult;
import croft.api.ec2.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import croft.api.ec2.UpdateSecurityGroupRuleDescriptionsIngressResult;
import croft.api.ec2.UserIdGroupPair;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.securitygroup.SecurityGroup.Rule;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ModifySecurityGroupRules and UpdateSecurityGroupRuleDescriptions: rules that are there, changed
 * under their ids.
 */
public final class RuleChanges {
  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final Wake wake;

  public RuleChanges(Store store, Ids ids, Vpcs vpcs, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.MODIFY_SECURITY_GROUP_RULES,
            (call, r) -> RuleOperations.access(call, "ModifySecurityGroupRules", r.groupId()),
            this::modifyRules),
        Binding.bind(
            Ec2Model.UPDATE_SECURITY_GROUP_RULE_DESCRIPTIONS_INGRESS,
            (call, r) ->
                RuleOperations.access(
                    call, "UpdateSecurityGroupRuleDescriptionsIngress", r.groupId()),
            this::describeIngress),
        Binding.bind(
            Ec2Model.UPDATE_SECURITY_GROUP_RULE_DESCRIPTIONS_EGRESS,
            (call, r) ->
                RuleOperations.access(
                    call, "UpdateSecurityGroupRuleDescriptionsEgress", r.groupId()),
            this::describeEgress));
  }

  private ModifySecurityGroupRulesResult modifyRules(Call call, ModifySecurityGroupRulesRequest r) {
    if (r.securityGroupRulesOrEmpty().isEmpty()) {
      throw RuleOperations.missing("SecurityGroupRules");
    }
    return store.write(tx -> {
      SecurityGroup group = RuleOperations.group(tx, call, r.groupId(), null);
      for (SecurityGroupRuleUpdate update : r.securityGroupRulesOrEmpty()) {
        group = modified(tx, group, update);
      }
      SecurityGroups.checkRules(tx, group);
      tx.put(SecurityGroups.TABLE, group);
      wake.network(tx, group.scope(), group.vpcId());
      return ModifySecurityGroupRulesResult.builder().return_(true).build();
    });
  }

  private SecurityGroup modified(
      Transaction tx, SecurityGroup group, SecurityGroupRuleUpdate update) {
    Rule before = rule(group, update.securityGroupRuleId());
    SecurityGroupRuleRequest wanted = update.securityGroupRule();
    if (wanted == null) {
      throw RuleOperations.missing("SecurityGroupRule");
    }
    List<Rule> read =
        new Permissions(tx, group, ids).rules(before.egress(), List.of(permission(wanted)));
    if (read.size() != 1) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "Specify exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId");
    }
    Rule next = read.getFirst();
    boolean duplicate =
        group.rules().stream()
            .anyMatch(other -> !other.id().equals(before.id()) && other.sameTraffic(next));
    if (duplicate) {
      throw ServiceError.badRequest(
          "InvalidPermission.Duplicate", "The specified rule already exists");
    }
    return group.with(
        new Rule(
            before.id(),
            before.egress(),
            next.protocol(),
            next.fromPort(),
            next.toPort(),
            next.peer(),
            next.description()));
  }

  private static Rule rule(SecurityGroup group, @Nullable String id) {
    return group.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(() -> RuleOperations.notFound(id));
  }

  private static IpPermission permission(SecurityGroupRuleRequest wanted) {
    String text = wanted.description();
    return IpPermission.builder()
        .ipProtocol(wanted.ipProtocol())
        .fromPort(wanted.fromPort())
        .toPort(wanted.toPort())
        .ipRanges(
            wanted.cidrIpv4() == null
                ? List.of()
                : List.of(IpRange.builder().cidrIp(wanted.cidrIpv4()).description(text).build()))
        .ipv6Ranges(
            wanted.cidrIpv6() == null
                ? List.of()
                : List.of(
                    Ipv6Range.builder().cidrIpv6(wanted.cidrIpv6()).description(text).build()))
        .prefixListIds(
            wanted.prefixListId() == null
                ? List.of()
                : List.of(
                    PrefixListId.builder()
                        .prefixListId(wanted.prefixListId())
                        .description(text)
                        .build()))
        .userIdGroupPairs(
            wanted.referencedGroupId() == null
                ? List.of()
                : List.of(
                    UserIdGroupPair.builder()
                        .groupId(wanted.referencedGroupId())
                        .description(text)
                        .build()))
        .build();
  }

  private UpdateSecurityGroupRuleDescriptionsIngressResult describeIngress(
      Call call, UpdateSecurityGroupRuleDescriptionsIngressRequest r) {
    vpcs.ensureDefault(call.scope());
    store.write(tx ->
        describe(
            tx,
            RuleOperations.group(tx, call, r.groupId(), r.groupName()),
            false,
            r.ipPermissionsOrEmpty(),
            r.securityGroupRuleDescriptionsOrEmpty()));
    return UpdateSecurityGroupRuleDescriptionsIngressResult.builder().return_(true).build();
  }

  private UpdateSecurityGroupRuleDescriptionsEgressResult describeEgress(
      Call call, UpdateSecurityGroupRuleDescriptionsEgressRequest r) {
    vpcs.ensureDefault(call.scope());
    store.write(tx ->
        describe(
            tx,
            RuleOperations.group(tx, call, r.groupId(), r.groupName()),
            true,
            r.ipPermissionsOrEmpty(),
            r.securityGroupRuleDescriptionsOrEmpty()));
    return UpdateSecurityGroupRuleDescriptionsEgressResult.builder().return_(true).build();
  }

  private SecurityGroup describe(
      Transaction tx,
      SecurityGroup group,
      boolean egress,
      List<IpPermission> permissions,
      List<SecurityGroupRuleDescription> descriptions) {
    if (permissions.isEmpty() == descriptions.isEmpty()) {
      throw ServiceError.badRequest(
          permissions.isEmpty() ? "MissingParameter" : "InvalidParameterCombination",
          "Specify exactly one of IpPermissions and SecurityGroupRuleDescriptions");
    }
    List<Rule> described = new ArrayList<>();
    for (Rule wanted : new Permissions(tx, group, ids).rules(egress, permissions)) {
      Optional<Rule> found = group.rules().stream().filter(wanted::sameTraffic).findFirst();
      described.add(
          found
              .orElseThrow(() ->
                  ServiceError.badRequest(
                      "InvalidPermission.NotFound",
                      "The specified rule does not exist in this security group."))
              .withDescription(wanted.description()));
    }
    for (SecurityGroupRuleDescription wanted : descriptions) {
      Rule rule = rule(group, wanted.securityGroupRuleId());
      if (rule.egress() != egress) {
        throw RuleOperations.notFound(wanted.securityGroupRuleId());
      }
      described.add(rule.withDescription(wanted.description()));
    }
    SecurityGroup after = group;
    for (Rule rule : described) {
      after = after.with(rule);
    }
    tx.put(SecurityGroups.TABLE, after);
    return after;
  }
}
