package croft.wire.conformance;

import croft.wire.http.Bytes;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a tree of maps and lists of a shape: members by their names in the model. */
final class TreeWriter implements ShapeWriter {
  private final Map<String, @Nullable Object> tree = new LinkedHashMap<>();

  /** Takes elements instead of members while a list or map is written. */
  private @Nullable List<@Nullable Object> elements;

  static Map<String, @Nullable Object> tree(Shape shape) {
    TreeWriter writer = new TreeWriter();
    shape.writeMembers(writer);
    return writer.tree;
  }

  private void put(Member member, @Nullable Object value) {
    List<@Nullable Object> list = elements;
    if (list == null) {
      tree.put(member.name(), value);
    } else {
      list.add(value);
    }
  }

  @Override
  public void structure(Member member, Shape value) {
    put(member, tree(value));
  }

  @Override
  public <T extends @Nullable Object> void list(
      Member member, List<T> values, ElementWriter<T> element) {
    List<@Nullable Object> outer = elements;
    List<@Nullable Object> list = new ArrayList<>();
    elements = list;
    for (T value : values) {
      element.write(this, member.target().element(), value);
    }
    elements = outer;
    put(member, list);
  }

  @Override
  public <T extends @Nullable Object> void map(
      Member member, Map<String, T> values, ElementWriter<T> value) {
    List<@Nullable Object> outer = elements;
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (var entry : values.entrySet()) {
      List<@Nullable Object> one = new ArrayList<>();
      elements = one;
      value.write(this, member.target().value(), entry.getValue());
      map.put(entry.getKey(), one.getFirst());
    }
    elements = outer;
    put(member, map);
  }

  @Override
  public void string(Member member, String value) {
    put(member, value);
  }

  @Override
  public void bool(Member member, boolean value) {
    put(member, value);
  }

  @Override
  public void integer(Member member, int value) {
    put(member, value);
  }

  @Override
  public void longInteger(Member member, long value) {
    put(member, value);
  }

  @Override
  public void floating(Member member, float value) {
    put(member, value);
  }

  @Override
  public void doubleFloating(Member member, double value) {
    put(member, value);
  }

  @Override
  public void bigInteger(Member member, BigInteger value) {
    put(member, value);
  }

  @Override
  public void bigDecimal(Member member, BigDecimal value) {
    put(member, value);
  }

  @Override
  public void blob(Member member, byte[] value) {
    put(member, value);
  }

  @Override
  public void stream(Member member, ByteStream value) {
    try {
      byte[] bytes = Bytes.read(value, 1 << 20);
      if (bytes.length > 0) {
        put(member, bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void timestamp(Member member, Instant value) {
    put(member, value);
  }

  @Override
  public void document(Member member, @Nullable Object value) {
    put(member, value);
  }

  @Override
  public void nothing(Member member) {
    put(member, null);
  }
}
