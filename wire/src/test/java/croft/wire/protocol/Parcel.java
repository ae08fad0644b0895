package croft.wire.protocol;

import croft.wire.schema.Constraints;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeReader;
import croft.wire.schema.ShapeType;
import croft.wire.schema.ShapeWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hand-made shape with one member of most kinds, as the generator would write it. */
record Parcel(
    @Nullable String label,
    @Nullable Integer weight,
    @Nullable Boolean urgent,
    @Nullable Instant sent,
    @Nullable List<String> stamps,
    @Nullable Map<String, String> notes,
    @Nullable List<Parcel> inside)
    implements Shape {
  static final Schema STRING = Schema.scalar("String", ShapeType.STRING, Constraints.NONE);
  static final Schema INTEGER = Schema.scalar("Integer", ShapeType.INTEGER, Constraints.NONE);
  static final Schema BOOLEAN = Schema.scalar("Boolean", ShapeType.BOOLEAN, Constraints.NONE);
  static final Schema TIMESTAMP = Schema.scalar("Timestamp", ShapeType.TIMESTAMP, Constraints.NONE);
  static final Schema STAMPS =
      Schema.list("Stamps", Constraints.NONE, false, Member.of("member", () -> STRING));
  static final Schema NOTES =
      Schema.map(
          "Notes",
          Constraints.NONE,
          false,
          Member.of("key", () -> STRING),
          Member.of("value", () -> STRING));
  static final Schema PARCELS =
      Schema.list("Parcels", Constraints.NONE, false, Member.of("member", () -> Parcel.SCHEMA));
  static final Schema SCHEMA =
      Schema.structure(
          "Parcel",
          Member.of("label", () -> STRING).require(),
          Member.of("weight", () -> INTEGER),
          Member.of("urgent", () -> BOOLEAN),
          Member.of("sent", () -> TIMESTAMP),
          Member.of("stamps", () -> STAMPS).xml("Stamp").flat(),
          Member.of("notes", () -> NOTES),
          Member.of("inside", () -> PARCELS));

  static final Parcel EMPTY = new Parcel(null, null, null, null, null, null, null);

  static Parcel labelled(String label) {
    return new Parcel(label, null, null, null, null, null, null);
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public void writeMembers(ShapeWriter writer) {
    if (label != null) {
      writer.string(SCHEMA.member(0), label);
    }
    if (weight != null) {
      writer.integer(SCHEMA.member(1), weight);
    }
    if (urgent != null) {
      writer.bool(SCHEMA.member(2), urgent);
    }
    if (sent != null) {
      writer.timestamp(SCHEMA.member(3), sent);
    }
    if (stamps != null) {
      writer.list(SCHEMA.member(4), stamps, ShapeWriter::string);
    }
    if (notes != null) {
      writer.map(SCHEMA.member(5), notes, ShapeWriter::string);
    }
    if (inside != null) {
      writer.list(SCHEMA.member(6), inside, ShapeWriter::structure);
    }
  }

  static Parcel read(ShapeReader reader) {
    Box box = new Box();
    reader.structure(
        SCHEMA,
        box,
        (into, member, from) ->
            into.parcel =
                switch (member.index()) {
                  case 0 -> into.with(from.string(member), 0);
                  case 1 -> into.with(from.integer(member), 1);
                  case 2 -> into.with(from.bool(member), 2);
                  case 3 -> into.with(from.timestamp(member), 3);
                  case 4 -> into.with(from.list(member, ShapeReader::string), 4);
                  case 5 -> into.with(from.map(member, ShapeReader::string), 5);
                  case 6 -> into.with(from.list(member, (each, of) -> read(each)), 6);
                  default -> throw new AssertionError(member);
                });
    return box.parcel;
  }

  private static final class Box {
    Parcel parcel = EMPTY;

    @SuppressWarnings("unchecked") // the index says the type
    Parcel with(Object value, int index) {
      return new Parcel(
          index == 0 ? (String) value : parcel.label,
          index == 1 ? (Integer) value : parcel.weight,
          index == 2 ? (Boolean) value : parcel.urgent,
          index == 3 ? (Instant) value : parcel.sent,
          index == 4 ? (List<String>) value : parcel.stamps,
          index == 5 ? (Map<String, String>) value : parcel.notes,
          index == 6 ? (List<Parcel>) value : parcel.inside);
    }
  }
}
