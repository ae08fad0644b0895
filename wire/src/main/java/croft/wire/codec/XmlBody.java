package croft.wire.codec;

import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader.MemberReader;
import javax.xml.stream.XMLInputFactory;

/** An XML document in a REST request's body. */
public final class XmlBody implements RestBody {
  private final XMLInputFactory factory;
  private final byte[] bytes;
  private final Limits limits;

  public XmlBody(XMLInputFactory factory, byte[] bytes, Limits limits) {
    this.factory = factory;
    this.bytes = bytes;
    this.limits = limits;
  }

  @Override
  public <B> void members(Schema schema, B builder, MemberReader<B> members) {
    if (bytes.length > 0) {
      root(schema.xmlRoot()).structure(schema, builder, members, true);
    }
  }

  @Override
  public <B> void payload(Member member, B builder, MemberReader<B> members) {
    if (bytes.length > 0) {
      members.read(builder, member, root(rootName(member)));
    }
  }

  /** A payload's element has the member's XML name if it was given one, else the shape's. */
  public static String rootName(Member member) {
    return member.xmlName().equals(member.name()) ? member.target().xmlRoot() : member.xmlName();
  }

  private XmlReader root(String name) {
    XmlElement root = XmlElement.parse(factory, bytes, limits);
    if (!root.name().equals(name)) {
      throw XmlElement.malformed(
          "The XML's root element must be " + name + ", not " + root.name() + ".");
    }
    return new XmlReader(root);
  }
}
