package croft.services.cloudformation.changeset;

import croft.api.cloudformation.Change;
import croft.api.cloudformation.ChangeSetSummary;
import croft.api.cloudformation.DescribeChangeSetOutput;
import croft.api.cloudformation.Parameter;
import croft.api.cloudformation.ResourceChange;
import croft.api.cloudformation.ResourceChangeDetail;
import croft.api.cloudformation.ResourceTargetDefinition;
import croft.api.cloudformation.RollbackConfiguration;
import croft.api.cloudformation.Tag;
import croft.services.cloudformation.engine.Difference;
import croft.services.cloudformation.stack.Stack;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Change sets as the API shows them. */
final class ChangeSetShapes {
  private ChangeSetShapes() {}

  static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static ChangeSetSummary summary(Stack stack, ChangeSet set) {
    return ChangeSetSummary.builder()
        .stackId(stack.arn())
        .stackName(stack.name())
        .changeSetId(set.arn())
        .changeSetName(set.name())
        .executionStatus(set.execution())
        .status(set.status())
        .statusReason(emptyToNull(set.reason()))
        .creationTime(set.created())
        .description(emptyToNull(set.description()))
        .includeNestedStacks(false)
        .build();
  }

  /**
   * The whole of it.
   *
   * @param values whether the values of properties are shown
   */
  static DescribeChangeSetOutput description(
      Stack stack, ChangeSet set, List<Difference> page, @Nullable String token, boolean values) {
    return DescribeChangeSetOutput.builder()
        .changeSetId(set.arn())
        .changeSetName(set.name())
        .stackId(stack.arn())
        .stackName(stack.name())
        .description(emptyToNull(set.description()))
        .parameters(
            set.revision().shown().stream()
                .map(one ->
                    Parameter.builder()
                        .parameterKey(one.key())
                        .parameterValue(one.value())
                        .resolvedValue(emptyToNull(one.resolved()))
                        .build())
                .toList())
        .creationTime(set.created())
        .executionStatus(set.execution())
        .status(set.status())
        .statusReason(emptyToNull(set.reason()))
        .notificationARNs(List.of())
        .rollbackConfiguration(RollbackConfiguration.builder().build())
        .capabilities(set.options().capabilities())
        .tags(
            set.revision().tags().entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList())
        .changes(page.stream().map(one -> change(one, values)).toList())
        .includeNestedStacks(false)
        .nextToken(token)
        .build();
  }

  private static Change change(Difference difference, boolean values) {
    return Change.builder()
        .type("Resource")
        .resourceChange(
            ResourceChange.builder()
                .policyAction(emptyToNull(difference.policyAction()))
                .action(difference.action())
                .logicalResourceId(difference.logicalId())
                .physicalResourceId(emptyToNull(difference.physicalId()))
                .resourceType(difference.type())
                .replacement(emptyToNull(difference.replacement()))
                .scope(difference.scope())
                .details(difference.details().stream().map(one -> detail(one, values)).toList())
                .beforeContext(values ? context(difference.before()) : null)
                .afterContext(values ? context(difference.after()) : null)
                .build())
        .build();
  }

  private static @Nullable String context(String properties) {
    return properties.isEmpty() ? null : "{\"Properties\":" + properties + "}";
  }

  private static ResourceChangeDetail detail(Difference.Detail detail, boolean values) {
    boolean property = detail.attribute().equals("Properties");
    return ResourceChangeDetail.builder()
        .target(
            ResourceTargetDefinition.builder()
                .attribute(detail.attribute())
                .name(emptyToNull(detail.name()))
                .requiresRecreation(detail.requiresRecreation())
                .path(values && property ? "/Properties/" + detail.name() : null)
                .beforeValue(values ? emptyToNull(detail.before()) : null)
                .afterValue(values ? emptyToNull(detail.after()) : null)
                .attributeChangeType(values ? changeType(detail) : null)
                .build())
        .evaluation(detail.evaluation())
        .changeSource(detail.changeSource())
        .causingEntity(emptyToNull(detail.causingEntity()))
        .build();
  }

  private static String changeType(Difference.Detail detail) {
    if (detail.before().isEmpty()) {
      return "Add";
    }
    return detail.after().isEmpty() ? "Remove" : "Modify";
  }
}
