package croft.services.ec2.resource;

import croft.services.resource.ApiShapes;
import croft.services.resource.ResourceRequest;
import croft.wire.schema.Invoker;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** EC2 as resource types speak to it: by the names of its model, which templates have too. */
public record Ec2Calls(Invoker calls) {

  /** As the caller of a request. */
  public static Ec2Calls of(ResourceRequest request) {
    return new Ec2Calls(request.calls());
  }

  /**
   * The answer to a call.
   *
   * @param members of the request; names that it does not have are passed over
   */
  public <I extends Shape, O extends Shape> ObjectNode call(
      Operation<I, O> operation, ObjectNode members) {
    I input = ApiShapes.read(members, operation.input());
    return ApiShapes.write(calls.invoke(operation, input));
  }

  /**
   * What a describing call lists, of all pages.
   *
   * @param list the member of the answer, such as {@code Subnets}
   */
  public <I extends Shape, O extends Shape> List<ObjectNode> all(
      Operation<I, O> operation, String list, ObjectNode members) {
    List<ObjectNode> all = new ArrayList<>();
    ObjectNode question = members.deepCopy();
    while (true) {
      ObjectNode answer = call(operation, question);
      answer.path(list).forEach(item -> all.add((ObjectNode) item));
      String next = answer.path("NextToken").asString("");
      if (next.isEmpty()) {
        return all;
      }
      question.put("NextToken", next);
    }
  }

  /** A request without members yet. */
  public static ObjectNode members() {
    return JsonMapper.shared().createObjectNode();
  }

  /** A request with that member. */
  public static ObjectNode members(String name, String value) {
    return members().put(name, value);
  }

  /** A request for those of these ids. */
  public static ObjectNode ids(String name, String... ids) {
    ObjectNode members = members();
    ArrayNode list = members.putArray(name);
    for (String id : ids) {
      list.add(id);
    }
    return members;
  }

  /** A request with filters: a name, its value, and so on. */
  public static ObjectNode filters(String... namesAndValues) {
    ObjectNode members = members();
    ArrayNode filters = members.putArray("Filters");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      filters
          .addObject()
          .put("Name", namesAndValues[i])
          .putArray("Values")
          .add(namesAndValues[i + 1]);
    }
    return members;
  }

  /** The texts of a list. */
  public static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asString()));
    return texts;
  }
}
