package croft.services.cloudformation.event;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.DescribeStackEventsInput;
import croft.api.cloudformation.DescribeStackEventsOutput;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.stack.Stacks;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages.Page;
import croft.services.operation.Pages.Wanted;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** DescribeStackEvents: the newest first. */
public final class EventOperations {
  private static final int PAGE_SIZE = 100;

  private final CloudFormationParts parts;

  public EventOperations(CloudFormationParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudformationModel.DESCRIBE_STACK_EVENTS,
            (call, input) ->
                Stacks.access(
                    parts.store(), call, "cloudformation:DescribeStackEvents", input.stackName()),
            this::describe));
  }

  private DescribeStackEventsOutput describe(Call call, DescribeStackEventsInput input) {
    String wanted = Objects.requireNonNullElse(input.stackName(), "");
    Stack stack =
        parts
            .store()
            .read(tx -> Stacks.find(tx, call.scope(), wanted))
            .orElseThrow(() -> StackErrors.validation("Stack [" + wanted + "] does not exist"));
    List<StackEvent> events = parts.store().read(tx -> tx.list(StackEvent.TABLE, stack.id()));
    Page<StackEvent> page =
        parts
            .pages()
            .page(
                call,
                "events " + stack.id(),
                events.reversed(),
                StackEvent::eventId,
                Wanted.of(
                    input.nextToken(),
                    null,
                    PAGE_SIZE,
                    () -> StackErrors.validation("Invalid NextToken: " + input.nextToken())));
    return DescribeStackEventsOutput.builder()
        .stackEvents(page.map(event -> shape(stack, event)))
        .nextToken(page.token())
        .build();
  }

  private static croft.api.cloudformation.StackEvent shape(Stack stack, StackEvent event) {
    return croft.api.cloudformation.StackEvent.builder()
        .stackId(stack.arn())
        .stackName(stack.name())
        .eventId(event.eventId())
        .logicalResourceId(event.logicalId())
        .physicalResourceId(event.physicalId())
        .resourceType(event.type())
        .timestamp(event.at())
        .resourceStatus(event.status())
        .resourceStatusReason(emptyToNull(event.reason()))
        .resourceProperties(emptyToNull(event.properties()))
        .clientRequestToken(emptyToNull(event.clientToken()))
        .build();
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
