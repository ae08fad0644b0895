package croft.services.logs.event;

import static croft.services.operation.Binding.bind;

import croft.api.logs.LogsModel;
import croft.api.logs.PutLogEventsRequest;
import croft.api.logs.PutLogEventsResponse;
import croft.base.Arn;
import croft.services.logs.block.Blocks;
import croft.services.logs.block.Draft;
import croft.services.logs.block.StoredEvent;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.logstream.LogStream;
import croft.services.logs.logstream.LogStreamOperations;
import croft.services.logs.logstream.LogStreams;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;

/** PutLogEvents: when it answers, the events survive the end of the power. */
public final class PutLogEventsOperation {
  private final LogsParts parts;
  private final LogGroups groups;
  private final List<EventListener> listeners;

  public PutLogEventsOperation(LogsParts parts, LogGroups groups, List<EventListener> listeners) {
    this.parts = parts;
    this.groups = groups;
    this.listeners = List.copyOf(listeners);
  }

  /** The operation with the access it needs. */
  public Binding<?, ?> binding() {
    return bind(
        LogsModel.PUT_LOG_EVENTS,
        (call, request) ->
            groups.access(
                "logs:PutLogEvents",
                LogGroups.arn(call, request.logGroupName()),
                request.logStreamName()),
        this::put);
  }

  private PutLogEventsResponse put(Call call, PutLogEventsRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    String name = Objects.requireNonNullElse(request.logStreamName(), "");
    long now = parts.now();
    LogGroup group = groups.require(arn);
    Acceptance acceptance = Acceptance.of(group, request.logEventsOrEmpty(), now);
    List<Draft> events = acceptance.events();
    List<EventListener.Reaction> reactions =
        events.isEmpty()
            ? List.of()
            : listeners.stream()
                .flatMap(listener -> listener.look(group, name, events).stream())
                .toList();
    Blocks.Ready ready = new Blocks.Ready(events, now);
    long next =
        parts
            .store()
            .<Long>write(tx -> {
              LogGroup present = LogGroups.require(tx, arn);
              LogStream stream = LogStreams.require(tx, present, name);
              return events.isEmpty()
                  ? stream.nextNumber()
                  : keep(tx, stream, events, ready, reactions);
            });
    reactions.forEach(EventListener.Reaction::after);
    return PutLogEventsResponse.builder()
        .nextSequenceToken(LogStreamOperations.token(next))
        .rejectedLogEventsInfo(acceptance.rejected())
        .build();
  }

  private long keep(
      Transaction tx,
      LogStream stream,
      List<Draft> events,
      Blocks.Ready ready,
      List<EventListener.Reaction> reactions) {
    Blocks.append(tx, stream.group(), stream.key(), stream.nextNumber(), ready);
    LogStream after =
        stream.after(
            events.getFirst().at(), events.getLast().at(), ready.ingestedAt(), ready.numbers());
    tx.put(LogStream.TABLE, after);
    if (!reactions.isEmpty()) {
      List<StoredEvent> stored = ready.stored(stream.key(), stream.nextNumber());
      reactions.forEach(reaction -> reaction.within(tx, stored));
    }
    return after.nextNumber();
  }
}
