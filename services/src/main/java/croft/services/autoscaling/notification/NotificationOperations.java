package croft.services.autoscaling.notification;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DeleteNotificationConfigurationResponse;
import croft.api.autoscaling.DeleteNotificationConfigurationType;
import croft.api.autoscaling.DescribeAutoScalingNotificationTypesAnswer;
import croft.api.autoscaling.DescribeNotificationConfigurationsAnswer;
import croft.api.autoscaling.DescribeNotificationConfigurationsType;
import croft.api.autoscaling.NotificationConfiguration;
import croft.api.autoscaling.PutNotificationConfigurationResponse;
import croft.api.autoscaling.PutNotificationConfigurationType;
import croft.base.Arn;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The operations of notification configurations. */
public final class NotificationOperations {
  private final ScalingParts parts;
  private final Notices notices;

  public NotificationOperations(ScalingParts parts) {
    this.parts = parts;
    this.notices = new Notices(parts.ids());
  }

  public static List<Table<?>> tables() {
    return List.of(TopicRow.TABLE, NoticeRow.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.PUT_NOTIFICATION_CONFIGURATION,
            Groups.access(
                parts.store(),
                "PutNotificationConfiguration",
                PutNotificationConfigurationType::autoScalingGroupName),
            this::put),
        Binding.bind(
            AutoscalingModel.DELETE_NOTIFICATION_CONFIGURATION,
            Groups.access(
                parts.store(),
                "DeleteNotificationConfiguration",
                DeleteNotificationConfigurationType::autoScalingGroupName),
            this::delete),
        Binding.bind(
            AutoscalingModel.DESCRIBE_NOTIFICATION_CONFIGURATIONS,
            AccessRule.toAll("autoscaling:DescribeNotificationConfigurations"),
            this::describe),
        Binding.bind(
            AutoscalingModel.DESCRIBE_AUTO_SCALING_NOTIFICATION_TYPES,
            AccessRule.toAll("autoscaling:DescribeAutoScalingNotificationTypes"),
            (call, request) ->
                DescribeAutoScalingNotificationTypesAnswer.builder()
                    .autoScalingNotificationTypes(Notices.TYPES)
                    .build()));
  }

  private PutNotificationConfigurationResponse put(
      Call call, PutNotificationConfigurationType request) {
    String topic = Faults.required(request.topicARN(), "topicARN");
    requireTopic(topic);
    List<String> types = request.notificationTypesOrEmpty();
    for (String type : types) {
      if (!Notices.TYPES.contains(type)) {
        throw Faults.validation("\"" + type + "\" is not a valid Notification Type");
      }
    }
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          tx.put(TopicRow.TABLE, new TopicRow(call.scope(), group.name(), topic, types));
          notices.test(tx, group, topic, parts.time().instant());
          parts.wake().group(tx, group.scope(), group.name());
          return PutNotificationConfigurationResponse.builder().build();
        });
  }

  private static void requireTopic(String topic) {
    try {
      if (Arn.parse(topic).service().equals("sns")) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Told below, with the same words.
    }
    throw Faults.validation("\"" + topic + "\" is not a valid Topic ARN");
  }

  private DeleteNotificationConfigurationResponse delete(
      Call call, DeleteNotificationConfigurationType request) {
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          TopicRow row =
              Topics.of(tx, group).stream()
                  .filter(one -> one.topic().equals(request.topicARN()))
                  .findFirst()
                  .orElseThrow(
                      () -> Faults.validation("\"" + request.topicARN() + "\" doesn't exist"));
          Topics.delete(tx, row);
          return DeleteNotificationConfigurationResponse.builder().build();
        });
  }

  /** Finds topics of groups. */
  public static final class Topics {
    private Topics() {}

    /** All of a group. */
    public static List<TopicRow> of(Transaction tx, Group group) {
      return tx.find(TopicRow.TABLE, "group_key", group.key());
    }

    /** Removes one. */
    public static void delete(Transaction tx, TopicRow row) {
      tx.delete(TopicRow.TABLE, row.scope(), row.key());
    }
  }

  private DescribeNotificationConfigurationsAnswer describe(
      Call call, DescribeNotificationConfigurationsType request) {
    List<TopicRow> rows = parts.store().read(tx -> tx.list(TopicRow.TABLE, call.scope()));
    List<NotificationConfiguration> all = new ArrayList<>();
    Lists.named(rows, request.autoScalingGroupNamesOrEmpty(), TopicRow::group)
        .forEach(row ->
            row.types()
                .forEach(type ->
                    all.add(
                        NotificationConfiguration.builder()
                            .autoScalingGroupName(row.group())
                            .topicARN(row.topic())
                            .notificationType(type)
                            .build())));
    Pages.Page<NotificationConfiguration> page =
        parts
            .pages()
            .page(
                call,
                "notifications",
                all,
                Objects::toString,
                Lists.wanted(request.nextToken(), request.maxRecords(), 50, 100));
    return DescribeNotificationConfigurationsAnswer.builder()
        .notificationConfigurations(page.items())
        .nextToken(page.token())
        .build();
  }
}
