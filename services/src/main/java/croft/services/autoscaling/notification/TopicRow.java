package croft.services.autoscaling.notification;

import croft.store.Table;
import java.util.List;

/**
 * A topic that is told of some events of a group.
 *
 * @param types such as {@code autoscaling:EC2_INSTANCE_LAUNCH}
 */
public record TopicRow(String scope, String group, String topic, List<String> types) {
  public static final Table<TopicRow> TABLE =
      Table.of("autoscaling_topic", TopicRow.class, TopicRow::scope, TopicRow::key)
          .index("group_key", TopicRow::groupKey);

  public TopicRow {
    types = List.copyOf(types);
  }

  String key() {
    return group + "\n" + topic;
  }

  String groupKey() {
    return scope + "/" + group;
  }
}
