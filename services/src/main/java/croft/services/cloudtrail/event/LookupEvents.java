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
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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
    Instant to = Objects.requireNonNullElse(request.endTime(), LATEST);
    if (from.isAfter(to)) {
      throw ServiceError.badRequest(
          "InvalidTimeRangeException", "The start time must be before the end time.");
    }
    Predicate<TrailEvent> wanted = wanted(request.lookupAttributesOrEmpty());
    int most = Objects.requireNonNullElse(request.maxResults(), MOST_RESULTS);
    Place place = begin(call, request, to);
    List<TrailEvent> found = new ArrayList<>();
    int lookedAt = 0;
    while (lookedAt < MOST_LOOKED_AT) {
      TrailSegment segment = next(call.scope(), place);
      if (segment == null || segment.at().isBefore(from)) {
        return response(found, null);
      }
      for (int i = place.passed; i < segment.events().size(); i++) {
        TrailEvent event = segment.events().get(i);
        boolean within = !event.at().isBefore(from) && !event.at().isAfter(to);
        if (within && event.management() && wanted.test(event)) {
          if (found.size() == most) {
            return response(found, tokens.issue(new Place(place.after, i).text(), call.scope()));
          }
          found.add(event);
        }
      }
      lookedAt += segment.events().size();
      place = new Place(segment.rowId(), 0);
    }
    return response(found, tokens.issue(place.text(), call.scope()));
  }

  private @Nullable TrailSegment next(String scope, Place place) {
    List<TrailSegment> one = store.read(tx -> tx.list(TrailSegment.TABLE, scope, place.after, 1));
    return one.isEmpty() ? null : one.getFirst();
  }

  /**
   * Where to look on.
   *
   * @param after the row before the next segment
   * @param passed how many events of that segment were looked at already
   */
  private record Place(String after, int passed) {
    String text() {
      return passed + " " + after;
    }

    static Place of(String text) {
      int space = text.indexOf(' ');
      return new Place(text.substring(space + 1), Integer.parseInt(text.substring(0, space)));
    }
  }

  private Place begin(Call call, LookupEventsRequest request, Instant to) {
    if (request.nextToken() != null) {
      return Place.of(
          tokens.position(request.nextToken(), "InvalidNextTokenException", call.scope()));
    }
    // A segment whose newest event is too new may hold others that are not.
    Instant newest = to.plus(TrailSegment.LONGEST);
    return new Place(request.endTime() == null ? "" : TrailSegment.newestFirst(newest), 0);
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
      case "Username" -> event -> event.identity().username().equals(value);
      case "ResourceType" ->
          event -> event.resources().stream().anyMatch(of -> of.type().equals(value));
      case "ResourceName" ->
          event ->
              event.resources().stream()
                  .anyMatch(of -> of.name().equals(value) || of.arn().equals(value));
      case "EventSource" -> event -> event.source().equals(value);
      case "AccessKeyId" -> event -> event.identity().accessKeyId().equals(value);
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
        .accessKeyId(unlessEmpty(event.identity().accessKeyId()))
        .eventTime(event.at())
        .eventSource(event.source())
        .username(unlessEmpty(event.identity().username()))
        .resources(resources)
        .cloudTrailEvent(EventDocument.of(event))
        .build();
  }

  private static @Nullable String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
