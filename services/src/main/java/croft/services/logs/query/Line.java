package croft.services.logs.query;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A record on its way through a query, or a row that a command made. For one thread. */
final class Line {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Value[] NONE = {};

  private @Nullable QueryRecord record;
  private @Nullable Map<String, Value> values;
  private @Nullable JsonNode document;
  private boolean looked;

  /** What it is sorted by; none for newest first. */
  private Value[] keys = NONE;

  private final long at;

  /** Which one it was: of equals, the first comes first. */
  private final long number;

  private final Instant now;

  private Line(@Nullable QueryRecord record, long at, long number, Instant now) {
    this.record = record;
    this.at = at;
    this.number = number;
    this.now = now;
  }

  static Line of(QueryRecord record, long number, Instant now) {
    return new Line(record, record.at().toEpochMilli(), number, now);
  }

  static Line ofRow(long number, Instant now) {
    return new Line(null, 0, number, now);
  }

  /** Another one with the same fields. */
  Line copy() {
    Line copy = new Line(record, at, number, now);
    copy.values = values == null ? null : new LinkedHashMap<>(values);
    copy.keys = keys;
    return copy;
  }

  Value get(FieldName field) {
    if (values != null) {
      Value value = values.get(field.name());
      if (value != null) {
        return value;
      }
    }
    if (record == null) {
      return inside(field);
    }
    return switch (field.name()) {
      case "@message" -> new Value.Text(record.message());
      case "@timestamp" -> new Value.Moment(at);
      case "@ingestionTime" -> new Value.Moment(record.ingested().toEpochMilli());
      case "@log" -> new Value.Text(record.logGroup());
      case "@logStream" -> new Value.Text(record.stream());
      case "@ptr" -> new Value.Text(record.pointer());
      default -> discovered(record, field);
    };
  }

  private Value discovered(QueryRecord from, FieldName field) {
    Value inside = inside(field);
    if (!inside.isMissing()) {
      return inside;
    }
    boolean internal = field.name().startsWith("@") && !field.name().startsWith("@@");
    JsonNode found = internal ? null : document(from.message());
    return found == null ? Value.Missing.VALUE : field.in(found);
  }

  /** What stands in a structure that a command made: {@code parsed.a} where {@code parsed} is. */
  private Value inside(FieldName field) {
    if (values == null || field.parts().size() < 2) {
      return Value.Missing.VALUE;
    }
    Value whole = values.get(field.parts().getFirst());
    if (!(whole instanceof Value.Tree(JsonNode node))) {
      return Value.Missing.VALUE;
    }
    return new FieldName(field.name(), field.parts().subList(1, field.parts().size())).in(node);
  }

  private @Nullable JsonNode document(String message) {
    if (!looked) {
      looked = true;
      document = isObject(message) ? read(message) : null;
    }
    return document;
  }

  private static boolean isObject(String message) {
    int begin = 0;
    while (begin < message.length() && Character.isWhitespace(message.charAt(begin))) {
      begin++;
    }
    return begin < message.length() && message.charAt(begin) == '{';
  }

  /** A document; null when it is none. */
  static @Nullable JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      // Most messages are no JSON, and that is no fault.
      return null;
    }
  }

  void put(String name, Value value) {
    if (values == null) {
      values = new LinkedHashMap<>();
    }
    values.put(name, value);
  }

  /** Forgets all but these fields. */
  void keepOnly(Iterable<FieldName> fields) {
    Map<String, Value> kept = new LinkedHashMap<>();
    for (FieldName field : fields) {
      kept.put(field.name(), get(field));
    }
    values = kept;
    record = null;
    forget();
  }

  /** Forgets what can be had again. */
  void forget() {
    document = null;
    looked = false;
  }

  void sortBy(Value[] some) {
    keys = some;
  }

  Value[] keys() {
    return keys;
  }

  /** When the query was started. */
  Instant now() {
    return now;
  }

  long at() {
    return at;
  }

  long number() {
    return number;
  }

  /** About how many characters it keeps. */
  long size() {
    long size = Memory.OVERHEAD;
    if (record != null) {
      size += record.message().length() + record.pointer().length() + Memory.OVERHEAD;
    }
    if (values != null) {
      for (Value value : values.values()) {
        size += Memory.OVERHEAD + (value instanceof Value.Moment ? 0 : value.text().length());
      }
    }
    return size;
  }
}
