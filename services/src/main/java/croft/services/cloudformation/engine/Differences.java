package croft.services.cloudformation.engine;

import croft.services.cloudformation.engine.Difference.Detail;
import croft.services.cloudformation.stack.ResourceStatus;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.resource.Property;
import croft.services.resource.ResourceType;
import croft.services.resource.UpdateRequires;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What bringing a stack to another revision would change, found without changing anything. */
public final class Differences {
  private final Stack stack;
  private final StackRevision revision;
  private final Rows rows;
  private final Blueprint blueprint;
  private final Requested requested;
  private final Sealed sealed;
  private final Hidden hidden;

  /** Resources whose physical id or attributes the execution will change. */
  private final Set<String> moving = new HashSet<>();

  private Differences(EngineParts parts, Stack stack, StackRevision revision) {
    this.stack = stack;
    this.revision = revision;
    this.rows =
        parts
            .store()
            .read(tx -> Rows.read(tx, stack.scope(), stack.id()))
            .orElseGet(() -> new Rows(stack, Map.of(), List.of()));
    this.blueprint = parts.blueprints().of(stack, revision);
    this.requested = new Requested(parts, stack);
    this.sealed = new Sealed(parts.sealing());
    this.hidden = hidden(parts);
  }

  /**
   * All of them, in the order of the template, what is removed last.
   *
   * @param stack as it is, with the work of whoever asks
   * @param revision what it would be
   */
  public static List<Difference> of(EngineParts parts, Stack stack, StackRevision revision) {
    return new Differences(parts, stack, revision).all();
  }

  /** Whether the outputs would differ, though no resource does. */
  public static boolean inOutputs(EngineParts parts, Stack stack, StackRevision revision) {
    Differences differences = new Differences(parts, stack, revision);
    return !differences.blueprint.outputs(differences.known()).equals(stack.outputs());
  }

  /** Whether metadata of resources would differ, of which instances may take notice. */
  public static boolean inMetadata(EngineParts parts, Stack stack, StackRevision revision) {
    Differences after = new Differences(parts, stack, revision);
    StackRevision present = parts.store().read(tx -> Rows.revision(tx, stack, stack.settled()));
    Differences before = new Differences(parts, stack, present);
    return after.blueprint.logicalIds().stream()
        .filter(before.blueprint.logicalIds()::contains)
        .anyMatch(id ->
            !after
                .blueprint
                .metadata(id, after.known())
                .equals(before.blueprint.metadata(id, before.known())));
  }

  /** What was hidden stays so, whatever the new template says of it. */
  private Hidden hidden(EngineParts parts) {
    List<String> values = new ArrayList<>(Hidden.of(revision, sealed).values());
    if (stack.settled() > 0) {
      StackRevision present = parts.store().read(tx -> Rows.revision(tx, stack, stack.settled()));
      values.addAll(Hidden.of(present, sealed).values());
    }
    return new Hidden(values);
  }

  private List<Difference> all() {
    List<Difference> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    blueprint.logicalIds().forEach(id -> visit(id, seen, found));
    Set<String> there = Set.copyOf(blueprint.logicalIds());
    rows.those(row -> isLive(row) && !there.contains(row.logicalId()))
        .forEach(row -> found.add(removed(row)));
    return found;
  }

  /** Those it names come first: whether they move decides what is known of it. */
  private void visit(String logicalId, Set<String> seen, List<Difference> found) {
    if (seen.add(logicalId)) {
      blueprint.dependencies(logicalId).forEach(named -> visit(named, seen, found));
      difference(logicalId).ifPresent(found::add);
    }
  }

  private static boolean isLive(StackResource row) {
    return row.status() != ResourceStatus.DELETE_COMPLETE
        && row.status() != ResourceStatus.DELETE_SKIPPED;
  }

  private Blueprint.Values known() {
    Evaluation evaluation =
        new Evaluation(blueprint, rows.resources(), revision, requested, sealed);
    return new Blueprint.Values() {
      @Override
      public String ref(String logicalId) {
        return isKnown(logicalId) ? evaluation.ref(logicalId) : Difference.UNKNOWN;
      }

      @Override
      public JsonNode attribute(String logicalId, String name) {
        return isKnown(logicalId)
            ? evaluation.attribute(logicalId, name)
            : StringNode.valueOf(Difference.UNKNOWN);
      }

      private boolean isKnown(String logicalId) {
        return !moving.contains(logicalId) && rows.resources().containsKey(logicalId);
      }
    };
  }

