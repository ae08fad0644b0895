package croft.services.cloudformation.stack;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.CreateStackInput;
import croft.api.cloudformation.CreateStackOutput;
import croft.api.cloudformation.DeleteStackInput;
import croft.api.cloudformation.DeleteStackResponse;
import croft.api.cloudformation.UpdateStackInput;
import croft.api.cloudformation.UpdateStackOutput;
import croft.base.Arn;
import croft.services.cloudformation.stack.TemplateIntake.Taken;
import croft.services.cloudformation.stack.TemplateIntake.Wanted;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateStack, UpdateStack and DeleteStack. */
public final class StackOperations {
  private static final String FORCE = "FORCE_DELETE_STACK";

  private final CloudFormationParts parts;
  private final TemplateIntake intake;
  private final Changes changes;

  /** Whether bringing a stack to a revision would change anything. */
  @FunctionalInterface
  public interface Changes {
    boolean any(Stack stack, StackRevision revision);
  }

  public StackOperations(CloudFormationParts parts, TemplateIntake intake, Changes changes) {
    this.parts = parts;
    this.intake = intake;
    this.changes = changes;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(CloudformationModel.CREATE_STACK, this::mayCreate, this::create)
            .honouring(
                "StackName",
                "TemplateBody",
                "TemplateURL",
                "Parameters",
                "DisableRollback",
                "TimeoutInMinutes",
                "Capabilities",
                "ResourceTypes",
                "OnFailure",
                "Tags",
                "ClientRequestToken",
                "EnableTerminationProtection"),
        bind(
                CloudformationModel.UPDATE_STACK,
                (call, input) ->
                    withRole(access(call, "UpdateStack", input.stackName()), input.roleARN()),
                this::update)
            .honouring(
                "StackName",
                "TemplateBody",
                "TemplateURL",
                "UsePreviousTemplate",
                "Parameters",
                "Capabilities",
                "ResourceTypes",
                "Tags",
                "DisableRollback",
                "ClientRequestToken"),
        bind(
                CloudformationModel.DELETE_STACK,
                (call, input) ->
                    withRole(access(call, "DeleteStack", input.stackName()), input.roleARN()),
                this::delete)
            .honouring("StackName", "RetainResources", "ClientRequestToken", "DeletionMode"));
  }

  private List<Access> access(Call call, String operation, @Nullable String stack) {
    return Stacks.access(parts.store(), call, "cloudformation:" + operation, stack);
  }

  private List<Access> mayCreate(Call call, CreateStackInput input) {
    List<Access> accesses = access(call, "CreateStack", input.stackName());
    return withRole(
        accesses.stream()
            .map(one -> one.with(Requests.requestTags(StackTags.of(input.tagsOrEmpty()))))
            .toList(),
        input.roleARN());
  }

  private static List<Access> withRole(List<Access> accesses, @Nullable String role) {
    if (role == null || role.isEmpty()) {
      return accesses;
    }
    List<Access> all = new ArrayList<>(accesses);
    all.add(Access.to("iam:PassRole", Arn.parse(role)));
    return all;
  }

  private CreateStackOutput create(Call call, CreateStackInput input) {
    String name = Objects.requireNonNullElse(input.stackName(), "");
    String token = Objects.requireNonNullElse(input.clientRequestToken(), "");
    Optional<Stack> repeated =
        parts
            .store()
            .read(tx -> Stacks.find(tx, call.scope(), name))
            .filter(there -> !token.isEmpty() && there.work().clientToken().equals(token));
    if (repeated.isPresent()) {
      return CreateStackOutput.builder().stackId(repeated.get().arn()).build();
    }
    Map<String, String> tags = StackTags.of(input.tagsOrEmpty());
    String id = parts.ids().uuid();
    Taken taken =
        intake.take(
            call,
            id,
            new Wanted(
                name,
                input.templateBody(),
                input.templateURL(),
                null,
                false,
                input.parametersOrEmpty(),
                input.capabilitiesOrEmpty(),
                input.resourceTypesOrEmpty(),
                tags));
    Stack stack =
        new Stack(
            call.account(),
            call.region(),
            name,
            id,
            StackStatus.CREATE_IN_PROGRESS,
            "User Initiated",
            1,
            0,
            taken.description(),
            parts.time().instant(),
            null,
            null,
            options(input),
            StackWork.of(call.caller(), token, parts.time().instant()),
            List.of(),
            "",
            "",
            "");
    return parts
        .store()
        .write(tx -> {
          if (Stacks.find(tx, call.scope(), name).isPresent()) {
            throw StackErrors.exists(name);
          }
          begin(tx, stack, revision(stack, taken, tags));
          return CreateStackOutput.builder().stackId(stack.arn()).build();
        });
  }

  private static StackOptions options(CreateStackInput input) {
    String onFailure = input.onFailure();
    boolean disabled = Requests.on(input.disableRollback());
    if (onFailure != null && input.disableRollback() != null) {
      throw StackErrors.validation(
          "You can specify only one of the following parameters: DisableRollback or OnFailure");
    }
    OnFailure then =
        onFailure != null
            ? OnFailure.valueOf(onFailure)
            : disabled ? OnFailure.DO_NOTHING : OnFailure.ROLLBACK;
    return new StackOptions(
        then,
        Objects.requireNonNullElse(input.timeoutInMinutes(), 0),
        Requests.on(input.enableTerminationProtection()),
        Objects.requireNonNullElse(input.roleARN(), ""),
        input.notificationARNsOrEmpty(),
        input.capabilitiesOrEmpty(),
        "");
  }

  /** Writes what shall be, and has the engine look. */
  void begin(Transaction tx, Stack stack, StackRevision revision) {
    tx.put(Stack.TABLE, stack);
    tx.put(StackRevision.TABLE, revision);
    parts.events().tell(tx, stack);
    parts.wake(tx, stack);
  }

  static StackRevision revision(Stack stack, Taken taken, Map<String, String> tags) {
    return new StackRevision(
        stack.id(), stack.revision(), taken.body(), taken.parameters(), taken.shown(), tags);
  }

  private UpdateStackOutput update(Call call, UpdateStackInput input) {
    Stack stack = parts.store().read(tx -> Stacks.require(tx, call, input.stackName()));
    String token = Objects.requireNonNullElse(input.clientRequestToken(), "");
    if (!token.isEmpty() && stack.work().clientToken().equals(token)) {
      return UpdateStackOutput.builder().stackId(stack.arn()).build();
    }
    requireUpdatable(stack);
    StackRevision present =
        parts
            .store()
            .read(tx ->
                tx.get(StackRevision.TABLE, stack.id(), StackRevision.id(stack.settled()))
                    .orElseThrow());
    Map<String, String> tags =
        input.tags() == null ? present.tags() : StackTags.of(input.tagsOrEmpty());
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
    Stack next =
        stack
            .with(StackStatus.UPDATE_IN_PROGRESS, "User Initiated")
            .with(options(stack.options(), input))
            .with(StackWork.of(call.caller(), token, parts.time().instant()))
            .towards(stack.revision() + 1, taken.description(), parts.time().instant());
    StackRevision revision = revision(next, taken, tags);
    if (!changes.any(next, revision)) {
      throw StackErrors.validation("No updates are to be performed.");
    }
    return parts
        .store()
        .write(tx -> {
          requireUpdatable(Stacks.require(tx, call, stack.arn()));
          begin(tx, next, revision);
          return UpdateStackOutput.builder().stackId(stack.arn()).build();
        });
  }

  private static void requireUpdatable(Stack stack) {
    if (!stack.status().isUpdatable()) {
      throw StackErrors.validation(
          "Stack:%s is in %s state and can not be updated.".formatted(stack.arn(), stack.status()));
    }
  }

  private static StackOptions options(StackOptions before, UpdateStackInput input) {
    return new StackOptions(
        Requests.on(input.disableRollback()) ? OnFailure.DO_NOTHING : OnFailure.ROLLBACK,
        before.timeoutMinutes(),
        before.terminationProtection(),
        Objects.requireNonNullElse(input.roleARN(), before.roleArn()),
        input.notificationARNs() == null
            ? before.notificationArns()
            : input.notificationARNsOrEmpty(),
        input.capabilitiesOrEmpty(),
        before.policy());
  }

  private DeleteStackResponse delete(Call call, DeleteStackInput input) {
    String wanted = Objects.requireNonNullElse(input.stackName(), "");
    parts
        .store()
        .write(tx -> {
          Stacks.find(tx, call.scope(), wanted)
              .filter(stack -> !stack.isGone())
              .ifPresent(stack -> delete(tx, call, stack, input));
          return null;
        });
    return DeleteStackResponse.builder().build();
  }

  private void delete(Transaction tx, Call call, Stack stack, DeleteStackInput input) {
    if (stack.status() == StackStatus.DELETE_IN_PROGRESS) {
      return;
    }
    if (stack.options().terminationProtection()) {
      throw StackErrors.validation(
          "Stack [%s] cannot be deleted while TerminationProtection is enabled"
              .formatted(stack.name()));
    }
    List<String> retained = new ArrayList<>(input.retainResourcesOrEmpty());
    boolean failed = stack.status() == StackStatus.DELETE_FAILED;
    if (!retained.isEmpty() && !failed) {
      throw StackErrors.validation(
          "Invalid operation on stack [%s]. Specify the resources to retain only when stack is in DELETE_FAILED state."
              .formatted(stack.arn()));
    }
    if (failed && FORCE.equals(input.deletionMode())) {
      tx.list(StackResource.TABLE, stack.id()).stream()
          .filter(row -> row.status() == ResourceStatus.DELETE_FAILED)
          .forEach(row -> retained.add(row.logicalId()));
    }
    refuseImported(tx, stack);
    StackWork work =
        new StackWork(
            call.caller(),
            Objects.requireNonNullElse(input.clientRequestToken(), ""),
            parts.time().instant(),
            retained,
            List.of());
    String role = input.roleARN();
    Stack going =
        stack
            .with(StackStatus.DELETE_IN_PROGRESS, "User Initiated")
            .with(role == null ? stack.options() : withRole(stack.options(), role))
            .with(work);
    tx.put(Stack.TABLE, going);
    parts.events().tell(tx, going);
    parts.wake(tx, going);
  }

  private static StackOptions withRole(StackOptions options, String role) {
    return new StackOptions(
        options.onFailure(),
        options.timeoutMinutes(),
        options.terminationProtection(),
        role,
        options.notificationArns(),
        options.capabilities(),
        options.policy());
  }

  private static void refuseImported(Transaction tx, Stack stack) {
    for (StackOutput output : stack.outputs()) {
      if (!output.exportName().isEmpty()) {
        List<String> importers = Exports.importers(tx, stack.scope(), output.exportName());
        importers.remove(stack.name());
        if (!importers.isEmpty()) {
          throw StackErrors.validation(
              "Export %s cannot be deleted as it is in use by %s"
                  .formatted(output.exportName(), String.join(", ", importers)));
        }
      }
    }
  }
}
