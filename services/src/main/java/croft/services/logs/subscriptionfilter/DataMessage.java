package croft.services.logs.subscriptionfilter;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What destinations get, as JSON. Source: the page "Real-time processing of log data with
 * subscriptions" of the CloudWatch Logs user guide. AWS packs it with gzip, for Kinesis and Lambda
 * take bytes; queues and web servers get the text.
 */
final class DataMessage {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private DataMessage() {}

  /** Events of a stream. */
  static String of(SubscriptionFilter filter, Shipment shipment) {
    ObjectNode message = MAPPER.createObjectNode();
    message.put("messageType", "DATA_MESSAGE");
    message.put("owner", filter.account());
    message.put("logGroup", filter.groupName());
    message.put("logStream", shipment.stream());
    message.putArray("subscriptionFilters").add(filter.name());
    events(message.putArray("logEvents"), shipment.events());
    return MAPPER.writeValueAsString(message);
  }

  /** What tells whether a destination can be reached, before a filter is made. */
  static String control(String kind, long at) {
    ObjectNode message = MAPPER.createObjectNode();
    message.put("messageType", "CONTROL_MESSAGE");
    message.put("owner", "CloudwatchLogs");
    message.put("logGroup", "");
    message.put("logStream", "");
    message.putArray("subscriptionFilters");
    events(
        message.putArray("logEvents"),
        List.of(
            new Shipment.Event(
                "", at, "CWL CONTROL MESSAGE: Checking health of destination " + kind + ".")));
    return MAPPER.writeValueAsString(message);
  }

  private static void events(ArrayNode array, List<Shipment.Event> events) {
    for (Shipment.Event event : events) {
      array
          .addObject()
          .put("id", event.id())
          .put("timestamp", event.at())
          .put("message", event.message());
    }
  }
}
