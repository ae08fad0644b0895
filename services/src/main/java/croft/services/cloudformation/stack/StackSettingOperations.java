package croft.services.cloudformation.stack;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.CancelUpdateStackInput;
import croft.api.cloudformation.CancelUpdateStackResponse;
import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.ContinueUpdateRollbackInput;
import croft.api.cloudformation.ContinueUpdateRollbackOutput;
import croft.api.cloudformation.UpdateTerminationProtectionInput;
import croft.api.cloudformation.UpdateTerminationProtectionOutput;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CancelUpdateStack, ContinueUpdateRollback and UpdateTerminationProtection. */
public final class StackSettingOperations {
  private final CloudFormationParts parts;

  public StackSettingOperations(CloudFormationParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudformationModel.CANCEL_UPDATE_STACK,
            (call, input) -> access(call, "CancelUpdateStack", input.stackName()),
            this::cancel),
        bind(
                CloudformationModel.CONTINUE_UPDATE_ROLLBACK,
                (call, input) -> access(call, "ContinueUpdateRollback", input.stackName()),
                this::goOn)
            .honouring("StackName", "ResourcesToSkip", "ClientRequestToken"),
        bind(
            CloudformationModel.UPDATE_TERMINATION_PROTECTION,
            (call, input) -> access(call, "UpdateTerminationProtection", input.stackName()),
            this::protect));
  }

  private List<Access> access(Call call, String operation, @Nullable String stack) {
    return Stacks.access(parts.store(), call, "cloudformation:" + operation, stack);
  }

  private CancelUpdateStackResponse cancel(Call call, CancelUpdateStackInput input) {
    parts
        .store()
        .write(tx -> {
          Stack stack = Stacks.require(tx, call, input.stackName());
          if (stack.status() != StackStatus.UPDATE_IN_PROGRESS) {
            throw StackErrors.validation(
                "CancelUpdateStack cannot be called from current stack status");
          }
          lead(
              tx,
              stack
                  .with(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, "User Initiated")
                  .with(stack.work()));
          return null;
        });
    return CancelUpdateStackResponse.builder().build();
  }

  private void lead(Transaction tx, Stack stack) {
    tx.put(Stack.TABLE, stack);
    parts.events().tell(tx, stack);
    parts.wake(tx, stack);
  }

  private ContinueUpdateRollbackOutput goOn(Call call, ContinueUpdateRollbackInput input) {
    List<String> skipped = input.resourcesToSkipOrEmpty();
    parts
        .store()
        .write(tx -> {
          Stack stack = Stacks.require(tx, call, input.stackName());
          if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
            throw StackErrors.validation(
                "Stack:%s is in %s state and can not be continued."
                    .formatted(stack.arn(), stack.status()));
          }
          StackWork work =
              new StackWork(
                  call.caller(),
                  Objects.requireNonNullElse(input.clientRequestToken(), ""),
                  parts.time().instant(),
                  List.of(),
                  skipped);
          retry(tx, stack, skipped);
          lead(
              tx, stack.with(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, "User Initiated").with(work));
          return null;
        });
    return ContinueUpdateRollbackOutput.builder().build();
  }

  /** What failed to go back is tried once more, or passed over. */
  private void retry(Transaction tx, Stack stack, List<String> skipped) {
    for (StackResource row : tx.list(StackResource.TABLE, stack.id())) {
      if (row.status().isFailed() && row.revision() == stack.settled()) {
        StackResource next =
            skipped.contains(row.logicalId())
                ? row.settled()
                    .with(
                        ResourceStatus.UPDATE_COMPLETE,
                        "Resource skipped by user",
                        parts.time().instant())
                : row.again(ResourceStatus.UPDATE_IN_PROGRESS, parts.time().instant());
        tx.put(StackResource.TABLE, next);
        parts.events().tell(tx, stack, next, "");
      }
    }
  }

  private UpdateTerminationProtectionOutput protect(
      Call call, UpdateTerminationProtectionInput input) {
    return parts
        .store()
        .write(tx -> {
          Stack stack = Stacks.require(tx, call, input.stackName());
          tx.put(
              Stack.TABLE,
              stack.with(
                  stack
                      .options()
                      .withTerminationProtection(
                          Requests.on(input.enableTerminationProtection()))));
          return UpdateTerminationProtectionOutput.builder().stackId(stack.arn()).build();
        });
  }
}
