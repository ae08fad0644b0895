package croft.wire.schema;

/** The kinds of value a member can hold, across C2J and Smithy. */
public enum ShapeType {
  STRUCTURE,
  UNION,
  LIST,
  MAP,
  /** Strings and enumerations; the permitted values are in {@link Constraints#values()}. */
  STRING,
  BOOLEAN,
  /** Byte, short and integer, held as {@link Integer}. */
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  BIG_INTEGER,
  BIG_DECIMAL,
  BLOB,
  /** A blob that is the whole HTTP body and is never held in memory: {@link ByteStream}. */
  STREAM,
  TIMESTAMP,
  /** Any JSON-like value: null, Boolean, Number, String, List and Map. */
  DOCUMENT
}
