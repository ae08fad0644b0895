package croft.services.ec2.resource;

import croft.base.ServiceError;
import croft.services.resource.Made;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A type whose thing is only how others are tied, or a part of one, known by what it ties: found
 * again by its properties when a creation was cut off.
 */
public abstract class LinkResource implements ResourceType {
  private final ResourceSchema schema;

  protected LinkResource(ResourceSchema schema) {
    this.schema = schema;
  }

  @Override
  public final ResourceSchema schema() {
    return schema;
  }

  /** Ties it; its physical id. */
  protected abstract String tie(ResourceRequest request);

  /** The physical id of one that is there as the properties say, for a repeated creation. */
  protected abstract Optional<String> tied(ResourceRequest request);

  /** Unties what the physical id names. */
  protected abstract void untie(ResourceRequest request);

  @Override
  public final Made create(ResourceRequest request) {
    Optional<String> there = request.repeated() ? tied(request) : Optional.empty();
    return Made.of(there.orElseGet(() -> tie(request)));
  }

  /** Nothing of most links can change in place. */
  @Override
  public void update(ResourceRequest request) {}

  @Override
  public Progress delete(ResourceRequest request) {
    Optional<ObjectNode> there = read(request);
    if (there.isEmpty()) {
      return Progress.done();
    }
    Removals.attempt(() -> untie(request));
    return Progress.doneWhen(read(request).isEmpty());
  }

  /**
   * A part of a physical id of several, which bars divide.
   *
   * @throws ServiceError {@code ValidationError} when it has fewer
   */
  protected static String part(ResourceRequest request, int index) {
    String[] parts = request.physicalId().split("\\|", -1);
    if (index >= parts.length) {
      throw ServiceError.badRequest(
          "ValidationError", "The identifier " + request.physicalId() + " is not complete");
    }
    return parts[index];
  }
}
