package croft.services.ec2.event;

import croft.api.ec2.InstanceStatusEvent;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Schedules, finds and shows events. */
public final class ScheduledEvents {
  public static final Table<ScheduledEvent> TABLE =
      Table.of("ec2_event", ScheduledEvent.class, ScheduledEvent::scope, ScheduledEvent::id)
          .index("instance_id", ScheduledEvent::instanceId);

  private static final Duration USUAL_LENGTH = Duration.ofHours(2);

  /** How much later than planned an event may be put. */
  private static final Duration SLACK = Duration.ofDays(14);

  private final Store store;
  private final Ids ids;

  public ScheduledEvents(Store store, Ids ids) {
    this.store = store;
    this.ids = ids;
  }

  /**
   * Schedules an event.
   *
   * @param code such as {@code instance-stop}
   * @return its id
   * @throws ServiceError for a code or an instance that is not there
   */
  public String schedule(String scope, String instanceId, String code, Instant notBefore) {
    ScheduledEvent.Kind kind =
        ScheduledEvent.Kind.of(code)
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "InvalidParameterValue",
                    "'" + code + "' is no code of an event, such as instance-stop"));
    return store.write(tx -> {
      Instance instance = Instances.require(tx, scope, instanceId);
      ScheduledEvent event =
          new ScheduledEvent(
              scope,
              "instance-event-0" + ids.hex(16),
              instance.id(),
              kind,
              description(kind),
              notBefore,
              notBefore.plus(USUAL_LENGTH),
              notBefore.plus(SLACK),
              ScheduledEvent.State.ACTIVE);
      tx.insert(TABLE, event);
      return event.id();
    });
  }

  /** Takes an event that is still to come off. */
  public void cancel(String scope, String eventId) {
    store.write(tx -> {
      ScheduledEvent event = require(tx, scope, eventId);
      if (event.state() == ScheduledEvent.State.ACTIVE) {
        tx.put(TABLE, event.enter(ScheduledEvent.State.CANCELED));
      }
      return event;
    });
  }

  private static String description(ScheduledEvent.Kind kind) {
    return switch (kind) {
      case INSTANCE_REBOOT -> "The instance is scheduled for a reboot";
      case SYSTEM_REBOOT -> "The instance is scheduled for system-reboot";
      case SYSTEM_MAINTENANCE -> "The instance is scheduled for system maintenance";
      case INSTANCE_RETIREMENT -> "The instance is running on degraded hardware";
      case INSTANCE_STOP -> "The instance is scheduled for a stop";
    };
  }

  static ScheduledEvent require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidInstanceEventIDNotFound",
                "The instance event ID '" + id + "' does not exist"));
  }

  /** An instance's events, the earliest first. */
  public static List<ScheduledEvent> of(Transaction tx, String scope, String instanceId) {
    return tx.findIn(TABLE, scope, "instance_id", instanceId).stream()
        .sorted(Comparator.comparing(ScheduledEvent::notBefore))
        .toList();
  }

  /** As DescribeInstanceStatus shows it. */
  public static InstanceStatusEvent shape(ScheduledEvent event) {
    return InstanceStatusEvent.builder()
        .instanceEventId(event.id())
        .code(event.kind().code())
        .description(event.shownDescription())
        .notBefore(event.notBefore())
        .notAfter(event.notAfter())
        .notBeforeDeadline(event.deadline())
        .build();
  }
}
