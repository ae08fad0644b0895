package croft.services.cloudformation.stack;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.DescribeStacksInput;
import croft.api.cloudformation.DescribeStacksOutput;
import croft.api.cloudformation.GetTemplateInput;
import croft.api.cloudformation.GetTemplateOutput;
import croft.api.cloudformation.ListStacksInput;
import croft.api.cloudformation.ListStacksOutput;
import croft.api.cloudformation.Output;
import croft.api.cloudformation.Parameter;
import croft.api.cloudformation.RollbackConfiguration;
import croft.api.cloudformation.StackDriftInformation;
import croft.api.cloudformation.StackDriftInformationSummary;
import croft.api.cloudformation.StackSummary;
import croft.api.cloudformation.Tag;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages.Page;
import croft.services.operation.Pages.Wanted;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** DescribeStacks, ListStacks and GetTemplate. */
public final class DescribeStacks {
  private static final int PAGE_SIZE = 100;
  private static final Comparator<Stack> NEWEST_FIRST =
      Comparator.comparing(Stack::created).reversed().thenComparing(Stack::id);

  private final CloudFormationParts parts;

  public DescribeStacks(CloudFormationParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudformationModel.DESCRIBE_STACKS,
            (call, input) ->
                Stacks.access(
                    parts.store(), call, "cloudformation:DescribeStacks", input.stackName()),
            this::describe),
        bind(
            CloudformationModel.LIST_STACKS,
            AccessRule.toAll("cloudformation:ListStacks"),
            this::list),
        bind(
                CloudformationModel.GET_TEMPLATE,
                (call, input) ->
                    Stacks.access(
                        parts.store(), call, "cloudformation:GetTemplate", input.stackName()),
                this::template)
            .honouring("StackName", "TemplateStage"));
  }

  private Wanted wanted(@org.jspecify.annotations.Nullable String token) {
    return Wanted.of(
        token, null, PAGE_SIZE, () -> StackErrors.validation("Invalid NextToken: " + token));
  }

  private DescribeStacksOutput describe(Call call, DescribeStacksInput input) {
    return parts
        .store()
        .read(tx -> {
          if (input.stackName() != null) {
            Stack stack = Stacks.require(tx, call, input.stackName());
            return DescribeStacksOutput.builder().stacks(List.of(shape(tx, stack))).build();
          }
          List<Stack> live =
              tx.list(Stack.TABLE, call.scope()).stream()
                  .filter(stack -> !stack.isGone())
                  .sorted(NEWEST_FIRST)
                  .toList();
          Page<Stack> page =
              parts.pages().page(call, "stacks", live, Stack::id, wanted(input.nextToken()));
          return DescribeStacksOutput.builder()
              .stacks(page.map(stack -> shape(tx, stack)))
              .nextToken(page.token())
              .build();
        });
  }

  private static croft.api.cloudformation.Stack shape(Transaction tx, Stack stack) {
    // While it is brought to a revision, what it is asked to be is told.
    int number =
        stack.status().isWorking() || stack.settled() == 0 ? stack.revision() : stack.settled();
    Optional<StackRevision> revision =
        tx.get(StackRevision.TABLE, stack.id(), StackRevision.id(number));
    return croft.api.cloudformation.Stack.builder()
        .stackId(stack.arn())
        .stackName(stack.name())
        .changeSetId(emptyToNull(stack.changeSetId()))
        .description(emptyToNull(stack.description()))
        .parameters(revision.map(DescribeStacks::parameters).orElse(List.of()))
        .creationTime(stack.created())
        .deletionTime(stack.deleted())
        .lastUpdatedTime(stack.updated())
        .rollbackConfiguration(RollbackConfiguration.builder().build())
        .stackStatus(stack.status().name())
        .stackStatusReason(emptyToNull(stack.reason()))
        .disableRollback(stack.options().onFailure() == OnFailure.DO_NOTHING)
        .notificationARNs(stack.options().notificationArns())
        .timeoutInMinutes(
            stack.options().timeoutMinutes() == 0 ? null : stack.options().timeoutMinutes())
        .capabilities(stack.options().capabilities())
        .outputs(stack.outputs().stream().map(DescribeStacks::output).toList())
        .roleARN(emptyToNull(stack.options().roleArn()))
        .tags(revision.map(DescribeStacks::tags).orElse(List.of()))
        .enableTerminationProtection(stack.options().terminationProtection())
        .parentId(emptyToNull(stack.parentId()))
        .rootId(emptyToNull(stack.rootId()))
        .driftInformation(StackDriftInformation.builder().stackDriftStatus("NOT_CHECKED").build())
        .build();
  }

  private static List<Parameter> parameters(StackRevision revision) {
    return revision.shown().stream()
        .map(one ->
            Parameter.builder()
                .parameterKey(one.key())
                .parameterValue(one.value())
                .resolvedValue(emptyToNull(one.resolved()))
                .build())
        .toList();
  }

  private static List<Tag> tags(StackRevision revision) {
    return revision.tags().entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static Output output(StackOutput output) {
    return Output.builder()
        .outputKey(output.key())
        .outputValue(output.value())
        .description(emptyToNull(output.description()))
        .exportName(emptyToNull(output.exportName()))
        .build();
  }

  static @org.jspecify.annotations.Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private ListStacksOutput list(Call call, ListStacksInput input) {
    List<String> statuses = input.stackStatusFilterOrEmpty();
    List<Stack> stacks =
        parts.store().<List<Stack>>read(tx -> tx.list(Stack.TABLE, call.scope())).stream()
            .filter(one -> statuses.isEmpty() || statuses.contains(one.status().name()))
            .sorted(NEWEST_FIRST)
            .toList();
    Page<Stack> page =
        parts
            .pages()
            .page(call, "summaries " + statuses, stacks, Stack::id, wanted(input.nextToken()));
    return ListStacksOutput.builder()
        .stackSummaries(page.map(DescribeStacks::summary))
        .nextToken(page.token())
        .build();
  }

  private static StackSummary summary(Stack stack) {
    return StackSummary.builder()
        .stackId(stack.arn())
        .stackName(stack.name())
        .templateDescription(emptyToNull(stack.description()))
        .creationTime(stack.created())
        .lastUpdatedTime(stack.updated())
        .deletionTime(stack.deleted())
        .stackStatus(stack.status().name())
        .stackStatusReason(emptyToNull(stack.reason()))
        .parentId(emptyToNull(stack.parentId()))
        .rootId(emptyToNull(stack.rootId()))
        .driftInformation(
            StackDriftInformationSummary.builder().stackDriftStatus("NOT_CHECKED").build())
        .build();
  }

  private GetTemplateOutput template(Call call, GetTemplateInput input) {
    return parts
        .store()
        .read(tx -> {
          Stack stack = Stacks.require(tx, call, input.stackName());
          int number = stack.settled() == 0 ? stack.revision() : stack.settled();
          String body =
              tx.get(StackRevision.TABLE, stack.id(), StackRevision.id(number))
                  .map(StackRevision::body)
                  .orElse("");
          return GetTemplateOutput.builder()
              .templateBody(body)
              .stagesAvailable(List.of("Original", "Processed"))
              .build();
        });
  }
}
