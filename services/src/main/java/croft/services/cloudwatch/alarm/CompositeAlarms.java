package croft.services.cloudwatch.alarm;

import croft.services.cloudwatch.alarm.AlarmExpression.MalformedRuleException;
import croft.services.cloudwatch.alarm.Transitions.Arrival;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Judges alarms over alarms. */
final class CompositeAlarms {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEEE dd MMMM, yyyy HH:mm:ss 'UTC'", Locale.ENGLISH);

  private CompositeAlarms() {}

  /**
   * The state it should come into; empty when it is there.
   *
   * @param byKey every alarm by scope, slash, name
   */
  static Optional<Arrival> judge(Alarm alarm, AlarmRule.OfAlarms rule, Map<String, Alarm> byKey) {
    AlarmExpression expression;
    try {
      expression = new AlarmExpression(rule.expression());
    } catch (MalformedRuleException e) {
      return Optional.empty(); // Checked when it was put.
    }
    List<Alarm> children =
        expression.children().stream()
            .map(child -> byKey.get(alarm.scope() + "/" + AlarmLookup.name(child)))
            .filter(Objects::nonNull)
            .toList();
    boolean holds =
        expression.holds((child, state) -> {
          Alarm found = byKey.get(alarm.scope() + "/" + AlarmLookup.name(child));
          return found != null && found.state().value().equals(state);
        });
    String value = holds ? AlarmState.ALARM : AlarmState.OK;
    boolean isNew = alarm.state().reason().startsWith("Unchecked");
    if (value.equals(alarm.state().value()) && !isNew) {
      return Optional.empty();
    }
    return Optional.of(new Arrival(value, reason(children, value), data(children), Double.NaN));
  }

  private static String reason(List<Alarm> children, String value) {
    return children.stream()
        .max(Comparator.comparing(child -> child.state().transitionedAt()))
        .map(latest ->
            latest.arn()
                + " transitioned to "
                + latest.state().value()
                + " at "
                + TIME.format(latest.state().transitionedAt().atOffset(ZoneOffset.UTC)))
        .orElse("The alarm rule evaluates to " + value);
  }

  private static String data(List<Alarm> children) {
    ArrayNode triggering = Json.array();
    for (Alarm child : children) {
      ObjectNode state =
          Json.object()
              .put("value", child.state().value())
              .put("timestamp", Json.time(child.state().transitionedAt()));
      ObjectNode node = Json.object().put("arn", child.arn().toString());
      node.set("state", state);
      triggering.add(node);
    }
    ObjectNode data = Json.object();
    data.set("triggeringAlarms", triggering);
    return data.toString();
  }
}
