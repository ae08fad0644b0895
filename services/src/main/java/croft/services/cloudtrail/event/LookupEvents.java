package croft.services.cloudtrail.event;

import static croft.services.operation.Binding.bind;

import croft.api.cloudtrail.CloudtrailModel;
import croft.api.cloudtrail.Event;
import croft.api.cloudtrail.LookupAttribute;
import croft.api.cloudtrail.LookupEventsRequest;
import croft.api.cloudtrail.LookupEventsResponse;
import croft.api.cloudtrail.Resource;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.wire.protocol.PageToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * LookupEvents: management events of the caller's account and region, the newest first.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">LookupEvents</a>.
 */
public final class LookupEvents {
  private static final int MOST_RESULTS = 50;
  private static final int PAGE = 500;

  /** A call that finds little ends here with a token to go on, so that none takes long. */
  private static final int MOST_LOOKED_AT = 20_000;

  private final Store store;
  private final PageToken tokens;

  public LookupEvents(Store store, PageToken tokens) {
    this.store = store;
    this.tokens = tokens;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                CloudtrailModel.LOOKUP_EVENTS,
                AccessRule.toAll("cloudtrail:LookupEvents"),
                this::lookUp)
            .honouring("LookupAttributes", "StartTime", "EndTime", "MaxResults", "NextToken"));
  }

  private LookupEventsResponse lookUp(Call call, LookupEventsRequest request) {
    Instant from = Objects.requireNonNullElse(request.startTime(), Instant.EPOCH);
    Instant to = Objects.requireNonNullElse(request.endTime(), Instant.MAX);
    if (from.isAfter(to)) {
      throw ServiceError.badRequest(
          "InvalidTimeRangeException", "The start time must be before the end time.");
    }
    Predicate<TrailEvent> wanted = wanted(request.lookupAttributesOrEmpty());
    int most = Objects.requireNonNullElse(request.maxResults(), MOST_RESULTS);
    String after = begin(call, request, to);
    String last = request.startTime() == null ? "~" : TrailEvent.newestFirst(from) + "~";
    List<TrailEvent> found = new ArrayList<>();
    int lookedAt = 0;
    while (lookedAt < MOST_LOOKED_AT) {
      String beginning = after;
      List<TrailEvent> page =
          store.read(tx -> tx.list(TrailEvent.TABLE, call.scope(), beginning, PAGE));
      for (TrailEvent event : page) {
        if (event.rowId().compareTo(last) > 0) {
          return response(found, null);
        }
        if (event.management() && wanted.test(event)) {
          if (found.size() == most) {
            return response(found, tokens.issue(after, call.scope()));
          }
          found.add(event);
        }
        after = event.rowId();
      }
      if (page.size() < PAGE) {
        return response(found, null);
      }
      lookedAt += page.size();
    }
    return response(found, tokens.issue(after, call.scope()));
  }

  private String begin(Call call, LookupEventsRequest request, Instant to) {
    if (request.nextToken() != null) {
      return tokens.position(request.nextToken(), "InvalidNextTokenException", call.scope());
    }
    // An end within a millisecond takes that millisecond in.
    return request.endTime() == null ? "" : TrailEvent.newestFirst(to);
  }

  private static Predicate<TrailEvent> wanted(List<LookupAttribute> attributes) {
    if (attributes.size() > 1) {
      throw ServiceError.badRequest(
          "InvalidLookupAttributesException", "You can specify only one lookup attribute.");
    }
    return attributes.isEmpty() ? event -> true : wanted(attributes.getFirst());
  }

  private static Predicate<TrailEvent> wanted(LookupAttribute attribute) {
    String value = Objects.requireNonNullElse(attribute.attributeValue(), "");
    return switch (Objects.requireNonNullElse(attribute.attributeKey(), "")) {
      case "EventId" -> event -> event.id().equals(value);
      case "EventName" -> event -> event.name().equals(value);
      case "ReadOnly" -> event -> Boolean.toString(event.readOnly()).equals(value);
      case "Username" -> event -> event.username().equals(value);
      case "ResourceType" ->
          event -> event.resources().stream().anyMatch(of -> of.type().equals(value));
      case "ResourceName" ->
          event ->
              event.resources().stream()
                  .anyMatch(of -> of.name().equals(value) || of.arn().equals(value));
      case "EventSource" -> event -> event.source().equals(value);
      case "AccessKeyId" -> event -> event.accessKeyId().equals(value);
      default ->
          throw ServiceError.badRequest(
              "InvalidLookupAttributesException",
              "There is no lookup attribute " + attribute.attributeKey() + ".");
    };
  }

  private static LookupEventsResponse response(List<TrailEvent> found, @Nullable String token) {
    return LookupEventsResponse.builder()
        .events(found.stream().map(LookupEvents::shape).toList())
        .nextToken(token)
        .build();
  }

  private static Event shape(TrailEvent event) {
    List<Resource> resources =
        event.resources().stream()
            .map(of -> Resource.builder().resourceType(of.type()).resourceName(of.name()).build())
            .toList();
    return Event.builder()
        .eventId(event.id())
        .eventName(event.name())
        .readOnly(Boolean.toString(event.readOnly()))
        .accessKeyId(event.accessKeyId().isEmpty() ? null : event.accessKeyId())
        .eventTime(event.at())
        .eventSource(event.source())
        .username(event.username().isEmpty() ? null : event.username())
        .resources(resources)
        .cloudTrailEvent(event.document())
        .build();
  }
}
