package croft.services.resource;

import croft.base.ServiceError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kind of thing that templates describe, such as {@code AWS::EC2::VPC}.
 *
 * <p>Every method may be called again after a crash, with the same request, and then must come to
 * the same end without a second thing. What a method throws as {@link ServiceError} fails the
 * resource with that message; {@link NotYetException} has it called again a moment later.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html">resource
 * types</a>.
 */
public interface ResourceType {

  /** Its name, properties and attributes. */
  ResourceSchema schema();

  /**
   * Begins to make it. When {@link ResourceRequest#repeated}, an earlier call may have made it
   * already, and this one must find that. What needs several calls says so by {@link Made#then},
   * lest a thing be lost when a later call fails.
   *
   * @return its physical id, which is what Ref gives
   */
  Made create(ResourceRequest request);

  /**
   * Looks whether what {@link #create} or {@link #update} began is ready; asked again a moment
   * later while pending.
   *
   * @throws ServiceError when it never will be
   */
  default Progress stabilize(ResourceRequest request) {
    return Progress.done();
  }

  /**
   * Changes in place what differs between {@link ResourceRequest#previous} and {@link
   * ResourceRequest#properties}, tags too. Never called when {@link #replacedBy} names a property.
   */
  void update(ResourceRequest request);

  /** Removes it, asked again while pending; done when it is gone or never was. */
  Progress delete(ResourceRequest request);

  /** Whether there is a {@link #snapshot} of it. */
  default boolean hasSnapshots() {
    return false;
  }

  /**
   * Keeps what is in it before it is removed, for {@code DeletionPolicy: Snapshot}; asked again
   * while pending.
   *
   * @throws ServiceError {@code ValidationError} by types that have no snapshots
   */
  default Progress snapshot(ResourceRequest request) {
    throw ServiceError.badRequest(
        "ValidationError",
        "DeletionPolicy Snapshot is not supported for resources of type " + schema().name());
  }

  /**
   * What it is now: properties by the names of the schema, and attributes by theirs (that of {@code
   * Endpoint.Address} as a member of an object {@code Endpoint}). Empty when it is gone.
   */
  Optional<ObjectNode> read(ResourceRequest request);

  /** The value of {@code Fn::GetAtt}; by default a part of {@link #read}. */
  default JsonNode attribute(ResourceRequest request, String name) {
    JsonNode found = read(request).map(live -> Paths.find(live, name)).orElse(null);
    if (found == null || found.isMissingNode() || found.isNull()) {
      throw ServiceError.badRequest(
          "ValidationError",
          "Attribute '%s' of %s %s has no value"
              .formatted(name, schema().name(), request.physicalId()));
    }
    return found;
  }

  /** The physical ids of all that are there in the request's account and region. */
  List<String> list(ResourceRequest request);

  /**
   * The properties whose change needs a new one in its place; by default those of the schema that
   * differ.
   */
  default Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    return schema().replacedBy(before, after);
  }

  /**
   * The same where the template's {@code UpdatePolicy} has a say in it.
   *
   * @param policies as {@link ResourceRequest#policies}
   */
  default Set<String> replacedBy(ObjectNode before, ObjectNode after, ObjectNode policies) {
    return replacedBy(before, after);
  }
}
