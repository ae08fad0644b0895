package croft.services.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Small forms that many types' properties share: documents, lists of texts, tags. */
public final class Documents {
  private static final String OWN = "aws:";

  private Documents() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  /** A document as the text that services take. */
  public static String text(JsonNode document) {
    return document.isString() ? document.asString() : document.toString();
  }

  /** A document as a tree, or the text itself where it is none. */
  public static JsonNode tree(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      return JsonMapper.shared().getNodeFactory().stringNode(text);
    }
  }

  /** The texts of a list; none where there is no list. */
  public static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asString()));
    return texts;
  }

  /** A list of texts. */
  public static ArrayNode list(Iterable<String> texts) {
    ArrayNode list = JsonMapper.shared().createArrayNode();
    texts.forEach(list::add);
    return list;
  }

  /** Tags as the property Tags has them, by key, without those in AWS's name. */
  public static ArrayNode tags(Map<String, String> tags) {
    ArrayNode list = JsonMapper.shared().createArrayNode();
    new TreeMap<>(tags)
        .forEach((key, value) -> {
          if (!key.startsWith(OWN)) {
            list.addObject().put("Key", key).put("Value", value);
          }
        });
    return list;
  }
}
