package croft.services.autoscaling.limit;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DescribeAccountLimitsAnswer;
import croft.api.autoscaling.DescribeTerminationPolicyTypesAnswer;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.CreateGroup;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.launchconfiguration.LaunchConfigurationOperations;
import croft.services.autoscaling.launchconfiguration.LaunchConfigurationRow;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import java.util.List;

/** DescribeAccountLimits and DescribeTerminationPolicyTypes. */
public final class LimitOperations {
  private final ScalingParts parts;

  public LimitOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.DESCRIBE_ACCOUNT_LIMITS,
            AccessRule.toAll("autoscaling:DescribeAccountLimits"),
            (call, request) ->
                parts
                    .store()
                    .read(tx ->
                        DescribeAccountLimitsAnswer.builder()
                            .maxNumberOfAutoScalingGroups(CreateGroup.LIMIT)
                            .maxNumberOfLaunchConfigurations(LaunchConfigurationOperations.LIMIT)
                            .numberOfAutoScalingGroups(tx.list(Group.TABLE, call.scope()).size())
                            .numberOfLaunchConfigurations(
                                tx.list(LaunchConfigurationRow.TABLE, call.scope()).size())
                            .build())),
        Binding.bind(
            AutoscalingModel.DESCRIBE_TERMINATION_POLICY_TYPES,
            AccessRule.toAll("autoscaling:DescribeTerminationPolicyTypes"),
            (call, request) ->
                DescribeTerminationPolicyTypesAnswer.builder()
                    .terminationPolicyTypes(CreateGroup.terminationPolicies())
                    .build()));
  }
}
