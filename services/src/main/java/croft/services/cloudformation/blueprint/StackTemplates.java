package croft.services.cloudformation.blueprint;

import croft.api.cloudformation.Parameter;
import croft.api.ec2.AvailabilityZone;
import croft.api.ec2.DescribeAvailabilityZonesRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ssm.GetParameterRequest;
import croft.api.ssm.SsmApi;
import croft.base.ServiceError;
import croft.services.cloudformation.engine.Blueprint;
import croft.services.cloudformation.engine.Blueprints;
import croft.services.cloudformation.engine.ResourceTypes;
import croft.services.cloudformation.engine.Sealed;
import croft.services.cloudformation.engine.StackCalls;
import croft.services.cloudformation.stack.CloudFormationParts;
import croft.services.cloudformation.stack.Exports;
import croft.services.cloudformation.stack.ShownParameter;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.cloudformation.stack.TemplateIntake;
import croft.services.cloudformation.template.ParameterDeclaration;
import croft.services.cloudformation.template.ParameterValues;
import croft.services.cloudformation.template.ParameterValues.Given;
import croft.services.cloudformation.template.Template;
import croft.services.cloudformation.template.TemplateParser;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Templates of stacks: taken from callers, and read again for the engine. */
public final class StackTemplates implements Blueprints, TemplateIntake {
  private final CloudFormationParts parts;
  private final ResourceTypes types;
  private final StackCalls stackCalls;
  private final Sealed sealed;

  public StackTemplates(CloudFormationParts parts, ResourceTypes types, StackCalls stackCalls) {
    this.parts = parts;
    this.types = types;
    this.stackCalls = stackCalls;
    this.sealed = new Sealed(parts.sealing());
  }

  @Override
  public Blueprint of(Stack stack, StackRevision revision) {
    Template template = TemplateParser.parse(revision.body());
    ObjectNode values = sealed.open(stack.id(), revision.parameters());
    return blueprint(
        template,
        pseudo(stack, typed(template, values)),
        stack.scope(),
        () -> stackCalls.of(stack));
  }

  private Blueprint blueprint(
      Template template,
      Map<String, JsonNode> values,
      String scope,
      java.util.function.Supplier<Call> call) {
    Map<String, List<String>> zones = new ConcurrentHashMap<>();
    return new TemplateBlueprint(
        template,
        types,
        new StackSurroundings(
            values,
            region -> zones.computeIfAbsent(region, name -> zones(call.get(), name)),
            name ->
                parts
                    .store()
                    .read(tx -> Optional.ofNullable(Exports.all(tx, scope).get(name)))
                    .map(Exports.Export::value),
            null));
  }

  private List<String> zones(Call call, String region) {
    if (!region.equals(call.region())) {
      throw StackErrors.validation("Template error: Fn::GetAZs of another region: " + region);
    }
    return new Ec2Api(parts.calls().as(call))
            .describeAvailabilityZones(DescribeAvailabilityZonesRequest.builder().build())
            .availabilityZonesOrEmpty()
            .stream()
            .map(AvailabilityZone::zoneName)
            .filter(Objects::nonNull)
            .sorted()
            .toList();
  }

  /** Values as templates see them: lists as lists. */
  private static Map<String, JsonNode> typed(Template template, ObjectNode values) {
    Map<String, JsonNode> typed = new HashMap<>();
    for (ParameterDeclaration parameter : template.parameters().values()) {
      String text = values.path(parameter.name()).asString("");
      typed.put(parameter.name(), parameter.isList() ? list(text) : StringNode.valueOf(text));
    }
    return typed;
  }

  private static ArrayNode list(String text) {
    ArrayNode items = JsonMapper.shared().createArrayNode();
    ParameterValues.items(text).forEach(items::add);
    return items;
  }

  private static Map<String, JsonNode> pseudo(Stack stack, Map<String, JsonNode> values) {
    Map<String, JsonNode> all = new HashMap<>(values);
    all.put("AWS::AccountId", StringNode.valueOf(stack.account()));
    all.put("AWS::Region", StringNode.valueOf(stack.region()));
    all.put("AWS::StackName", StringNode.valueOf(stack.name()));
    all.put("AWS::StackId", StringNode.valueOf(stack.arn()));
    all.put("AWS::Partition", StringNode.valueOf("aws"));
    all.put("AWS::URLSuffix", StringNode.valueOf("amazonaws.com"));
    ArrayNode topics = JsonMapper.shared().createArrayNode();
    stack.options().notificationArns().forEach(topics::add);
    all.put("AWS::NotificationARNs", topics);
    return all;
  }

