package croft.server;

import croft.base.ServiceError;
import croft.services.cloudformation.CloudFormationService;
import croft.services.cloudformation.blueprint.StackTemplates;
import croft.services.cloudformation.engine.EngineParts;
import croft.services.cloudformation.engine.ResourceTypes;
import croft.services.cloudformation.engine.StackCalls;
import croft.services.cloudformation.engine.StackReconciler;
import croft.services.cloudformation.event.Events;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.cloudformation.waitcondition.WaitConditionDoor;
import croft.services.operation.Call;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.store.Table;
import java.util.Collection;
import java.util.List;

/** CloudFormation, put together: over the resource types of all other services. */
record StackRooms(ServiceRoom room, ResourceTypes types, WaitConditionDoor door) {

  /** Makes it, and has the engine look once the runner is launched. */
  static StackRooms of(WatchParts parts) {
    ResourceTypes types = new ResourceTypes();
    Events events = new Events(parts.ids(), parts.time());
    CloudFormationParts stacks =
        new CloudFormationParts(
            parts.store(),
            parts.ids(),
            parts.time(),
            parts.pages(),
            parts.identity().iam().masterKey(),
            parts.calls(),
            events,
            (tx, key) -> parts.reconcilers().wakeAfter(tx, StackReconciler.NAME, key));
    StackCalls calls = calls(parts);
    StackTemplates templates = new StackTemplates(stacks, types, calls);
    EngineParts engine =
        new EngineParts(
            parts.store(),
            types,
            templates,
            calls,
            parts.calls(),
            parts.identity().iam().masterKey(),
            events,
            parts.ids(),
            parts.time());
    parts.add(new StackReconciler(engine));
    WaitConditionDoor door =
        new WaitConditionDoor(parts.store(), stacks.sealing(), parts.time(), stacks.wake());
    return new StackRooms(new CloudFormationService(stacks, templates, engine), types, door);
  }

  /** Resources are made by whoever asked for the stack, on the machine's own time. */
  private static StackCalls calls(WatchParts parts) {
    return stack -> {
      if (!stack.options().roleArn().isEmpty()) {
        throw ServiceError.unsupported("RoleARN of stacks");
      }
      return new Call(
              stack.work().caller(),
              stack.region(),
              parts.ids().uuid(),
              "",
              true,
              StackCalls.HOST,
              parts.wall().instant())
          .via(StackCalls.HOST);
    };
  }

  static List<Table<?>> tables() {
    return CloudFormationService.tables();
  }

  /** Makes the resource types of all services known. */
  void connect(Collection<? extends ServiceRoom> rooms) {
    types.connect(
        rooms.stream().<ResourceType>flatMap(one -> one.resourceTypes().stream()).toList());
  }
}
