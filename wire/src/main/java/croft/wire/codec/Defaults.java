package croft.wire.codec;

import croft.base.ServiceError;
import croft.wire.schema.HttpLocation;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader.MemberReader;
import croft.wire.schema.TimestampFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the defaults of members that a request leaves out.
 *
 * <p>Source: <a
 * href="https://smithy.io/2.0/spec/type-refinement-traits.html#default-trait">default</a>.
 */
final class Defaults {
  private static final Defaults NONE = new Defaults(List.of(), new boolean[0]);

  private final List<Member> members;
  private final boolean[] found;

  private Defaults(List<Member> members, boolean[] found) {
    this.members = members;
    this.found = found;
  }

  /** For one structure about to be read. */
  static Defaults of(Schema schema) {
    return schema.hasDefaults()
        ? new Defaults(schema.members(), new boolean[schema.members().size()])
        : NONE;
  }

  void found(Member member) {
    if (found.length > 0) {
      found[member.index()] = true;
    }
  }

  /** Reads the defaults of the members not found, if so told only those of the body. */
  <B> void read(B builder, MemberReader<B> reader, boolean bodyOnly) {
    for (Member member : members) {
      boolean place = !bodyOnly || member.location() == HttpLocation.BODY;
      if (place && !found[member.index()]) {
        read(member, builder, reader);
      }
    }
  }

  /** Reads the default of one member, if it has one. */
  static <B> void read(Member member, B builder, MemberReader<B> reader) {
    String value = member.defaultValue();
    if (value != null) {
      reader.read(builder, member, new DefaultReader(value));
    }
  }

  /** Reads a default as the model writes it: scalars as text, collections as empty. */
  private static final class DefaultReader extends TextReader {
    private final String value;

    DefaultReader(String value) {
      this.value = value;
    }

    @Override
    String text(Member member) {
      return value;
    }

    @Override
    ServiceError invalid(Member member, String text, String expected) {
      throw new IllegalStateException("the default of " + member + " is not " + expected);
    }

    @Override
    TimestampFormat defaultTimestampFormat() {
      return value.indexOf('T') > 0 ? TimestampFormat.DATE_TIME : TimestampFormat.EPOCH_SECONDS;
    }

    @Override
    public <B> void structure(Schema schema, B builder, MemberReader<B> reader) {
      Defaults.of(schema).read(builder, reader, false);
    }

    @Override
    public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
      return List.of();
    }

    @Override
    public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> each) {
      return new LinkedHashMap<>();
    }

    @Override
    public @Nullable Object document(Member member) {
      return switch (value) {
        case "true" -> true;
        case "false" -> false;
        case "[]" -> List.of();
        case "{}" -> Map.of();
        case String text -> text;
      };
    }
  }
}
