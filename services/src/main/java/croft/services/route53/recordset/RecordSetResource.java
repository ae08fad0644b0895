package croft.services.route53.recordset;

import static croft.services.resource.PropertyType.STRING;

import croft.api.route53.ResourceRecordSet;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::Route53::RecordSet}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html">AWS::Route53::RecordSet</a>.
 */
public final class RecordSetResource implements ResourceType {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::Route53::RecordSet", "Name")
          .with(RecordProperties.of())
          .with(
              Property.of("Comment", STRING),
              Property.of("HostedZoneId", STRING).replacing(),
              Property.of("HostedZoneName", STRING).replacing());

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  /** Ref is the name: another name is another resource. */
  @Override
  public Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    Set<String> replacing = new TreeSet<>(SCHEMA.replacedBy(before, after));
    if (!before.path("Name").equals(after.path("Name"))) {
      replacing.add("Name");
    }
    return replacing;
  }

  private static List<ResourceRecordSet> records(ObjectNode properties) {
    return properties.has("Name") ? List.of(RecordProperties.shape(properties)) : List.of();
  }

  @Override
  public Made create(ResourceRequest request) {
    StackRecords.of(request, request.properties())
        .replace(
            List.of(),
            records(request.properties()),
            request.repeated(),
            request.optional("Comment"));
    return Made.of(request.text("Name"));
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
    return Missing.empty(() ->
            StackRecords.of(request, request.properties())
                .find(RecordProperties.shape(request.properties())))
        .flatMap(found -> found)
        .map(found -> {
          ObjectNode live = RecordProperties.told(found);
          // Names are told with a last dot that templates mostly leave out.
          live.set("Name", request.properties().path("Name"));
          return live;
        });
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return StackRecords.of(request, request.properties()).all().stream()
        .map(record -> Objects.requireNonNull(record.name()))
        .map(name -> StackRecords.same(name, request.text("Name")) ? request.text("Name") : name)
        .toList();
  }
}
