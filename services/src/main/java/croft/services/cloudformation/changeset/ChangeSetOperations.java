package croft.services.cloudformation.changeset;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.ChangeSetSummary;
import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.CreateChangeSetInput;
import croft.api.cloudformation.CreateChangeSetOutput;
import croft.api.cloudformation.DeleteChangeSetInput;
import croft.api.cloudformation.DeleteChangeSetOutput;
import croft.api.cloudformation.DescribeChangeSetInput;
import croft.api.cloudformation.DescribeChangeSetOutput;
import croft.api.cloudformation.ExecuteChangeSetInput;
import croft.api.cloudformation.ExecuteChangeSetOutput;
import croft.api.cloudformation.ListChangeSetsInput;
import croft.api.cloudformation.ListChangeSetsOutput;
import croft.base.ServiceError;
import croft.services.cloudformation.engine.Difference;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.cloudformation.stack.StackStatus;
import croft.services.cloudformation.stack.StackWork;
import croft.services.cloudformation.stack.Stacks;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages.Page;
import croft.services.operation.Pages.Wanted;
import croft.services.operation.Requests;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateChangeSet, DescribeChangeSet, ExecuteChangeSet, DeleteChangeSet and ListChangeSets. */
public final class ChangeSetOperations {
  private static final int PAGE_SIZE = 100;

  private final CloudFormationParts parts;
  private final ChangeSetMaking making;

