package croft.services.route53.recordset;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.route53.ResourceRecordSet;
import croft.base.ServiceError;
import croft.services.resource.ApiShapes;
import croft.services.resource.Documents;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A record set's properties, and those as shapes of Route 53's API. */
final class RecordProperties {
  private static final List<String> OWN = List.of("HostedZoneId", "HostedZoneName", "Comment");

  private RecordProperties() {}

  /** The properties of one record set, besides its zone. */
  static Property[] of() {
    return new Property[] {
      Property.of(
          "AliasTarget",
          PropertyType.structure(
              Property.of("DNSName", STRING).needed(),
              Property.of("EvaluateTargetHealth", BOOLEAN),
              Property.of("HostedZoneId", STRING).needed())),
      Property.of("Failover", STRING),
      Property.of(
          "GeoLocation",
          PropertyType.structure(
              Property.of("ContinentCode", STRING),
              Property.of("CountryCode", STRING),
              Property.of("SubdivisionCode", STRING))),
      Property.of("HealthCheckId", STRING),
      Property.of("MultiValueAnswer", BOOLEAN),
      Property.of("Name", STRING).needed(),
      Property.of("Region", STRING),
      Property.of("ResourceRecords", STRINGS),
      Property.of("SetIdentifier", STRING),
      Property.of("TTL", STRING),
      Property.of("Type", STRING).needed(),
      Property.of("Weight", INTEGER),
      Property.unsupported("CidrRoutingConfig"),
      Property.unsupported("GeoProximityLocation")
    };
  }

  /** As the API has it: records as objects, seconds as a number. */
  static ResourceRecordSet shape(JsonNode properties) {
    ObjectNode record = Documents.object();
    properties.properties().stream()
        .filter(member -> !OWN.contains(member.getKey()))
        .forEach(member -> record.set(member.getKey(), member.getValue().deepCopy()));
    if (record.has("TTL")) {
      record.put("TTL", seconds(record.path("TTL").asString()));
    }
    if (record.has("ResourceRecords")) {
      List<String> values = Documents.texts(record.path("ResourceRecords"));
      ArrayNode records = record.putArray("ResourceRecords");
      values.forEach(value -> records.addObject().put("Value", value));
    }
    if (record.path("AliasTarget") instanceof ObjectNode alias
        && !alias.has("EvaluateTargetHealth")) {
      alias.put("EvaluateTargetHealth", false);
    }
    return ApiShapes.read(record, ResourceRecordSet::read);
  }

  private static long seconds(String text) {
    if (!text.matches("\\d{1,10}")) {
      throw ServiceError.badRequest("InvalidInput", "Invalid TTL: " + text);
    }
    return Long.parseLong(text);
  }

  /** As the template has it. */
  static ObjectNode told(ResourceRecordSet record) {
    ObjectNode told = ApiShapes.write(record);
    if (told.has("TTL")) {
      told.put("TTL", told.path("TTL").asString());
    }
    if (told.has("ResourceRecords")) {
      List<String> values =
          record.resourceRecordsOrEmpty().stream()
              .map(one -> Objects.requireNonNull(one.value()))
              .toList();
      told.set("ResourceRecords", Documents.list(values));
    }
    return told;
  }
}
