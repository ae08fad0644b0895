package croft.services.cloudwatch.alarm;

import croft.api.autoscaling.AutoscalingApi;
import croft.api.autoscaling.ExecutePolicyType;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.RebootInstancesRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.TerminateInstancesRequest;
import croft.api.sns.PublishInput;
import croft.api.sns.SnsApi;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.wire.schema.Invoker;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what alarms are to do, once each: publishes to topics, asks scaling policies, stops,
 * terminates and reboots instances, as CloudWatch itself in the alarm's account. What came of it is
 * in the alarm's history. A recovery is a reboot: there is no other machine to recover to.
 */
public final class AlarmActions implements Reconciler {
  public static final String NAME = "cloudwatch-alarm-actions";

  /** Whom topics' policies name. */
  private static final String HOST = "cloudwatch.amazonaws.com";

  /** Whom scaling policies and instances know as the one that alarms. */
  private static final String MONITORING = "monitoring.amazonaws.com";

  private static final Pattern AUTOMATE =
      Pattern.compile("arn:aws:automate:[a-z0-9-]+:ec2:(stop|terminate|reboot|recover)");
  private static final Pattern WORKFLOW =
      Pattern.compile(
          "arn:aws:swf:[a-z0-9-]+:\\d{12}:action/actions/AWS_EC2\\.InstanceId\\."
              + "(Stop|Terminate|Reboot|Recover)/1\\.0");
  private static final Pattern POLICY =
      Pattern.compile(
          "arn:aws:autoscaling:[a-z0-9-]+:\\d{12}:scalingPolicy:[^:]+:autoScalingGroupName/(.+)"
              + ":policyName/(.+)");
  private static final Pattern TOPIC = Pattern.compile("arn:aws:sns:[a-z0-9-]+:\\d{12}:[^:]+");

  private final AlarmParts parts;
  private final AlarmLog log;

  public AlarmActions(AlarmParts parts) {
    this.parts = parts;
    this.log = new AlarmLog(parts.ids());
  }

  static boolean isScalingPolicy(String arn) {
    return POLICY.matcher(arn).matches();
  }

  /** What an action does to an instance, in lower case; empty for another action. */
  static Optional<String> onInstance(String arn) {
    Matcher automate = AUTOMATE.matcher(arn);
    if (automate.matches()) {
      return Optional.of(automate.group(1));
    }
    Matcher workflow = WORKFLOW.matcher(arn);
    return workflow.matches()
        ? Optional.of(workflow.group(1).toLowerCase(java.util.Locale.ROOT))
        : Optional.empty();
  }

  static boolean isTopic(String arn) {
    return TOPIC.matcher(arn).matches();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void reconcile() {
    List<PendingAction> pending = parts.store().read(tx -> tx.listAll(PendingAction.TABLE));
    @Nullable RuntimeException fault = null;
    for (PendingAction action : pending) {
      Optional<Alarm> alarm =
          parts.store().read(tx -> tx.get(Alarm.TABLE, action.scope(), action.alarmName()));
      if (alarm.isPresent()) {
        try {
          tryOne(action, alarm.get());
        } catch (RuntimeException e) {
          // One that cannot be had holds no other up.
          fault = e;
        }
      } else {
        parts.store().write(tx -> tx.delete(PendingAction.TABLE, action.scope(), action.id()));
      }
    }
    if (fault != null) {
      throw fault;
    }
  }

  /** A fault of the server is thrown and tried again; a refusal is the action's outcome. */
  private void tryOne(PendingAction action, Alarm alarm) {
    @Nullable ServiceError failure = null;
    try {
      perform(action, alarm);
    } catch (ServiceError e) {
      if (!e.isSenderFault()) {
        throw e;
      }
      failure = e;
    }
    ServiceError outcome = failure;
    Instant now = parts.time().instant();
    parts
        .store()
        .write(tx -> {
          if (tx.delete(PendingAction.TABLE, action.scope(), action.id())) {
            log.action(tx, alarm, now, summary(action, outcome), data(action, alarm, outcome));
          }
          return action;
        });
  }

  private static String summary(PendingAction action, @Nullable ServiceError failure) {
    return failure == null
        ? "Successfully executed action " + action.arn()
        : "Failed to execute action "
            + action.arn()
            + ". Received error: \""
            + failure.message()
            + "\"";
  }

  private static ObjectNode data(
      PendingAction action, Alarm alarm, @Nullable ServiceError failure) {
    ObjectNode data =
        Json.object()
            .put("actionState", failure == null ? "Succeeded" : "Failed")
            .put("stateUpdateTimestamp", alarm.state().updatedAt().toEpochMilli())
            .put("notificationResource", action.arn());
    if (isTopic(action.arn())) {
      data.put("publishedMessage", action.message());
    }
    return failure == null ? data : data.put("error", failure.message());
  }

  private void perform(PendingAction action, Alarm alarm) {
    boolean topic = isTopic(action.arn());
    Invoker invoker = parts.calls().as(call(alarm, topic ? HOST : MONITORING));
    if (topic) {
      new SnsApi(invoker)
          .publish(
              PublishInput.builder()
                  .topicArn(action.arn())
                  .subject(action.subject())
                  .message(action.message())
                  .build());
      return;
    }
    Matcher policy = POLICY.matcher(action.arn());
    if (policy.matches()) {
      scale(invoker, action, alarm, policy.group(1));
    } else {
      onInstance(new Ec2Api(invoker), onInstance(action.arn()).orElse(""), alarm);
    }
  }

  private Call call(Alarm alarm, String host) {
    return new Call(
            Caller.service(alarm.account(), host),
            alarm.region(),
            parts.ids().uuid(),
            "",
            true,
            host,
            parts.time().instant())
        .with(Map.of("aws:SourceArn", List.of(alarm.arn().toString())));
  }

  private static void scale(Invoker invoker, PendingAction action, Alarm alarm, String group) {
    ExecutePolicyType.Builder request =
        ExecutePolicyType.builder().autoScalingGroupName(group).policyName(action.arn());
    if (!Double.isNaN(action.value()) && alarm.rule() instanceof AlarmRule.OfMetric rule) {
      request.metricValue(action.value()).breachThreshold(rule.threshold());
    }
    new AutoscalingApi(invoker).executePolicy(request.build());
  }

  private static void onInstance(Ec2Api ec2, String verb, Alarm alarm) {
    List<String> ids =
        alarm.rule() instanceof AlarmRule.OfMetric rule
            ? Optional.ofNullable(rule.dimensions().get("InstanceId")).stream().toList()
            : List.of();
    switch (verb) {
      case "stop" -> ec2.stopInstances(StopInstancesRequest.builder().instanceIds(ids).build());
      case "terminate" ->
          ec2.terminateInstances(TerminateInstancesRequest.builder().instanceIds(ids).build());
      case "reboot", "recover" ->
          ec2.rebootInstances(RebootInstancesRequest.builder().instanceIds(ids).build());
      default -> throw ServiceError.unsupported("The action");
    }
  }

  /** Whether an ARN is one at all. */
  static boolean isArn(String text) {
    try {
      Arn.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