  public ChangeSetOperations(CloudFormationParts parts, ChangeSetMaking making) {
    this.parts = parts;
    this.making = making;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                CloudformationModel.CREATE_CHANGE_SET,
                (call, input) -> access(call, "CreateChangeSet", input.stackName()),
                this::create)
            .honouring(
                "StackName",
                "TemplateBody",
                "TemplateURL",
                "UsePreviousTemplate",
                "Parameters",
                "Capabilities",
                "ResourceTypes",
                "Tags",
                "ChangeSetName",
                "ClientToken",
                "Description",
                "ChangeSetType",
                "OnStackFailure"),
        bind(
            CloudformationModel.DESCRIBE_CHANGE_SET,
            (call, input) -> access(call, "DescribeChangeSet", input.stackName()),
            this::describe),
        bind(
                CloudformationModel.EXECUTE_CHANGE_SET,
                (call, input) -> access(call, "ExecuteChangeSet", input.stackName()),
                this::execute)
            .honouring("ChangeSetName", "StackName", "ClientRequestToken", "DisableRollback"),
        bind(
            CloudformationModel.DELETE_CHANGE_SET,
            (call, input) -> access(call, "DeleteChangeSet", input.stackName()),
            this::delete),
        bind(
            CloudformationModel.LIST_CHANGE_SETS,
            (call, input) -> access(call, "ListChangeSets", input.stackName()),
            this::list));
  }

  private List<Access> access(Call call, String operation, @Nullable String stack) {
    return Stacks.access(parts.store(), call, "cloudformation:" + operation, stack);
  }

  private CreateChangeSetOutput create(Call call, CreateChangeSetInput input) {
    ChangeSet set = making.make(call, input);
    Stack stack =
        parts.store().read(tx -> tx.get(Stack.TABLE, set.scope(), set.stackId())).orElseThrow();
    return CreateChangeSetOutput.builder().id(set.arn()).stackId(stack.arn()).build();
  }

  private static ChangeSet require(
      Transaction tx, Call call, @Nullable String nameOrArn, @Nullable String stackName) {
    String wanted = Objects.requireNonNullElse(nameOrArn, "");
    Optional<ChangeSet> found;
    if (wanted.startsWith("arn:")) {
      found = tx.get(ChangeSet.TABLE, call.scope(), wanted.substring(wanted.lastIndexOf('/') + 1));
    } else if (stackName == null) {
      throw StackErrors.validation(
          "StackName must be specified if ChangeSetName is not specified as an ARN.");
    } else {
      Stack stack = Stacks.require(tx, call, stackName);
      found =
          tx.findIn(ChangeSet.TABLE, call.scope(), "stack_id", stack.id()).stream()
              .filter(set -> set.name().equals(wanted))
              .findFirst();
    }
    return found.orElseThrow(() ->
        new ServiceError("ChangeSetNotFound", 404, "ChangeSet [" + wanted + "] does not exist"));
  }

  private static Stack stackOf(Transaction tx, ChangeSet set) {
    return tx.get(Stack.TABLE, set.scope(), set.stackId()).orElseThrow();
  }

  private Wanted wanted(@Nullable String token) {
    return Wanted.of(
        token, null, PAGE_SIZE, () -> StackErrors.validation("Invalid NextToken: " + token));
  }

  private DescribeChangeSetOutput describe(Call call, DescribeChangeSetInput input) {
    return parts
        .store()
        .read(tx -> {
          ChangeSet set = require(tx, call, input.changeSetName(), input.stackName());
          Page<Difference> page =
              parts
                  .pages()
                  .page(
                      call,
                      "changes " + set.id(),
                      set.differences(),
                      Difference::logicalId,
                      wanted(input.nextToken()));
          return ChangeSetShapes.description(
              stackOf(tx, set),
              set,
              page.items(),
              page.token(),
              Requests.on(input.includePropertyValues()));
        });
  }

  private ExecuteChangeSetOutput execute(Call call, ExecuteChangeSetInput input) {
    parts
        .store()
        .write(tx -> {
          ChangeSet set = require(tx, call, input.changeSetName(), input.stackName());
          execute(tx, call, set, input);
          return null;
        });
    return ExecuteChangeSetOutput.builder().build();
  }

  private void execute(Transaction tx, Call call, ChangeSet set, ExecuteChangeSetInput input) {
    Stack stack = stackOf(tx, set);
    if (!set.execution().equals(ChangeSet.AVAILABLE)) {
      throw ServiceError.badRequest(
          "InvalidChangeSetStatus",
          "ChangeSet [%s] cannot be executed in its current status of [%s]"
              .formatted(set.arn(), set.status()));
    }
    boolean creation = stack.status() == StackStatus.REVIEW_IN_PROGRESS;
    if (!creation && !stack.status().isUpdatable()) {
      throw StackErrors.validation(
          "Stack:%s is in %s state and can not be updated.".formatted(stack.arn(), stack.status()));
    }
    String token = Objects.requireNonNullElse(input.clientRequestToken(), "");
    Stack next =
        stack
            .with(
                creation ? StackStatus.CREATE_IN_PROGRESS : StackStatus.UPDATE_IN_PROGRESS,
                "User Initiated")
            .with(making.options(set, Requests.on(input.disableRollback())))
            .with(StackWork.of(call.caller(), token, parts.time().instant()))
            .towards(stack.revision() + 1, set.templateDescription(), parts.time().instant())
            .byChangeSet(set.arn());
    StackRevision revision = set.revision().numbered(next.revision());
    tx.put(Stack.TABLE, next);
    tx.put(StackRevision.TABLE, revision);
    tx.put(ChangeSet.TABLE, set.executed());
    // The others were made for what the stack no longer is.
    for (ChangeSet other : tx.findIn(ChangeSet.TABLE, set.scope(), "stack_id", stack.id())) {
      if (!other.id().equals(set.id())) {
        tx.delete(ChangeSet.TABLE, other.scope(), other.id());
      }
    }
    parts.events().tell(tx, next);
    parts.wake().accept(tx, next.key());
  }

  private DeleteChangeSetOutput delete(Call call, DeleteChangeSetInput input) {
    parts
        .store()
        .write(tx -> {
          ChangeSet set = require(tx, call, input.changeSetName(), input.stackName());
          tx.delete(ChangeSet.TABLE, set.scope(), set.id());
          return null;
        });
    return DeleteChangeSetOutput.builder().build();
  }

  private ListChangeSetsOutput list(Call call, ListChangeSetsInput input) {
    return parts
        .store()
        .read(tx -> {
          Stack stack = Stacks.require(tx, call, input.stackName());
          List<ChangeSet> sets =
              tx.findIn(ChangeSet.TABLE, call.scope(), "stack_id", stack.id()).stream()
                  .sorted(Comparator.comparing(ChangeSet::created).thenComparing(ChangeSet::id))
                  .toList();
          Page<ChangeSet> page =
              parts
                  .pages()
                  .page(
                      call,
                      "change sets " + stack.id(),
                      sets,
                      ChangeSet::id,
                      wanted(input.nextToken()));
          List<ChangeSetSummary> summaries = page.map(set -> ChangeSetShapes.summary(stack, set));
          return ListChangeSetsOutput.builder()
              .summaries(summaries)
              .nextToken(page.token())
              .build();
        });
  }
}
