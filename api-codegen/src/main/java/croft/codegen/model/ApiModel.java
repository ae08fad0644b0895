package croft.codegen.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A service.
 *
 * @param traits of the service: {@link Trait#XML_NAMESPACE_URI} and its prefix
 * @param protocols names as in the generated code's {@code Protocol}, the usual one first
 * @param otherOperations names of operations the model has and this one leaves out
 */
public record ApiModel(
    Names names,
    List<String> protocols,
    Map<Trait, String> traits,
    boolean queryCompatible,
    SortedMap<String, ShapeModel> shapes,
    SortedMap<String, OperationModel> operations,
    SortedMap<String, ErrorShape> errors,
    Set<String> otherOperations) {

  /** What the service is called, where. */
  public record Names(
      String title,
      String signingName,
      String endpointPrefix,
      String apiVersion,
      String targetPrefix,
      String shapeName) {}

  public ShapeModel shape(String name) {
    ShapeModel shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(names.title() + " has no shape " + name);
    }
    return shape;
  }

  /** The same service with these operations and the shapes and errors they reach. */
  public ApiModel only(Collection<String> wanted) {
    SortedMap<String, OperationModel> kept = new TreeMap<>();
    SortedMap<String, ErrorShape> raised = new TreeMap<>();
    for (String name : wanted) {
      OperationModel operation = operations.get(name);
      if (operation == null) {
        throw new IllegalArgumentException(names.title() + " has no operation " + name);
      }
      kept.put(name, operation);
      operation.errors().forEach(error -> raised.put(error, errorShape(error)));
    }
    Set<String> others = new TreeSet<>(otherOperations);
    others.addAll(operations.keySet());
    others.removeAll(kept.keySet());
    return new ApiModel(
        names, protocols, traits, queryCompatible, reached(kept.values()), kept, raised, others);
  }

  private ErrorShape errorShape(String name) {
    ErrorShape error = errors.get(name);
    if (error == null) {
      throw new IllegalArgumentException(names.title() + " has no error " + name);
    }
    return error;
  }

  private SortedMap<String, ShapeModel> reached(Collection<OperationModel> from) {
    SortedMap<String, ShapeModel> seen = new TreeMap<>();
    Deque<String> toVisit = new ArrayDeque<>();
    for (OperationModel operation : from) {
      toVisit.add(operation.input());
      toVisit.add(operation.output());
      toVisit.addAll(operation.errors());
    }
    while (!toVisit.isEmpty()) {
      String name = toVisit.remove();
      if (!seen.containsKey(name)) {
        ShapeModel shape = shape(name);
        seen.put(name, shape);
        List<String> targets = new ArrayList<>();
        shape.members().forEach(member -> targets.add(member.target()));
        toVisit.addAll(targets);
      }
    }
    return seen;
  }

  /** The same service speaking other protocols. */
  public ApiModel speaking(List<String> others) {
    return new ApiModel(
        names, others, traits, queryCompatible, shapes, operations, errors, otherOperations);
  }

  /** The names of all shapes that become records. */
  public Set<String> records() {
    return shapes.values().stream()
        .filter(shape -> shape.kind().isRecord())
        .map(ShapeModel::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
