package croft.services.cloudformation;

import croft.api.cloudformation.CloudformationModel;
import croft.services.cloudformation.blueprint.TemplateOperations;
import croft.services.cloudformation.changeset.ChangeSet;
import croft.services.cloudformation.changeset.ChangeSetMaking;
import croft.services.cloudformation.changeset.ChangeSetOperations;
import croft.services.cloudformation.engine.Differences;
import croft.services.cloudformation.engine.EngineParts;
import croft.services.cloudformation.engine.Metadata;
import croft.services.cloudformation.event.EventOperations;
import croft.services.cloudformation.event.StackEvent;
import croft.services.cloudformation.signal.SignalOperations;
import croft.services.cloudformation.signal.SignalRow;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.cloudformation.stack.DescribeStacks;
import croft.services.cloudformation.stack.ExportOperations;
import croft.services.cloudformation.stack.ImportedExport;
import croft.services.cloudformation.stack.Leftover;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackOperations;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.StackResourceOperations;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.cloudformation.stack.StackSettingOperations;
import croft.services.cloudformation.stack.TemplateIntake;
import croft.services.cloudformation.waitcondition.WaitConditionHandleResource;
import croft.services.cloudformation.waitcondition.WaitConditionResource;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** CloudFormation's front door. */
public final class CloudFormationService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;
  private final List<ResourceType> resourceTypes;

  public CloudFormationService(
      CloudFormationParts parts, TemplateIntake intake, EngineParts engine) {
    this.resourceTypes =
        List.of(
            new WaitConditionHandleResource(parts.sealing()),
            new WaitConditionResource(parts.store(), parts.sealing(), parts.time()));
    this.bindings =
        Stream.of(
                new StackOperations(
                        parts, intake, (stack, revision) -> changes(engine, stack, revision))
                    .bindings(),
                new ChangeSetOperations(parts, new ChangeSetMaking(parts, intake, engine))
                    .bindings(),
                new DescribeStacks(parts).bindings(),
                new StackResourceOperations(parts, new Metadata(engine)).bindings(),
                new StackSettingOperations(parts).bindings(),
                new ExportOperations(parts).bindings(),
                new TemplateOperations(parts, engine.types()).bindings(),
                new EventOperations(parts).bindings(),
                new SignalOperations(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  private static boolean changes(EngineParts engine, Stack stack, StackRevision revision) {
    return !Differences.of(engine, stack, revision).isEmpty()
        || Differences.inOutputs(engine, stack, revision)
        || Differences.inMetadata(engine, stack, revision);
  }

  @Override
  public ServiceModel model() {
    return CloudformationModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return resourceTypes;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(
        Stack.TABLE,
        StackRevision.TABLE,
        ChangeSet.TABLE,
        StackResource.TABLE,
        Leftover.TABLE,
        ImportedExport.TABLE,
        StackEvent.TABLE,
        SignalRow.TABLE);
  }
}