  @Override
  public Taken take(Call call, String stackId, Wanted wanted) {
    String body = body(wanted);
    Template template = TemplateParser.parse(body);
    Unsupported.refuse(template);
    new PropertyCheck(types).check(template);
    Capabilities.require(template, wanted.capabilities());
    allow(template, wanted.resourceTypes());
    Map<String, String> values =
        ParameterValues.of(
            template.parameters(), given(wanted.parameters()), previous(stackId, wanted));
    List<ShownParameter> shown = new ArrayList<>();
    ObjectNode resolved = JsonMapper.shared().createObjectNode();
    values.forEach((name, value) -> {
      ParameterDeclaration parameter = Objects.requireNonNull(template.parameters().get(name));
      if (parameter.type().startsWith("AWS::SSM::Parameter::Value<")) {
        String stored = stored(call, name, value);
        resolved.put(name, stored);
        shown.add(new ShownParameter(name, value, stored));
      } else {
        resolved.put(name, value);
        shown.add(new ShownParameter(name, parameter.noEcho() ? ShownParameter.HIDDEN : value, ""));
      }
    });
    Stack reviewed =
        Stack.reviewed(
            call.account(), call.region(), wanted.stackName(), stackId, parts.time().instant());
    // Conditions and dependencies make sense, or it is told now.
    blueprint(template, pseudo(reviewed, typed(template, resolved)), call.scope(), () -> call)
        .logicalIds();
    return new Taken(body, template.description(), sealed.seal(stackId, resolved), shown);
  }

  private static String body(Wanted wanted) {
    StackRevision previous = wanted.previous();
    if (wanted.usePrevious() && previous != null) {
      return previous.body();
    }
    String body = wanted.body();
    if (wanted.url() != null) {
      throw ServiceError.unsupported("TemplateURL");
    }
    if (body == null) {
      throw StackErrors.validation("Either Template URL or Template Body must be specified.");
    }
    return body;
  }

  private static void allow(Template template, List<String> allowed) {
    if (!allowed.isEmpty()) {
      template.resources().values().stream()
          .filter(one -> allowed.stream().noneMatch(type -> matches(type, one.type())))
          .findFirst()
          .ifPresent(one -> {
            throw StackErrors.validation(
                "Resource type "
                    + one.type()
                    + " is not allowed by parameter ResourceTypes "
                    + allowed);
          });
    }
  }

  private static boolean matches(String allowed, String type) {
    return allowed.equals(type)
        || (allowed.endsWith("*") && type.startsWith(allowed.substring(0, allowed.length() - 1)));
  }

  private static Map<String, Given> given(List<Parameter> parameters) {
    Map<String, Given> given = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String name = Objects.requireNonNullElse(parameter.parameterKey(), "");
      boolean previous = Requests.on(parameter.usePreviousValue());
      String value = parameter.parameterValue();
      if (previous) {
        given.put(name, new Given.Previous());
      } else if (value != null) {
        given.put(name, new Given.Value(value));
      }
    }
    return given;
  }

  private java.util.function.Function<String, Optional<String>> previous(
      String stackId, Wanted wanted) {
    StackRevision before = wanted.previous();
    if (before == null) {
      return name -> Optional.empty();
    }
    ObjectNode values = sealed.open(stackId, before.parameters());
    return name ->
        before.shown().stream()
            .filter(one -> one.key().equals(name))
            .findFirst()
            .map(one -> one.resolved().isEmpty() ? values.path(name).asString("") : one.value());
  }

  private String stored(Call call, String name, String parameter) {
    try {
      var found =
          new SsmApi(parts.calls().as(call.via(StackCalls.HOST)))
              .getParameter(GetParameterRequest.builder().name(parameter).build())
              .parameter();
      String value = found == null ? null : found.value();
      return Objects.requireNonNullElse(value, "");
    } catch (ServiceError e) {
      throw StackErrors.validation(
          "Unable to fetch parameters [%s] from parameter store for this account. (%s: %s)"
              .formatted(parameter, name, e.code()));
    }
  }
}
