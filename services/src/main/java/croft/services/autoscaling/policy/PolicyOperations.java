package croft.services.autoscaling.policy;

import croft.api.autoscaling.AdjustmentType;
import croft.api.autoscaling.Alarm;
import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DeletePolicyResponse;
import croft.api.autoscaling.DeletePolicyType;
import croft.api.autoscaling.DescribeAdjustmentTypesAnswer;
import croft.api.autoscaling.DescribePoliciesType;
import croft.api.autoscaling.PoliciesType;
import croft.api.autoscaling.PolicyARNType;
import croft.api.autoscaling.PutScalingPolicyType;
import croft.api.autoscaling.ScalingPolicy;
import croft.api.autoscaling.TargetTrackingConfiguration;
import croft.api.cloudwatch.CloudwatchApi;
import croft.api.cloudwatch.DescribeAlarmsInput;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.entity.ServiceActor;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PutScalingPolicy, DeletePolicy, DescribePolicies and DescribeAdjustmentTypes. */
public final class PolicyOperations {
  private static final int MOST = 100;
  private static final String[] HONOURED = {
    "AutoScalingGroupName",
    "PolicyName",
    "PolicyType",
    "AdjustmentType",
    "MinAdjustmentStep",
    "MinAdjustmentMagnitude",
    "ScalingAdjustment",
    "Cooldown",
    "MetricAggregationType",
    "StepAdjustments",
    "EstimatedInstanceWarmup",
    "TargetTrackingConfiguration",
    "Enabled"
  };

  private final ScalingParts parts;
  private final TrackingAlarms alarms;

  public PolicyOperations(ScalingParts parts) {
    this.parts = parts;
    this.alarms = new TrackingAlarms(parts);
  }

