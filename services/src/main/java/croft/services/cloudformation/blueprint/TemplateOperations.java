package croft.services.cloudformation.blueprint;

import static croft.services.operation.Binding.bind;

import croft.api.cloudformation.CloudformationModel;
import croft.api.cloudformation.GetTemplateSummaryInput;
import croft.api.cloudformation.GetTemplateSummaryOutput;
import croft.api.cloudformation.ParameterConstraints;
import croft.api.cloudformation.TemplateParameter;
import croft.api.cloudformation.ValidateTemplateInput;
import croft.api.cloudformation.ValidateTemplateOutput;
import croft.services.cloudformation.engine.ResourceTypes;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.cloudformation.stack.Stacks;
import croft.services.cloudformation.template.ParameterDeclaration;
import croft.services.cloudformation.template.ResourceDeclaration;
import croft.services.cloudformation.template.Template;
import croft.services.cloudformation.template.TemplateParser;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ValidateTemplate and GetTemplateSummary. */
public final class TemplateOperations {
  private final CloudFormationParts parts;
  private final ResourceTypes types;

  public TemplateOperations(CloudFormationParts parts, ResourceTypes types) {
    this.parts = parts;
    this.types = types;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                CloudformationModel.VALIDATE_TEMPLATE,
                AccessRule.toAll("cloudformation:ValidateTemplate"),
                this::validate)
            .honouring("TemplateBody"),
        bind(
                CloudformationModel.GET_TEMPLATE_SUMMARY,
                (call, input) ->
                    Stacks.access(
                        parts.store(),
                        call,
                        "cloudformation:GetTemplateSummary",
                        input.stackName()),
                this::summarize)
            .honouring("TemplateBody", "StackName"));
  }

  private static String body(@Nullable String body) {
    if (body == null) {
      throw StackErrors.validation("Either Template URL or Template Body must be specified.");
    }
    return body;
  }

  private ValidateTemplateOutput validate(Call call, ValidateTemplateInput input) {
    Template template = TemplateParser.parse(body(input.templateBody()));
    Unsupported.refuse(template);
    new PropertyCheck(types).check(template);
    return ValidateTemplateOutput.builder()
        .description(emptyToNull(template.description()))
        .parameters(
            template.parameters().values().stream()
                .map(one ->
                    TemplateParameter.builder()
                        .parameterKey(one.name())
                        .defaultValue(one.defaultValue())
                        .noEcho(one.noEcho())
                        .description(emptyToNull(one.description()))
                        .build())
                .toList())
        .capabilities(Capabilities.needed(template).map(List::of).orElse(List.of()))
        .capabilitiesReason(reason(template))
        .declaredTransforms(template.transforms())
        .build();
  }

  private static @Nullable String reason(Template template) {
    List<String> types = Capabilities.resources(template);
    return types.isEmpty() ? null : "The following resource(s) require capabilities: " + types;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private GetTemplateSummaryOutput summarize(Call call, GetTemplateSummaryInput input) {
    Template template =
        TemplateParser.parse(
            input.stackName() == null
                ? body(input.templateBody())
                : bodyOf(call, input.stackName()));
    return GetTemplateSummaryOutput.builder()
        .description(emptyToNull(template.description()))
        .parameters(
            template.parameters().values().stream().map(TemplateOperations::parameter).toList())
        .capabilities(Capabilities.needed(template).map(List::of).orElse(List.of()))
        .capabilitiesReason(reason(template))
        .resourceTypes(
            template.resources().values().stream()
                .map(ResourceDeclaration::type)
                .distinct()
                .toList())
        .version("2010-09-09")
        .metadata(
            template.metadata().entries().isEmpty() ? null : template.metadata().json().toString())
        .declaredTransforms(template.transforms())
        .build();
  }

  private String bodyOf(Call call, String stackName) {
    return parts
        .store()
        .read(tx -> {
          Stack stack = Stacks.require(tx, call, stackName);
          return tx.get(
                  StackRevision.TABLE, stack.id(), StackRevision.id(Math.max(stack.settled(), 1)))
              .map(StackRevision::body)
              .orElse("");
        });
  }

  private static croft.api.cloudformation.ParameterDeclaration parameter(
      ParameterDeclaration declared) {
    return croft.api.cloudformation.ParameterDeclaration.builder()
        .parameterKey(declared.name())
        .defaultValue(declared.defaultValue())
        .parameterType(declared.type())
        .noEcho(declared.noEcho())
        .description(emptyToNull(declared.description()))
        .parameterConstraints(
            ParameterConstraints.builder().allowedValues(declared.allowedValues()).build())
        .build();
  }
}
