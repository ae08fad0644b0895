package croft.codegen;

import croft.codegen.model.ApiModel;
import croft.codegen.model.ErrorShape;
import croft.codegen.model.Kind;
import croft.codegen.model.Limits;
import croft.codegen.model.MemberModel;
import croft.codegen.model.OperationModel;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives a service back the names it had in awsQuery, where its model has moved on to another
 * protocol and forgot them. From a listing:
 *
 * <pre>
 *   query-namespace http://queue.amazonaws.com/doc/2012-11-05/
 *   query-list QueueUrlList=QueueUrl
 *   query-map TagMap=Tag,Key,Value
 *   query-error QueueDoesNotExist=AWS.SimpleQueueService.NonExistentQueue,400
 *   query-path QueueUrl
 *   query-open QueueAttributeName
 * </pre>
 *
 * A list or map so named stands flattened under that name wherever it is a member. The path of a
 * query is the value of the member so named, where the form has none. An open enumeration takes any
 * text: the service knows more values than its model, or answers others with an error of its own.
 */
final class QueryNames {
  private final Map<String, String[]> lists;
  private final Map<String, String[]> maps;
  private final Map<String, String[]> errors;
  private final List<String> namespace;
  private final List<String> path;
  private final Set<String> open;

  QueryNames(Listing.Entry entry) {
    this.lists = pairs(entry.values("query-list"));
    this.maps = pairs(entry.values("query-map"));
    this.errors = pairs(entry.values("query-error"));
    this.namespace = entry.values("query-namespace");
    this.path = entry.values("query-path");
    this.open = Set.copyOf(entry.values("query-open"));
  }

  private static Map<String, String[]> pairs(List<String> values) {
    Map<String, String[]> pairs = new HashMap<>();
    for (String value : values) {
      String[] sides = value.split("=", 2);
      pairs.put(sides[0], sides[1].split(","));
    }
    return pairs;
  }

  ApiModel applyTo(ApiModel api) {
    if (namespace.isEmpty()) {
      return api;
    }
    Map<Trait, String> traits = new EnumMap<>(Trait.class);
    traits.putAll(api.traits());
    traits.put(Trait.XML_NAMESPACE_URI, namespace.getFirst());
    if (!path.isEmpty()) {
      traits.put(Trait.QUERY_PATH, path.getFirst());
    }
    return new ApiModel(
        api.names(),
        api.protocols(),
        traits,
        api.queryCompatible(),
        shapes(api),
        operations(api),
        errors(api),
        api.otherOperations());
  }

  private SortedMap<String, ShapeModel> shapes(ApiModel api) {
    SortedMap<String, ShapeModel> named = new TreeMap<>();
    for (ShapeModel shape : api.shapes().values()) {
      List<MemberModel> members =
          shape.members().stream().map(member -> member(shape, member)).toList();
      named.put(
          shape.name(),
          new ShapeModel(shape.name(), shape.kind(), members, limits(shape), shape.traits()));
    }
    return named;
  }

  private Limits limits(ShapeModel shape) {
    Limits limits = shape.limits();
    return open.contains(shape.name())
        ? new Limits(limits.minimum(), limits.maximum(), limits.pattern(), List.of())
        : limits;
  }

  private MemberModel member(ShapeModel owner, MemberModel member) {
    Map<Trait, String> traits = new EnumMap<>(Trait.class);
    traits.putAll(member.traits());
    String[] names = lists.getOrDefault(member.target(), maps.get(member.target()));
    if (names != null && owner.kind().isRecord()) {
      traits.put(Trait.XML_NAME, names[0]);
      traits.put(Trait.FLATTENED, "");
    }
    String[] ofOwner = maps.get(owner.name());
    if (ofOwner != null && owner.kind() == Kind.MAP) {
      traits.put(Trait.XML_NAME, ofOwner[member.name().equals("key") ? 1 : 2]);
    }
    return new MemberModel(member.name(), member.target(), traits, member.limits());
  }

  private static SortedMap<String, OperationModel> operations(ApiModel api) {
    SortedMap<String, OperationModel> wrapped = new TreeMap<>();
    for (OperationModel operation : api.operations().values()) {
      boolean silent = api.shape(operation.output()).has(Trait.UNIT);
      wrapped.put(
          operation.name(),
          new OperationModel(
              operation.name(),
              operation.http(),
              operation.input(),
              operation.output(),
              operation.errors(),
              silent ? "" : operation.name() + "Result",
              operation.documentation()));
    }
    return wrapped;
  }

  private SortedMap<String, ErrorShape> errors(ApiModel api) {
    SortedMap<String, ErrorShape> coded = new TreeMap<>(api.errors());
    errors.forEach((shape, words) -> {
      if (words.length != 2 || !api.shapes().containsKey(shape)) {
        throw new IllegalArgumentException(shape + " of query-error " + Arrays.toString(words));
      }
      int status = Integer.parseInt(words[1]);
      coded.computeIfPresent(
          shape, (name, old) -> new ErrorShape(name, words[0], status, status < 500));
    });
    return coded;
  }
}
