package croft.server;

import croft.base.ServiceError;
import croft.services.ec2.event.ScheduledEvents;
import croft.wire.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Scheduled events of instances, for the owner of the machine.
 *
 * <ul>
 *   <li>{@code POST /_croft/instance-events?instance=i-…&code=instance-stop&not-before=TIME}:
 *       schedules one and answers with its id; the time is as in {@code 2026-05-01T12:00:00Z}
 *   <li>{@code DELETE /_croft/instance-events?event=instance-event-…}: takes one off
 * </ul>
 *
 * <p>The parameters {@code account} and {@code region} name others than the configured ones.
 */
record EventEndpoints(ScheduledEvents events, String account, String region) {

  /** The answer, or nothing when the path is another's. */
  Optional<String> answer(HttpRequest request, Map<String, String> parameters) {
    String scope =
        parameters.getOrDefault("account", account)
            + "/"
            + parameters.getOrDefault("region", region);
    return switch (request.method() + " " + request.rawPath()) {
      case "POST /_croft/instance-events" ->
          Optional.of(
              events.schedule(
                  scope,
                  parameters.getOrDefault("instance", ""),
                  parameters.getOrDefault("code", ""),
                  time(parameters.getOrDefault("not-before", ""))));
      case "DELETE /_croft/instance-events" -> {
        events.cancel(scope, parameters.getOrDefault("event", ""));
        yield Optional.of("");
      }
      default -> Optional.empty();
    };
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "not-before is no time such as 2026-05-01T12:00:00Z: " + text);
    }
  }
}
