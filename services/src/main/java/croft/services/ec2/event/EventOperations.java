package croft.services.ec2.event;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifyInstanceEventStartTimeRequest;
import croft.api.ec2.ModifyInstanceEventStartTimeResult;
import croft.base.ServiceError;
import croft.services.ec2.instance.Instances;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Instant;
import java.util.List;

/** ModifyInstanceEventStartTime: another time for an event, no later than its deadline. */
public final class EventOperations {
  private final Store store;

  public EventOperations(Store store) {
    this.store = store;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.MODIFY_INSTANCE_EVENT_START_TIME,
        (call, r) ->
            List.of(
                Access.to(
                    "ec2:ModifyInstanceEventStartTime",
                    call.arn("ec2", "instance/" + r.instanceId()))),
        this::modifyStart);
  }

  private ModifyInstanceEventStartTimeResult modifyStart(
      Call call, ModifyInstanceEventStartTimeRequest request) {
    String instanceId = request.instanceId() == null ? "" : request.instanceId();
    String eventId = request.instanceEventId() == null ? "" : request.instanceEventId();
    Instant start = request.notBefore();
    if (start == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter NotBefore");
    }
    return store.write(tx -> {
      Instances.require(tx, call.scope(), instanceId);
      ScheduledEvent event = ScheduledEvents.require(tx, call.scope(), eventId);
      if (!event.instanceId().equals(instanceId) || event.state() != ScheduledEvent.State.ACTIVE) {
        throw ServiceError.badRequest(
            "InvalidInstanceEventIDNotFound",
            "The instance event ID '" + eventId + "' does not exist");
      }
      if (start.isBefore(call.at()) || start.isAfter(event.deadline())) {
        throw ServiceError.badRequest(
            "InvalidInstanceEventStartTime",
            "The start time must be in the future, and no later than " + event.deadline());
      }
      ScheduledEvent moved = event.startingAt(start);
      tx.put(ScheduledEvents.TABLE, moved);
      return ModifyInstanceEventStartTimeResult.builder()
          .event(ScheduledEvents.shape(moved))
          .build();
    });
  }
}
