package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.Thing;
import croft.services.operation.Call;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceRequest.Owner;
import croft.services.resource.ResourceType;
import croft.wire.schema.Invoker;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks resource types for what a stack wants of them. */
final class Requested {
  private final EngineParts parts;
  private final Sealed sealed;
  private final Stack stack;
  private final Call call;
  private final Invoker invoker;

  /** As whoever the stack acts as. */
  Requested(EngineParts parts, Stack stack) {
    this.parts = parts;
    this.sealed = new Sealed(parts.sealing());
    this.stack = stack;
    this.call = parts.stackCalls().of(stack);
    this.invoker = parts.calls().as(call);
  }

  Call call() {
    return call;
  }

  ResourceType type(Thing thing) {
    return parts
        .types()
        .find(thing.type())
        .orElseThrow(() -> new IllegalStateException("There is no type " + thing.type()));
  }

  /** To make, look at or remove a thing. */
  ResourceRequest about(StackResource resource, Thing thing, boolean repeated) {
    return request(resource, thing, null, repeated);
  }

  /** To change one thing into another. */
  ResourceRequest change(StackResource resource, Thing from, Thing to, boolean repeated) {
    return request(resource, to, from, repeated);
  }

  private ResourceRequest request(
      StackResource resource,
      Thing thing,
      @org.jspecify.annotations.Nullable Thing from,
      boolean repeated) {
    return new ResourceRequest(
        invoker,
        new Owner(stack.account(), stack.region(), stack.name(), stack.arn(), resource.logicalId()),
        resource.token(),
        repeated,
        sealed.open(stack.id(), thing.properties()),
        from == null ? empty() : sealed.open(stack.id(), from.properties()),
        from == null ? thing.physicalId() : from.physicalId(),
        Set.copyOf(resource.formerIds()),
        sealed.open(stack.id(), thing.remembered()),
        thing.stackTags(),
        from == null ? Map.of() : from.stackTags(),
        policies(thing));
  }

  /** Creation and update policies of a thing's template. */
  static ObjectNode policies(Thing thing) {
    return (ObjectNode) JsonMapper.shared().readTree(thing.policies());
  }

  private static ObjectNode empty() {
    return JsonMapper.shared().createObjectNode();
  }
}
