package croft.services.route53.recordset;

import static croft.services.resource.PropertyType.STRING;

import croft.api.route53.ResourceRecordSet;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::Route53::RecordSetGroup}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html">AWS::Route53::RecordSetGroup</a>.
 */
public final class RecordSetGroupResource implements ResourceType {
  private static final int LONGEST_NAME = 128;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::Route53::RecordSetGroup", "Id")
          .with(
              Property.of("Comment", STRING),
              Property.of("HostedZoneId", STRING).replacing(),
              Property.of("HostedZoneName", STRING).replacing(),
              Property.of(
                  "RecordSets", PropertyType.listOf(PropertyType.structure(RecordProperties.of()))))
          .attributes("Id");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static List<ResourceRecordSet> records(ObjectNode properties) {
    List<ResourceRecordSet> records = new ArrayList<>();
    properties.path("RecordSets").forEach(one -> records.add(RecordProperties.shape(one)));
    return records;
  }

  @Override
  public Made create(ResourceRequest request) {
    StackRecords.of(request, request.properties())
        .replace(
            List.of(),
            records(request.properties()),
            request.repeated(),
            request.optional("Comment"));
    return Made.of(request.generatedName(LONGEST_NAME));
  }

  @Override
  public void update(ResourceRequest request) {
    StackRecords.of(request, request.properties())
        .replace(
            records(request.previous()),
            records(request.properties()),
            request.repeated(),
            request.optional("Comment"));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() ->
        StackRecords.of(request, request.properties())
            .replace(records(request.properties()), List.of(), false, null));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request)).filter(live -> !live.path("RecordSets").isEmpty());
  }

  private static ObjectNode live(ResourceRequest request) {
    StackRecords zone = StackRecords.of(request, request.properties());
    ObjectNode live = Documents.object().put("Id", request.physicalId());
    ArrayNode sets = live.putArray("RecordSets");
    for (JsonNode one : request.properties().path("RecordSets")) {
      zone.find(RecordProperties.shape(one))
          .ifPresent(found -> {
            ObjectNode told = RecordProperties.told(found);
            told.set("Name", one.path("Name"));
            sets.add(told);
          });
    }
    return live;
  }

  /** A group has no place of its own to be listed at. */
  @Override
  public List<String> list(ResourceRequest request) {
    return read(request).map(live -> List.of(request.physicalId())).orElse(List.of());
  }
}
