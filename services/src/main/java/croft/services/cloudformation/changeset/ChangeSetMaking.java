package croft.services.cloudformation.changeset;

import croft.api.cloudformation.CreateChangeSetInput;
import croft.base.ServiceError;
import croft.services.cloudformation.engine.Difference;
import croft.services.cloudformation.engine.Differences;
import croft.services.cloudformation.engine.EngineParts;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.cloudformation.stack.OnFailure;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.stack.StackOptions;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.cloudformation.stack.StackStatus;
import croft.services.cloudformation.stack.StackTags;
import croft.services.cloudformation.stack.StackWork;
import croft.services.cloudformation.stack.Stacks;
import croft.services.cloudformation.stack.TemplateIntake;
import croft.services.cloudformation.stack.TemplateIntake.Taken;
import croft.services.cloudformation.stack.TemplateIntake.Wanted;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes change sets. They are small enough to be there when the call returns. */
public final class ChangeSetMaking {
  private static final String NOTHING =
      "The submitted information didn't contain changes. Submit different information to create a change set.";

  private final CloudFormationParts parts;
  private final TemplateIntake intake;
  private final EngineParts engine;

  public ChangeSetMaking(CloudFormationParts parts, TemplateIntake intake, EngineParts engine) {
    this.parts = parts;
    this.intake = intake;
    this.engine = engine;
  }

  ChangeSet make(Call call, CreateChangeSetInput input) {
    String stackName = Objects.requireNonNullElse(input.stackName(), "");
    String type = Objects.requireNonNullElse(input.changeSetType(), "UPDATE");
    if (!type.equals("UPDATE") && !type.equals("CREATE")) {
      throw ServiceError.unsupported("The change set type " + type);
    }
    Optional<Stack> there = parts.store().read(tx -> Stacks.find(tx, call.scope(), stackName));
    boolean creation = type.equals("CREATE");
    Stack stack =
        creation
            ? reviewed(call, stackName, there)
            : there.orElseThrow(() -> StackErrors.noStack(stackName));
    if (!creation && !stack.status().isUpdatable()) {
      throw StackErrors.validation(
          "Stack:%s is in %s state and can not be updated.".formatted(stack.arn(), stack.status()));
    }
    StackRevision present = creation ? null : settled(stack);
    Map<String, String> tags =
        input.tags() == null && present != null
            ? present.tags()
            : StackTags.of(input.tagsOrEmpty());
    Taken taken =
        intake.take(
            call,
            stack.id(),
            new Wanted(
                stack.name(),
                input.templateBody(),
                input.templateURL(),
                present,
                Requests.on(input.usePreviousTemplate()),
                input.parametersOrEmpty(),
                input.capabilitiesOrEmpty(),
                input.resourceTypesOrEmpty(),
                tags));
    StackRevision revision =
        new StackRevision(
            stack.id(), stack.revision(), taken.body(), taken.parameters(), taken.shown(), tags);
    return keep(call, input, set(call, input, stack, taken, revision), stack);
  }

  private StackRevision settled(Stack stack) {
    return parts
        .store()
        .read(tx ->
            tx.get(StackRevision.TABLE, stack.id(), StackRevision.id(stack.settled()))
                .orElseThrow());
  }

  private Stack reviewed(Call call, String name, Optional<Stack> there) {
    if (there.isPresent()) {
      if (there.get().status() != StackStatus.REVIEW_IN_PROGRESS) {
        throw StackErrors.validation(
            "Stack ["
                + name
                + "] already exists and cannot be created again with the changeSet ["
                + "].");
      }
      return there.get();
    }
    return Stack.reviewed(
        call.account(), call.region(), name, parts.ids().uuid(), parts.time().instant());
  }

  private ChangeSet set(
      Call call, CreateChangeSetInput input, Stack stack, Taken taken, StackRevision revision) {
    Stack asking = stack.with(StackWork.of(call.caller(), "", parts.time().instant()));
    List<Difference> differences = Differences.of(engine, asking, revision);
    boolean nothing =
        differences.isEmpty()
            && stack.status() != StackStatus.REVIEW_IN_PROGRESS
            && !Differences.inOutputs(engine, asking, revision)
            && !Differences.inMetadata(engine, asking, revision);
    return new ChangeSet(
        call.account(),
        call.region(),
        Objects.requireNonNullElse(input.changeSetName(), ""),
        parts.ids().uuid(),
        stack.id(),
        Objects.requireNonNullElse(input.changeSetType(), "UPDATE"),
        Objects.requireNonNullElse(input.description(), ""),
        taken.description(),
        nothing ? "FAILED" : "CREATE_COMPLETE",
        nothing ? NOTHING : "",
        nothing ? ChangeSet.UNAVAILABLE : ChangeSet.AVAILABLE,
        revision,
        options(input, stack),
        differences,
        parts.time().instant());
  }

  private static StackOptions options(CreateChangeSetInput input, Stack stack) {
    String onFailure = input.onStackFailure();
    return new StackOptions(
        onFailure == null ? OnFailure.ROLLBACK : OnFailure.valueOf(onFailure),
        stack.options().timeoutMinutes(),
        stack.options().terminationProtection(),
        stack.options().roleArn(),
        stack.options().notificationArns(),
        input.capabilitiesOrEmpty(),
        stack.options().policy());
  }

  /** How the stack is handled once the set is executed. */
  StackOptions options(ChangeSet set, boolean disableRollback) {
    StackOptions options = set.options();
    return disableRollback ? options.on(OnFailure.DO_NOTHING) : options;
  }

  private ChangeSet keep(Call call, CreateChangeSetInput input, ChangeSet set, Stack stack) {
    return parts
        .store()
        .write(tx -> {
          Optional<ChangeSet> same = named(tx, set);
          if (same.isPresent()) {
            throw ServiceError.badRequest(
                "AlreadyExistsException",
                "ChangeSet "
                    + input.changeSetName()
                    + " cannot be created due to a mismatch with existing attribute: it already exists");
          }
          if (Stacks.find(tx, call.scope(), stack.name()).isEmpty()) {
            tx.put(Stack.TABLE, stack);
            parts.events().tell(tx, stack);
          }
          tx.put(ChangeSet.TABLE, set);
          return set;
        });
  }

  private static Optional<ChangeSet> named(Transaction tx, ChangeSet set) {
    return tx.findIn(ChangeSet.TABLE, set.scope(), "stack_id", set.stackId()).stream()
        .filter(other -> other.name().equals(set.name()))
        .findFirst();
  }
}