  public static List<Table<?>> tables() {
    return List.of(PolicyRow.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                AutoscalingModel.PUT_SCALING_POLICY,
                Groups.access(
                    parts.store(), "PutScalingPolicy", PutScalingPolicyType::autoScalingGroupName),
                this::put)
            .honouring(HONOURED),
        Binding.bind(
            AutoscalingModel.DELETE_POLICY,
            Groups.access(parts.store(), "DeletePolicy", DeletePolicyType::autoScalingGroupName),
            this::delete),
        Binding.bind(
            AutoscalingModel.DESCRIBE_POLICIES,
            AccessRule.toAll("autoscaling:DescribePolicies"),
            this::describe),
        Binding.bind(
            AutoscalingModel.DESCRIBE_ADJUSTMENT_TYPES,
            AccessRule.toAll("autoscaling:DescribeAdjustmentTypes"),
            (call, request) ->
                DescribeAdjustmentTypesAnswer.builder()
                    .adjustmentTypes(
                        PolicyChecks.ADJUSTMENTS.stream()
                            .map(type -> AdjustmentType.builder().adjustmentType(type).build())
                            .toList())
                    .build()),
        new ExecutePolicy(parts).binding());
  }

  private PolicyARNType put(Call call, PutScalingPolicyType request) {
    String name = Faults.required(request.policyName(), "policyName");
    String type = PolicyChecks.checked(request);
    Group group =
        parts
            .store()
            .read(tx -> Groups.changeable(tx, call.scope(), request.autoScalingGroupName()));
    Optional<PolicyRow> before =
        parts.store().read(tx -> Policies.find(tx, call.scope(), group.name(), name));
    String arn = before.map(PolicyRow::arn).orElseGet(() -> arn(call, group.name(), name));
    List<Alarm> held = before.map(row -> row.policy().alarmsOrEmpty()).orElse(List.of());
    // Alarms are made before the policy is written: one that is refused makes no policy.
    List<Alarm> made = alarms(call, group, arn, request.targetTrackingConfiguration(), held);
    ScalingPolicy policy = policy(request, type, arn, made);
    parts
        .store()
        .write(tx -> {
          Groups.changeable(tx, call.scope(), group.name());
          if (Policies.of(tx, group).size() >= MOST && before.isEmpty()) {
            throw Faults.limit("The limit of scaling policies for a group has been exceeded.");
          }
          tx.put(PolicyRow.TABLE, new PolicyRow(call.scope(), group.name(), policy));
          return true;
        });
    return PolicyARNType.builder().policyARN(arn).alarms(made).build();
  }

  private List<Alarm> alarms(
      Call call,
      Group group,
      String arn,
      @Nullable TargetTrackingConfiguration tracking,
      List<Alarm> held) {
    if (tracking != null) {
      return alarms.put(call.scope(), group.name(), arn, tracking, held);
    }
    alarms.delete(
        call.scope(), held.stream().map(alarm -> String.valueOf(alarm.alarmName())).toList());
    return List.of();
  }

  private String arn(Call call, String group, String name) {
    return call.arn(
            "autoscaling",
            "scalingPolicy:"
                + parts.ids().uuid()
                + ":autoScalingGroupName/"
                + group
                + ":policyName/"
                + name)
        .toString();
  }

  private static ScalingPolicy policy(
      PutScalingPolicyType request, String type, String arn, List<Alarm> made) {
    boolean steps = type.equals("StepScaling");
    return ScalingPolicy.builder()
        .autoScalingGroupName(request.autoScalingGroupName())
        .policyName(request.policyName())
        .policyARN(arn)
        .policyType(type)
        .adjustmentType(request.adjustmentType())
        .minAdjustmentStep(request.minAdjustmentStep())
        .minAdjustmentMagnitude(request.minAdjustmentMagnitude())
        .scalingAdjustment(request.scalingAdjustment())
        .cooldown(request.cooldown())
        .stepAdjustments(request.stepAdjustmentsOrEmpty())
        .metricAggregationType(
            steps && request.metricAggregationType() == null
                ? "Average"
                : request.metricAggregationType())
        .estimatedInstanceWarmup(request.estimatedInstanceWarmup())
        .targetTrackingConfiguration(request.targetTrackingConfiguration())
        .enabled(request.enabled() == null || request.enabled())
        .alarms(made)
        .build();
  }

  private DeletePolicyResponse delete(Call call, DeletePolicyType request) {
    List<String> names =
        parts
            .store()
            .write(tx -> {
              if (request.autoScalingGroupName() != null) {
                Groups.require(tx, call.scope(), request.autoScalingGroupName());
              }
              PolicyRow policy =
                  Policies.require(
                      tx, call.scope(), request.autoScalingGroupName(), request.policyName());
              Policies.delete(tx, policy);
              return policy.alarmNames();
            });
    alarms.delete(call.scope(), names);
    return DeletePolicyResponse.builder().build();
  }

  private PoliciesType describe(Call call, DescribePoliciesType request) {
    String named = request.autoScalingGroupName();
    List<PolicyRow> all =
        parts
            .store()
            .read(tx ->
                named == null
                    ? tx.list(PolicyRow.TABLE, call.scope())
                    : Policies.of(tx, Groups.require(tx, call.scope(), named)));
    List<String> names = request.policyNamesOrEmpty();
    List<String> types = request.policyTypesOrEmpty();
    Pages.Page<PolicyRow> page =
        parts
            .pages()
            .page(
                call,
                "policies " + named + names + types,
                all.stream()
                    .filter(
                        p -> names.isEmpty() || names.contains(p.name()) || names.contains(p.arn()))
                    .filter(p -> types.isEmpty() || types.contains(p.type()))
                    .toList(),
                PolicyRow::key,
                Lists.wanted(request.nextToken(), request.maxRecords(), 50, 100));
    return PoliciesType.builder()
        .scalingPolicies(page.map(row -> shown(call, row)))
        .nextToken(page.token())
        .build();
  }

  /** With the alarms that act by it: others' too, which only CloudWatch knows. */
  private ScalingPolicy shown(Call call, PolicyRow row) {
    if (row.tracksTarget()) {
      return row.policy();
    }
    return row.policy().toBuilder()
        .alarms(
            acting(parts, call, row.arn()).stream()
                .map(a -> Alarm.builder().alarmName(a.alarmName()).alarmARN(a.alarmArn()).build())
                .toList())
        .build();
  }

  /** The alarms that have a policy as an action; none where there is no CloudWatch. */
  static List<croft.api.cloudwatch.MetricAlarm> acting(ScalingParts parts, Call call, String arn) {
    Call own =
        new Call(
            Caller.service(call.account(), ServiceActor.HOST),
            call.region(),
            call.requestId(),
            call.sourceAddress(),
            call.secure(),
            ServiceActor.HOST,
            call.at());
    try {
      return new CloudwatchApi(parts.calls().as(own))
          .describeAlarms(DescribeAlarmsInput.builder().actionPrefix(arn).build())
          .metricAlarmsOrEmpty();
    } catch (ServiceError e) {
      return List.of();
    }
  }
}
