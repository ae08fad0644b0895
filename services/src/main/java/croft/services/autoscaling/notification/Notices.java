package croft.services.autoscaling.notification;

import croft.api.autoscaling.Activity;
import croft.base.Ids;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down what is to be told, in the transaction in which it happens.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html">Amazon
 * SNS notifications</a>.
 */
public final class Notices {
  public static final String LAUNCH = "autoscaling:EC2_INSTANCE_LAUNCH";
  public static final String LAUNCH_ERROR = "autoscaling:EC2_INSTANCE_LAUNCH_ERROR";
  public static final String TERMINATE = "autoscaling:EC2_INSTANCE_TERMINATE";
  public static final String TERMINATE_ERROR = "autoscaling:EC2_INSTANCE_TERMINATE_ERROR";
  public static final String TEST = "autoscaling:TEST_NOTIFICATION";

  /** All that a topic may be told. */
  public static final List<String> TYPES =
      List.of(LAUNCH, LAUNCH_ERROR, TERMINATE, TERMINATE_ERROR, TEST);

  private static final JsonMapper JSON = new JsonMapper();

  private final Ids ids;

  public Notices(Ids ids) {
    this.ids = ids;
  }

  /** Tells a group's topics of the end of an activity. */
  public void ended(
      Transaction tx, Group group, String type, Activity activity, @Nullable String instance) {
    List<String> topics =
        tx.find(TopicRow.TABLE, "group_key", group.key()).stream()
            .filter(row -> row.types().contains(type))
            .map(TopicRow::topic)
            .toList();
    if (topics.isEmpty()) {
      return;
    }
    Instant now = Objects.requireNonNullElse(activity.endTime(), Instant.EPOCH);
    ObjectNode message = head(group, type, now);
    message
        .put("ActivityId", activity.activityId())
        .put("Description", activity.description())
        .put("Cause", activity.cause())
        .put("StartTime", String.valueOf(activity.startTime()))
        .put("EndTime", String.valueOf(activity.endTime()))
        .put("StatusCode", "InProgress")
        .put("StatusMessage", Objects.toString(activity.statusMessage(), ""))
        .put("Progress", 50)
        .put("EC2InstanceId", Objects.toString(instance, ""));
    if (type.endsWith("_ERROR")) {
      message.put("StatusCode", "Failed").put("Progress", 100);
    }
    message.set("Details", JSON.readTree(Objects.toString(activity.details(), "{}")));
    String what =
        switch (type) {
          case LAUNCH -> "launch";
          case TERMINATE -> "termination";
          case LAUNCH_ERROR -> "failed launch";
          default -> "failed termination";
        };
    for (String topic : topics) {
      add(
          tx,
          group,
          new Told(
              topic, null, "Auto Scaling: " + what + " for group \"" + group.name() + "\"", now),
          message);
    }
  }

  /** Tells a topic that it will be told. */
  public void test(Transaction tx, Group group, String topic, Instant now) {
    add(
        tx,
        group,
        new Told(
            topic, null, "Auto Scaling: test notification for group \"" + group.name() + "\"", now),
        head(group, TEST, now));
  }

  /** Tells a hook's target that an instance waits. */
  public void waiting(
      Transaction tx, Group group, HookRow hook, GroupInstance instance, String token) {
    String target = hook.hook().notificationTargetARN();
    if (target == null || target.isEmpty()) {
      return;
    }
    boolean launching = hook.launching();
    ObjectNode message = plainHead(group, instance.since());
    message
        .put("LifecycleActionToken", token)
        .put("LifecycleHookName", hook.name())
        .put("LifecycleTransition", hook.hook().lifecycleTransition())
        .put("EC2InstanceId", instance.id())
        .put("Origin", origin(launching, instance))
        .put("Destination", launching ? destination(instance) : "EC2");
    if (hook.hook().notificationMetadata() != null) {
      message.put("NotificationMetadata", hook.hook().notificationMetadata());
    }
    add(
        tx,
        group,
        new Told(
            target,
            hook.hook().roleARN(),
            "Auto Scaling:  Lifecycle action '"
                + (launching ? "LAUNCHING" : "TERMINATING")
                + "' for instance "
                + instance.id()
                + " in progress.",
            instance.since()),
        message);
  }

  private static String origin(boolean launching, GroupInstance instance) {
    if (launching) {
      return instance.registered().contains(GroupInstance.FROM_WARM_POOL) ? "WarmPool" : "EC2";
    }
    return instance.state().warmed() ? "WarmPool" : "AutoScalingGroup";
  }

  private static String destination(GroupInstance instance) {
    return instance.state().warmed() ? "WarmPool" : "AutoScalingGroup";
  }

  /** Tells a hook's target that it will be told. */
  public void testHook(Transaction tx, Group group, HookRow hook, Instant now) {
    String target = hook.hook().notificationTargetARN();
    if (target != null && !target.isEmpty()) {
      add(
          tx,
          group,
          new Told(
              target,
              hook.hook().roleARN(),
              "Auto Scaling: test notification for group \"" + group.name() + "\"",
              now),
          head(group, TEST, now));
    }
  }

  private ObjectNode head(Group group, String event, Instant now) {
    return plainHead(group, now).put("Event", event);
  }

  private ObjectNode plainHead(Group group, Instant now) {
    return JSON.createObjectNode()
        .put("Service", "AWS Auto Scaling")
        .put("Time", now.toString())
        .put("RequestId", ids.uuid())
        .put("AccountId", group.account())
        .put("AutoScalingGroupName", group.name())
        .put("AutoScalingGroupARN", group.arn().toString());
  }

  private record Told(String target, @Nullable String role, String subject, Instant at) {}

  private void add(Transaction tx, Group group, Told told, ObjectNode message) {
    tx.put(
        NoticeRow.TABLE,
        new NoticeRow(
            group.scope(),
            ids.uuid(),
            group.key(),
            told.target(),
            told.role(),
            told.subject(),
            JSON.writeValueAsString(message),
            0,
            told.at()));
  }
}
