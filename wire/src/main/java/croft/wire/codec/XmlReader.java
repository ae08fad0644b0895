package croft.wire.codec;

import croft.base.ServiceError;
import croft.wire.schema.HttpLocation;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeType;
import croft.wire.schema.TimestampFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads REST-XML bodies. Names are compared without namespace; unknown elements are passed over.
 *
 * <p>Source: <a href="https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings">XML
 * bindings</a>.
 */
public final class XmlReader extends TextReader {
  /** The elements of the value: one, or all of a flattened list or map. */
  private List<XmlElement> elements;

  /** The value of an attribute, when the reader stands at one. */
  private @Nullable String attribute;

  public XmlReader(XmlElement root) {
    this.elements = List.of(root);
  }

  @Override
  public <B> void structure(Schema schema, B builder, MemberReader<B> members) {
    structure(schema, builder, members, false);
  }

  /** A structure of which only the members bound to the body are read, if so told. */
  <B> void structure(Schema schema, B builder, MemberReader<B> members, boolean bodyOnly) {
    List<XmlElement> here = elements;
    XmlElement element = here.getLast();
    Map<Member, List<XmlElement>> byMember = new LinkedHashMap<>();
    for (XmlElement child : element.children()) {
      Member member = schema.xml(child.name());
      if (member != null && (!bodyOnly || member.location() == HttpLocation.BODY)) {
        byMember.computeIfAbsent(member, key -> new ArrayList<>(1)).add(child);
      }
    }
    if (schema.type() == ShapeType.UNION && byMember.size() != 1) {
      throw XmlElement.malformed("Exactly one member of " + schema.name() + " must be set.");
    }
    Defaults defaults = Defaults.of(schema);
    for (var entry : byMember.entrySet()) {
      elements = entry.getValue();
      members.read(builder, entry.getKey(), this);
      defaults.found(entry.getKey());
    }
    defaults.read(builder, members, bodyOnly);
    if (schema.hasXmlAttributes()) {
      attributes(schema, element, builder, members);
    }
    elements = here;
  }

  private <B> void attributes(
      Schema schema, XmlElement element, B builder, MemberReader<B> members) {
    for (Member member : schema.members()) {
      String value = member.xmlAttribute() ? element.attribute(member.xmlName()) : null;
      if (value != null) {
        attribute = value;
        members.read(builder, member, this);
        attribute = null;
      }
    }
  }

  @Override
  public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
    List<XmlElement> here = elements;
    Member of = member.target().element();
    List<T> values = new ArrayList<>();
    for (XmlElement child : member.flattened() ? here : here.getLast().children()) {
      if (member.flattened() || child.name().equals(of.xmlName())) {
        elements = List.of(child);
        values.add(element.read(this, of));
      }
    }
    elements = here;
    return values;
  }

  @Override
  public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value) {
    List<XmlElement> here = elements;
    Schema target = member.target();
    Map<String, T> values = new LinkedHashMap<>();
    for (XmlElement entry : member.flattened() ? here : here.getLast().children()) {
      elements = part(entry, target.key());
      String key = text(target.key());
      elements = part(entry, target.value());
      values.put(key, value.read(this, target.value()));
    }
    elements = here;
    return values;
  }

  private static List<XmlElement> part(XmlElement entry, Member member) {
    for (XmlElement child : entry.children()) {
      if (child.name().equals(member.xmlName())) {
        return List.of(child);
      }
    }
    throw XmlElement.malformed(entry.name() + " lacks its " + member.xmlName() + ".");
  }

  @Override
  String text(Member member) {
    String value = attribute;
    if (value != null) {
      return value;
    }
    XmlElement element = elements.getLast();
    if (!element.children().isEmpty()) {
      throw XmlElement.malformed("The element " + element.name() + " must hold text only.");
    }
    String text = element.text();
    return member.target().type() == ShapeType.STRING ? text : text.strip();
  }

  @Override
  ServiceError invalid(Member member, String text, String expected) {
    return XmlElement.malformed("The element " + member.xmlName() + " must be " + expected + ".");
  }

  @Override
  TimestampFormat defaultTimestampFormat() {
    return TimestampFormat.DATE_TIME;
  }
}
