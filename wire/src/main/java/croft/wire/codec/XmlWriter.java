package croft.wire.codec;

import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import croft.wire.schema.TimestampFormat;
import croft.wire.schema.XmlNamespace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes XML bodies: those of awsQuery, ec2Query and REST-XML, which differ only in what surrounds
 * the members.
 *
 * <p>Source: <a href="https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings">XML
 * bindings</a>.
 */
public final class XmlWriter extends TextWriter {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private final StringBuilder out = new StringBuilder(512);

  /** The flattened list or map whose name the next element takes. */
  private @Nullable Member flattened;

  /** Begins a document. */
  public XmlWriter() {
    out.append(DECLARATION);
  }

  public byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A start tag without attributes but the namespace. */
  public XmlWriter open(String name, @Nullable XmlNamespace namespace) {
    out.append('<').append(name);
    declare(namespace);
    out.append('>');
    return this;
  }

  public XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /** An element that holds text only. */
  public XmlWriter element(String name, String text) {
    open(name, null);
    escape(text, false);
    return close(name);
  }

  /** An element that holds the members of a shape, with those that are its attributes. */
  public XmlWriter element(String name, @Nullable XmlNamespace namespace, Shape value) {
    out.append('<').append(name);
    declare(namespace);
    if (value.schema().hasXmlAttributes()) {
      value.writeMembers(new Attributes());
    }
    int tagEnd = out.append('>').length();
    value.writeMembers(this);
    end(name, tagEnd);
    return this;
  }

  @Override
  public void structure(Member member, Shape value) {
    Member named = naming(member);
    // An element of a flattened list has the list's name, but its own namespace.
    element(named.xmlName(), member.xmlNamespace(), value);
  }

  @Override
  public <T extends @Nullable Object> void list(
      Member member, List<T> values, ElementWriter<T> element) {
    Member of = member.target().element();
    if (member.flattened()) {
      for (T value : values) {
        flattened = member;
        element.write(this, of, value);
      }
      return;
    }
    Member named = naming(member);
    int tagEnd = start(named);
    for (T value : values) {
      element.write(this, of, value);
    }
    end(named.xmlName(), tagEnd);
  }

  @Override
  public <T extends @Nullable Object> void map(
      Member member, Map<String, T> values, ElementWriter<T> value) {
    Schema target = member.target();
    Member named = naming(member);
    boolean flat = member.flattened();
    int tagEnd = flat ? 0 : start(named);
    for (var entry : values.entrySet()) {
      if (flat) {
        start(named);
      } else {
        out.append("<entry>");
      }
      text(target.key(), entry.getKey());
      value.write(this, target.value(), entry.getValue());
      close(flat ? named.xmlName() : "entry");
    }
    if (!flat) {
      end(named.xmlName(), tagEnd);
    }
  }

  @Override
  void text(Member member, String value) {
    if (member.xmlAttribute()) {
      return; // already in the start tag
    }
    Member named = naming(member);
    open(named.xmlName(), member.xmlNamespace());
    escape(value, false);
    close(named.xmlName());
  }

  @Override
  TimestampFormat defaultTimestampFormat(Member member) {
    return TimestampFormat.DATE_TIME;
  }

  private Member naming(Member member) {
    Member list = flattened;
    flattened = null;
    return list == null ? member : list;
  }

  private int start(Member member) {
    open(member.xmlName(), member.xmlNamespace());
    return out.length();
  }

  /** Ends an element; one that stayed empty becomes a single tag. */
  private void end(String name, int tagEnd) {
    if (out.length() == tagEnd) {
      out.insert(tagEnd - 1, '/');
    } else {
      close(name);
    }
  }

  private void declare(@Nullable XmlNamespace namespace) {
    if (namespace == null) {
      return;
    }
    out.append(" xmlns");
    if (!namespace.prefix().isEmpty()) {
      out.append(':').append(namespace.prefix());
    }
    out.append("=\"");
    escape(namespace.uri(), true);
    out.append('"');
  }

  /** Characters that XML 1.0 cannot hold, even escaped, become U+FFFD. */
  private void escape(String text, boolean attribute) {
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      String replacement = replacement(text.charAt(i), attribute);
      if (replacement != null) {
        out.append(text, plain, i).append(replacement);
        plain = i + 1;
      }
    }
    out.append(text, plain, text.length());
  }

  private static @Nullable String replacement(char c, boolean attribute) {
    if (c >= 0x40) {
      return c == 0xFFFE || c == 0xFFFF ? "\uFFFD" : null;
    }
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> attribute ? "&quot;" : null;
      case '\r' -> "&#xD;";
      case '\t' -> attribute ? "&#x9;" : null;
      case '\n' -> attribute ? "&#xA;" : null;
      default -> c < 0x20 ? "\uFFFD" : null;
    };
  }

  /** The pass over a structure that takes its attributes only. */
  private final class Attributes extends TextWriter {
    @Override
    void text(Member member, String value) {
      if (member.xmlAttribute()) {
        out.append(' ').append(member.xmlName()).append("=\"");
        escape(value, true);
        out.append('"');
      }
    }

    @Override
    TimestampFormat defaultTimestampFormat(Member member) {
      return XmlWriter.this.defaultTimestampFormat(member);
    }

    @Override
    public void structure(Member member, Shape value) {}

    @Override
    public <T extends @Nullable Object> void list(
        Member member, List<T> values, ElementWriter<T> element) {}

    @Override
    public <T extends @Nullable Object> void map(
        Member member, Map<String, T> values, ElementWriter<T> value) {}
  }
}
