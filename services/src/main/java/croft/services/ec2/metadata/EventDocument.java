package croft.services.ec2.metadata;

import croft.services.ec2.event.ScheduledEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Scheduled events as the metadata service gives them, a JSON list.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_scheduled_events.html">View
 * scheduled events</a>.
 */
final class EventDocument {
  private static final DateTimeFormatter GMT =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private EventDocument() {}

  /** Those still to come, or those that are over. */
  static String of(List<ScheduledEvent> events, boolean coming) {
    return events.stream()
        .filter(event -> (event.state() == ScheduledEvent.State.ACTIVE) == coming)
        .map(EventDocument::element)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String element(ScheduledEvent event) {
    return """
     {
      "NotBefore" : "%s",
      "Code" : "%s",
      "Description" : "%s",
      "EventId" : "%s",
      "NotAfter" : "%s",
      "State" : "%s"
    } \
    """
        .formatted(
            text(event.notBefore()),
            event.kind().code(),
            event.shownDescription().replace("\\", "\\\\").replace("\"", "\\\""),
            event.id(),
            text(event.notAfter()),
            event.state().text());
  }

  private static String text(Instant at) {
    return GMT.format(at);
  }
}
