package croft.wire.conformance;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/** Documents as plain trees that compare by meaning: numbers by value, blobs by content. */
final class Trees {
  private static final JsonMapper JSON = new JsonMapper();
  private static final CBORMapper CBOR = new CBORMapper();

  private Trees() {}

  static Object json(byte[] document) {
    return plain(JSON.readValue(document, Object.class));
  }

  static Object cbor(byte[] document) {
    return plain(CBOR.readValue(document, Object.class));
  }

  static Object xml(byte[] document, boolean namespaces) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      var root = factory.newDocumentBuilder().parse(new ByteArrayInputStream(document));
      return element(root.getDocumentElement(), namespaces);
    } catch (Exception e) {
      throw new AssertionError("not XML: " + new String(document, StandardCharsets.UTF_8), e);
    }
  }

  /** Name and namespace, attributes, children ordered by name (their order in a list kept). */
  private static Object element(Element element, boolean namespaces) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", (namespaces ? element.getNamespaceURI() : "") + " " + element.getLocalName());
    Map<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      Node attribute = element.getAttributes().item(i);
      if (!"xmlns".equals(attribute.getNodeName())) {
        attributes.put(attribute.getNodeName(), attribute.getNodeValue());
      }
    }
    tree.put("attributes", attributes);
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    children.sort(Comparator.comparing(Element::getLocalName));
    if (children.isEmpty()) {
      tree.put("text", element.getTextContent());
    } else {
      tree.put("children", children.stream().map(child -> element(child, namespaces)).toList());
    }
    return tree;
  }

  /** Leaves out the request's id, which most cases do not show. */
  static Object withoutIds(Object xml) {
    if (!(xml instanceof Map<?, ?> root) || !(root.get("children") instanceof List<?> children)) {
      return xml;
    }
    List<?> others =
        children.stream()
            .filter(child ->
                !(child instanceof Map<?, ?> map)
                    || !String.valueOf(map.get("name"))
                        .matches("(?i).* (requestid|responsemetadata)"))
            .toList();
    Map<Object, Object> without = new LinkedHashMap<>(root);
    without.put("children", others);
    if (others.isEmpty()) {
      without.remove("children");
      without.put("text", "");
    }
    return without;
  }

  /** The same tree with numbers as decimals and blobs as Base64. */
  static Object plain(@Nullable Object tree) {
    return switch (tree) {
      case null -> "null";
      case Map<?, ?> map -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((key, value) -> plain.put(String.valueOf(key), plain(value)));
        yield plain;
      }
      case List<?> list -> list.stream().map(Trees::plain).toList();
      case byte[] bytes -> "blob " + Base64.getEncoder().encodeToString(bytes);
      case Float number when !Float.isFinite(number) -> number.toString();
      case Double number when !Double.isFinite(number) -> number.toString();
      case Double number when number == number.floatValue() -> decimal("" + number.floatValue());
      case Number number -> decimal(number.toString());
      case Object other -> other;
    };
  }

  private static Object decimal(String text) {
    return new BigDecimal(text).stripTrailingZeros().toPlainString();
  }
}
