package croft.codegen.model;

/** The kinds of shape, named as in the generated code's {@code ShapeType}. */
public enum Kind {
  STRUCTURE,
  UNION,
  LIST,
  MAP,
  STRING,
  BOOLEAN,
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  BIG_INTEGER,
  BIG_DECIMAL,
  BLOB,
  STREAM,
  TIMESTAMP,
  DOCUMENT;

  /** Whether a shape of this kind becomes a record. */
  public boolean isRecord() {
    return this == STRUCTURE || this == UNION;
  }
}
