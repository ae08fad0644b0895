package croft.services.cloudtrail.event;

import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.ScalarWriter;
import croft.wire.schema.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a request as an event may show them: nothing the model calls sensitive, no
 * bodies, and of long texts the beginning only.
 */
final class RequestParameters extends ScalarWriter {
  private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
  private static final int LONGEST_TEXT = 512;
  private static final int MOST_VALUES = 200;

  private ObjectNode object = JsonNodeFactory.instance.objectNode();
  private @Nullable ArrayNode array;
  private int values;

  private RequestParameters() {}

  static ObjectNode of(Shape request) {
    RequestParameters walk = new RequestParameters();
    request.writeMembers(walk);
    return walk.object;
  }

  @Override
  public void structure(Member member, Shape value) {
    ObjectNode outer = object;
    ArrayNode outerArray = array;
    ObjectNode inner = JsonNodeFactory.instance.objectNode();
    object = inner;
    array = null;
    value.writeMembers(this);
    object = outer;
    array = outerArray;
    put(member, inner);
  }

  @Override
  public <T extends @Nullable Object> void list(
      Member member, List<T> elements, ElementWriter<T> element) {
    ArrayNode outer = array;
    ArrayNode inner = JsonNodeFactory.instance.arrayNode();
    array = inner;
    for (T value : elements) {
      element.write(this, member.target().element(), value);
    }
    array = outer;
    put(member, inner);
  }

  @Override
  public <T extends @Nullable Object> void map(
      Member member, Map<String, T> entries, ElementWriter<T> value) {
    ObjectNode outer = object;
    ArrayNode outerArray = array;
    ObjectNode inner = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, T> entry : entries.entrySet()) {
      // Written as the element of a list of one, for its own member has no name.
      ArrayNode one = JsonNodeFactory.instance.arrayNode();
      array = one;
      value.write(this, member.target().value(), entry.getValue());
      if (!one.isEmpty()) {
        inner.set(entry.getKey(), one.get(0));
      }
    }
    object = outer;
    array = outerArray;
    put(member, inner);
  }

  @Override
  protected void scalar(Member member, @Nullable Object value) {
    if (value == null || value instanceof byte[] || value instanceof ByteStream) {
      return;
    }
    String text = value.toString();
    put(
        member,
        switch (value) {
          case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
          case Integer number -> JsonNodeFactory.instance.numberNode(number);
          case Long number -> JsonNodeFactory.instance.numberNode(number);
          default ->
              JsonNodeFactory.instance.stringNode(
                  text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text);
        });
  }

  private void put(Member member, tools.jackson.databind.JsonNode value) {
    if (++values > MOST_VALUES) {
      return;
    }
    tools.jackson.databind.JsonNode shown =
        member.sensitive() ? JsonNodeFactory.instance.stringNode(HIDDEN) : value;
    if (array != null) {
      array.add(shown);
    } else {
      String name = member.name();
      object.set(Character.toLowerCase(name.charAt(0)) + name.substring(1), shown);
    }
  }
}