  private Optional<Difference> difference(String logicalId) {
    ObjectNode after = blueprint.properties(logicalId, known());
    StackResource row = rows.resources().get(logicalId);
    if (row == null || !isLive(row)) {
      moving.add(logicalId);
      return Optional.of(
          new Difference(
              logicalId,
              "",
              blueprint.type(logicalId),
              "Add",
              "",
              List.of(),
              "",
              List.of(),
              "",
              hidden.in(after).toString()));
    }
    return modified(row, after);
  }

  private Optional<Difference> modified(StackResource row, ObjectNode after) {
    ObjectNode before = sealed.open(stack.id(), row.thing().properties());
    List<Detail> details = new ArrayList<>();
    Set<String> names = new TreeSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    ResourceType type = requested.type(row.thing());
    Set<String> replacing =
        type.replacedBy(before, after, blueprint.policies(row.logicalId(), known()));
    for (String name : names) {
      if (!before.path(name).equals(after.path(name))) {
        details.add(detail(row, type, name, before.path(name), after.path(name), replacing));
      }
    }
    boolean retagged = type.schema().taggable() && !row.thing().stackTags().equals(revision.tags());
    if (retagged && details.stream().noneMatch(one -> one.attribute().equals("Tags"))) {
      details.add(new Detail("Tags", "", "Never", "Static", "DirectModification", "", "", ""));
    }
    if (details.isEmpty()) {
      return Optional.empty();
    }
    String replacement = replacement(row, details);
    if (!replacement.equals("False")) {
      moving.add(row.logicalId());
    }
    Set<String> scope = new LinkedHashSet<>();
    details.forEach(one -> scope.add(one.attribute()));
    return Optional.of(
        new Difference(
            row.logicalId(),
            row.physicalId(),
            blueprint.type(row.logicalId()),
            "Modify",
            replacement,
            List.copyOf(scope),
            replacement.equals("True") ? "ReplaceAnd" + row.thing().updateReplacePolicy() : "",
            details,
            hidden.in(before).toString(),
            hidden.in(after).toString()));
  }

  private String replacement(StackResource row, List<Detail> details) {
    if (!row.type().equals(blueprint.type(row.logicalId()))) {
      return "True";
    }
    boolean always =
        details.stream()
            .anyMatch(one ->
                one.requiresRecreation().equals("Always") && one.evaluation().equals("Static"));
    boolean perhaps = details.stream().anyMatch(one -> !one.requiresRecreation().equals("Never"));
    return always ? "True" : perhaps ? "Conditional" : "False";
  }

  private Detail detail(
      StackResource row,
      ResourceType type,
      String name,
      JsonNode before,
      JsonNode after,
      Set<String> replacing) {
    boolean unknown = after.toString().contains(Difference.UNKNOWN);
    Property property = type.schema().properties().get(name);
    boolean always =
        replacing.contains(name)
            || (property != null && property.updateRequires() == UpdateRequires.REPLACEMENT);
    Cause cause = cause(row.logicalId(), name);
    return new Detail(
        name.equals("Tags") ? "Tags" : "Properties",
        name.equals("Tags") ? "" : name,
        always ? "Always" : "Never",
        unknown ? "Dynamic" : "Static",
        cause.source(),
        cause.entity(),
        before.isMissingNode() ? "" : hidden.mask(plain(before)),
        after.isMissingNode() ? "" : hidden.mask(plain(after)));
  }

  private static String plain(JsonNode value) {
    return value.isString() ? value.asString() : value.toString();
  }

  private record Cause(String source, String entity) {}

  /** What a property follows from, when it names just one thing. */
  private Cause cause(String logicalId, String property) {
    Set<String> named = blueprint.references(logicalId, property);
    Optional<String> resource = named.stream().filter(moving::contains).findFirst();
    if (resource.isPresent()) {
      return new Cause("ResourceReference", resource.get());
    }
    List<String> parameters =
        named.stream()
            .filter(name -> !blueprint.logicalIds().contains(name) && !name.startsWith("AWS::"))
            .toList();
    return parameters.size() == 1
        ? new Cause("ParameterReference", parameters.getFirst())
        : new Cause("DirectModification", "");
  }

  private Difference removed(StackResource row) {
    return new Difference(
        row.logicalId(),
        row.physicalId(),
        row.type(),
        "Remove",
        "",
        List.of(),
        row.thing().deletionPolicy(),
        List.of(),
        hidden.in(sealed.open(stack.id(), row.thing().properties())).toString(),
        "");
  }
}
