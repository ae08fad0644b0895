package croft.wire.codec;

import croft.base.ServiceError;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of a request's XML body. A request is held as a tree, for the elements of a flattened
 * list may stand apart; responses are written without one.
 */
public final class XmlElement {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>(2);
  private final StringBuilder text = new StringBuilder();
  private final List<XmlElement> children = new ArrayList<>(4);

  private XmlElement(String name) {
    this.name = name;
  }

  /** The name without a prefix: services take any, or none. */
  public String name() {
    return name;
  }

  /** The value of an attribute such as {@code xsi:type}, or null. */
  @Nullable String attribute(String qualifiedName) {
    return attributes.get(qualifiedName);
  }

  Map<String, String> attributes() {
    return attributes;
  }

  List<XmlElement> children() {
    return children;
  }

  String text() {
    return text.toString();
  }

  /** A factory that takes no document type and resolves nothing outside; made once. */
  public static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    return factory;
  }

  /**
   * Reads a document in UTF-8.
   *
   * @throws ServiceError {@code MalformedXML} (400) when it is not well formed, has a document type
   *     or nests too deep
   */
  public static XmlElement parse(XMLInputFactory factory, byte[] document, Limits limits) {
    try {
      // Decoded here, for the parser prints what it cannot decode to standard error.
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
      int start = text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
      Reader characters = new StringReader(text.subSequence(start, text.length()).toString());
      return parse(factory.createXMLStreamReader(characters), limits);
    } catch (CharacterCodingException | XMLStreamException e) {
      throw malformed("The XML you provided was not well-formed.");
    } catch (ServiceError e) {
      throw e;
    } catch (RuntimeException e) {
      // The JDK's parser answers some malformed input with exceptions of its inner workings.
      throw malformed("The XML you provided was not well-formed");
    }
  }

  private static XmlElement parse(XMLStreamReader reader, Limits limits) throws XMLStreamException {
    XmlElement outside = new XmlElement("");
    List<XmlElement> open = new ArrayList<>(List.of(outside));
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          XmlElement element = element(reader);
          open.getLast().children.add(element);
          open.add(element);
          if (open.size() > limits.depth()) {
            throw malformed("The XML nests deeper than " + limits.depth() + " elements.");
          }
        }
        case XMLStreamConstants.END_ELEMENT -> open.removeLast();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.getLast().text.append(reader.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw malformed("The XML may not have a document type or entities.");
        default -> {} // comments, processing instructions, blanks
      }
    }
    return outside.children.getFirst();
  }

  private static XmlElement element(XMLStreamReader reader) {
    XmlElement element = new XmlElement(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String prefix = reader.getAttributePrefix(i);
      String local = reader.getAttributeLocalName(i);
      String name = prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
      element.attributes.put(name, reader.getAttributeValue(i));
    }
    return element;
  }

  static ServiceError malformed(String message) {
    return ServiceError.badRequest("MalformedXML", message);
  }
}
