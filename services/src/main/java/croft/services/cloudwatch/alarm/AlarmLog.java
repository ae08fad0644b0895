package croft.services.cloudwatch.alarm;

import croft.base.Ids;
import croft.store.Transaction;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Writes the history of alarms. */
record AlarmLog(Ids ids) {

  void configuration(Transaction tx, Alarm alarm, Change change, Instant at) {
    ObjectNode data = Json.versioned().put("type", change.type);
    data.set(change.member, AlarmDocuments.configuration(alarm));
    add(
        tx,
        alarm,
        at,
        AlarmEvent.CONFIGURATION,
        "Alarm \"" + alarm.name() + "\" " + change.done,
        data.toString());
  }

  /** What became of an alarm's configuration. */
  enum Change {
    CREATED("Create", "createdAlarm", "created"),
    UPDATED("Update", "updatedAlarm", "updated"),
    DELETED("Delete", "deletedAlarm", "deleted");

    private final String type;
    private final String member;
    private final String done;

    Change(String type, String member, String done) {
      this.type = type;
      this.member = member;
      this.done = done;
    }
  }

  /**
   * The alarm came from one state into another.
   *
   * @param alarm in the new state
   */
  void transition(Transaction tx, Alarm alarm, AlarmState old) {
    ObjectNode data = Json.versioned();
    data.set("oldState", state(old));
    data.set("newState", state(alarm.state()));
    add(
        tx,
        alarm,
        alarm.state().updatedAt(),
        AlarmEvent.STATE,
        "Alarm updated from " + old.value() + " to " + alarm.state().value(),
        data.toString());
  }

  private static ObjectNode state(AlarmState state) {
    ObjectNode node =
        Json.object().put("stateValue", state.value()).put("stateReason", state.reason());
    Json.putDocument(node, "stateReasonData", state.reasonData());
    return node;
  }

  void action(Transaction tx, Alarm alarm, Instant at, String summary, ObjectNode data) {
    add(tx, alarm, at, AlarmEvent.ACTION, summary, data.toString());
  }

  private void add(
      Transaction tx, Alarm alarm, Instant at, String itemType, String summary, String data) {
    tx.put(
        AlarmEvent.TABLE,
        new AlarmEvent(
            alarm.scope(),
            AlarmEvent.time(at) + "-" + ids.uuid(),
            alarm.name(),
            alarm.type(),
            at,
            itemType,
            summary,
            data));
  }
}
