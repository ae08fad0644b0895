package croft.services.cloudformation.stack;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.DescribeStackResourceInput;
import croft.api.cloudformation.DescribeStackResourceOutput;
import croft.api.cloudformation.DescribeStackResourcesInput;
import croft.api.cloudformation.DescribeStackResourcesOutput;
import croft.api.cloudformation.ListStackResourcesInput;
import croft.api.cloudformation.ListStackResourcesOutput;
import croft.api.cloudformation.StackResourceDetail;
import croft.api.cloudformation.StackResourceDriftInformation;
import croft.api.cloudformation.StackResourceDriftInformationSummary;
import croft.api.cloudformation.StackResourceSummary;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages.Page;
import croft.services.operation.Pages.Wanted;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DescribeStackResource, DescribeStackResources and ListStackResources. */
public final class StackResourceOperations {
  private static final int PAGE_SIZE = 100;
  private static final String UNCHECKED = "NOT_CHECKED";

  private final CloudFormationParts parts;
  private final ResourceMetadata metadata;

  /** What a resource's Metadata says, evaluated, as JSON. */
  @FunctionalInterface
  public interface ResourceMetadata {
    Optional<String> of(Stack stack, String logicalId);
  }

  public StackResourceOperations(CloudFormationParts parts, ResourceMetadata metadata) {
    this.parts = parts;
    this.metadata = metadata;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudformationModel.DESCRIBE_STACK_RESOURCE,
            (call, input) -> access(call, "DescribeStackResource", input.stackName()),
            this::describeOne),
        bind(
            CloudformationModel.DESCRIBE_STACK_RESOURCES,
            (call, input) -> access(call, "DescribeStackResources", input.stackName()),
            this::describe),
        bind(
            CloudformationModel.LIST_STACK_RESOURCES,
            (call, input) -> access(call, "ListStackResources", input.stackName()),
            this::list));
  }

  private List<Access> access(Call call, String operation, @Nullable String stack) {
    return Stacks.access(parts.store(), call, "cloudformation:" + operation, stack);
  }

  private static Stack require(Transaction tx, Call call, @Nullable String nameOrArn) {
    String wanted = Objects.requireNonNullElse(nameOrArn, "");
    return Stacks.find(tx, call.scope(), wanted).orElseThrow(() -> StackErrors.noStackOf(wanted));
  }

  private DescribeStackResourceOutput describeOne(Call call, DescribeStackResourceInput input) {
    String logicalId = Objects.requireNonNullElse(input.logicalResourceId(), "");
    Stack stack = parts.store().read(tx -> require(tx, call, input.stackName()));
    StackResource row =
        parts
            .store()
            .read(tx -> tx.get(StackResource.TABLE, stack.id(), logicalId))
            .orElseThrow(() ->
                StackErrors.validation(
                    "Resource %s does not exist for stack %s".formatted(logicalId, stack.name())));
    return DescribeStackResourceOutput.builder()
        .stackResourceDetail(
            StackResourceDetail.builder()
                .stackId(stack.arn())
                .stackName(stack.name())
                .logicalResourceId(logicalId)
                .physicalResourceId(DescribeStacks.emptyToNull(row.physicalId()))
                .resourceType(row.type())
                .lastUpdatedTimestamp(row.changed())
                .resourceStatus(row.status().name())
                .resourceStatusReason(DescribeStacks.emptyToNull(row.reason()))
                .metadata(metadata.of(stack, logicalId).orElse(null))
                .driftInformation(
                    StackResourceDriftInformation.builder()
                        .stackResourceDriftStatus(UNCHECKED)
                        .build())
                .build())
        .build();
  }

  private DescribeStackResourcesOutput describe(Call call, DescribeStackResourcesInput input) {
    return parts
        .store()
        .read(tx -> {
          Stack stack = named(tx, call, input);
          String logicalId = input.logicalResourceId();
          List<croft.api.cloudformation.StackResource> found =
              tx.list(StackResource.TABLE, stack.id()).stream()
                  .filter(row -> logicalId == null || row.logicalId().equals(logicalId))
                  .map(row -> shape(stack, row))
                  .toList();
          return DescribeStackResourcesOutput.builder().stackResources(found).build();
        });
  }

  private static Stack named(Transaction tx, Call call, DescribeStackResourcesInput input) {
    String name = input.stackName();
    if (name != null) {
      return Stacks.find(tx, call.scope(), name).orElseThrow(() -> StackErrors.noStack(name));
    }
    String physicalId = Objects.requireNonNullElse(input.physicalResourceId(), "");
    return tx.find(StackResource.TABLE, "physical_id", physicalId).stream()
        .filter(row -> row.status() != ResourceStatus.DELETE_COMPLETE)
        .map(row -> tx.get(Stack.TABLE, call.scope(), row.stackId()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> StackErrors.validation("Stack for " + physicalId + " does not exist"));
  }

  private static croft.api.cloudformation.StackResource shape(Stack stack, StackResource row) {
    return croft.api.cloudformation.StackResource.builder()
        .stackId(stack.arn())
        .stackName(stack.name())
        .logicalResourceId(row.logicalId())
        .physicalResourceId(DescribeStacks.emptyToNull(row.physicalId()))
        .resourceType(row.type())
        .timestamp(row.changed())
        .resourceStatus(row.status().name())
        .resourceStatusReason(DescribeStacks.emptyToNull(row.reason()))
        .driftInformation(
            StackResourceDriftInformation.builder().stackResourceDriftStatus(UNCHECKED).build())
        .build();
  }

  private ListStackResourcesOutput list(Call call, ListStackResourcesInput input) {
    Stack stack = parts.store().read(tx -> Stacks.require(tx, call, input.stackName()));
    List<StackResource> rows = parts.store().read(tx -> tx.list(StackResource.TABLE, stack.id()));
    Page<StackResource> page =
        parts
            .pages()
            .page(
                call,
                "resources " + stack.id(),
                rows,
                StackResource::logicalId,
                Wanted.of(
                    input.nextToken(),
                    null,
                    PAGE_SIZE,
                    () -> StackErrors.validation("Invalid NextToken: " + input.nextToken())));
    return ListStackResourcesOutput.builder()
        .stackResourceSummaries(page.map(StackResourceOperations::summary))
        .nextToken(page.token())
        .build();
  }

  private static StackResourceSummary summary(StackResource row) {
    return StackResourceSummary.builder()
        .logicalResourceId(row.logicalId())
        .physicalResourceId(DescribeStacks.emptyToNull(row.physicalId()))
        .resourceType(row.type())
        .lastUpdatedTimestamp(row.changed())
        .resourceStatus(row.status().name())
        .resourceStatusReason(DescribeStacks.emptyToNull(row.reason()))
        .driftInformation(
            StackResourceDriftInformationSummary.builder()
                .stackResourceDriftStatus(UNCHECKED)
                .build())
        .build();
  }
}
