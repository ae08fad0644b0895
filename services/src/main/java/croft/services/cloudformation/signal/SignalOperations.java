package croft.services.cloudformation.signal;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.SignalResourceInput;
import croft.api.cloudformation.SignalResourceResponse;
import croft.services.cloudformation.event.Events;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.Stacks;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;

/** SignalResource. */
public final class SignalOperations {
  private final CloudFormationParts parts;

  public SignalOperations(CloudFormationParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudformationModel.SIGNAL_RESOURCE,
            (call, input) ->
                Stacks.access(
                    parts.store(), call, "cloudformation:SignalResource", input.stackName()),
            this::signal));
  }

  private SignalResourceResponse signal(Call call, SignalResourceInput input) {
    String logicalId = Objects.requireNonNullElse(input.logicalResourceId(), "");
    String uniqueId = Objects.requireNonNullElse(input.uniqueId(), "");
    boolean success = "SUCCESS".equals(input.status());
    parts
        .store()
        .write(tx -> {
          Stack stack = Stacks.require(tx, call, input.stackName());
          StackResource row =
              tx.get(StackResource.TABLE, stack.id(), logicalId)
                  .orElseThrow(() ->
                      StackErrors.validation(
                          "Resource %s does not exist for stack %s"
                              .formatted(logicalId, stack.name())));
          if (!stack.status().isWorking()) {
            throw StackErrors.validation(
                "Stack:%s is in %s state and can not be signaled."
                    .formatted(stack.arn(), stack.status()));
          }
          take(tx, stack, row, uniqueId, success);
          return null;
        });
    return SignalResourceResponse.builder().build();
  }

  private void take(
      Transaction tx, Stack stack, StackResource row, String uniqueId, boolean success) {
    tx.put(
        SignalRow.TABLE,
        new SignalRow(
            stack.id(), row.logicalId(), uniqueId, success, "", "", parts.time().instant()));
    String line =
        "Received %s signal with UniqueId %s".formatted(success ? "SUCCESS" : "FAILURE", uniqueId);
    parts
        .events()
        .tell(
            tx,
            stack,
            new Events.Told(
                row.logicalId(), row.physicalId(), row.type(), row.status().name(), line, ""));
    parts.wake().accept(tx, stack.key());
  }
}
