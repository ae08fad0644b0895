package croft.codegen.emit;

import croft.codegen.model.ApiModel;
import croft.codegen.model.Kind;
import croft.codegen.model.MemberModel;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the record of one structure or union. */
final class RecordEmitter {
  private static final String IMPORTS =
      """
      import croft.wire.schema.ByteStream;
      import croft.wire.schema.Constraints;
      import croft.wire.schema.ElementReaders;
      import croft.wire.schema.ElementWriters;
      import croft.wire.schema.HttpLocation;
      import croft.wire.schema.Member;
      import croft.wire.schema.Schema;
      import croft.wire.schema.Shape;
      import croft.wire.schema.ShapeReader;
      import croft.wire.schema.ShapeWriter;
      import croft.wire.schema.TimestampFormat;
      import croft.wire.schema.Values;
      import croft.wire.schema.XmlNamespace;
      import java.math.BigDecimal;
      import java.math.BigInteger;
      import java.time.Instant;
      import java.util.List;
      import java.util.Map;
      import java.util.function.Function;
      import org.jspecify.annotations.Nullable;
      """;

  private final Types types;
  private final SchemaExpressions schemas;
  private final ShapeModel shape;
  private final String name;
  private final List<Component> components = new ArrayList<>();
  private final Source out = new Source();

  private record Component(String name, ShapeModel shape, MemberModel member) {}

  RecordEmitter(ApiModel api, SchemaExpressions schemas, ShapeModel shape) {
    this.types = new Types(api);
    this.schemas = schemas;
    this.shape = shape;
    this.name = JavaNames.type(shape.name());
    for (MemberModel member : shape.members()) {
      String component = JavaNames.component(member.name());
      components.add(new Component(component, api.shape(member.target()), member));
    }
  }

  /** The whole compilation unit. */
  String emit(String packageName, String comment) {
    out.line("package " + packageName + ";").line("");
    IMPORTS.lines().forEach(out::line);
    out.line("").line("/** " + comment + " */");
    String parameters =
        components.stream()
            .map(c -> types.nullable(c.shape) + " " + c.name)
            .collect(Collectors.joining(",\n    "));
    out.line("public record %s(\n    %s) implements Shape {".formatted(name, parameters));
    schema();
    constructor();
    factories();
    writing();
    orEmpty();
    equality();
    printing();
    builder();
    reading();
    return out.line("}").toString();
  }

  private void schema() {
    out.line("public static final Schema SCHEMA =");
    out.line("    " + schemas.structure(shape) + ";");
    out.line("static final Reading READER = new Reading();").line("");
  }

  private void constructor() {
    List<String> copies = new ArrayList<>();
    for (Component c : components) {
      if (c.shape.kind() == Kind.LIST) {
        String how = c.shape.has(Trait.SPARSE) || holdsDocuments(c.shape) ? "sparse" : "list";
        copies.add("%1$s = Values.%2$s(%1$s);".formatted(c.name, how));
      } else if (c.shape.kind() == Kind.MAP) {
        copies.add("%1$s = Values.map(%1$s);".formatted(c.name));
      }
    }
    if (!copies.isEmpty()) {
      out.line("public " + name + " {");
      copies.forEach(out::line);
      out.line("}").line("");
    }
  }

  private boolean holdsDocuments(ShapeModel list) {
    return types.element(list).kind() == Kind.DOCUMENT;
  }

  private void factories() {
    out.line("public static Builder builder() {").line("return new Builder();").line("}").line("");
    out.line("public Builder toBuilder() {").line("Builder copy = new Builder();");
    components.forEach(c -> out.line("copy.%1$s = this.%1$s;".formatted(c.name)));
    out.line("return copy;").line("}").line("");
    out.line("public static " + name + " read(ShapeReader reader) {");
    out.line("return READER.apply(reader);").line("}").line("");
  }

  private void writing() {
    out.line("@Override")
        .line("public Schema schema() {")
        .line("return SCHEMA;")
        .line("}")
        .line("");
    out.line("@Override").line("public void writeMembers(ShapeWriter writer) {");
    for (int i = 0; i < components.size(); i++) {
      Component c = components.get(i);
      out.line("if (this." + c.name + " != null) {");
      out.line(types.write(c.shape, "SCHEMA.member(" + i + ")", "this." + c.name) + ";");
      out.line("}");
    }
    out.line("}").line("");
  }

  private void orEmpty() {
    for (Component c : components) {
      if (c.shape.kind() == Kind.LIST || c.shape.kind() == Kind.MAP) {
        String empty = c.shape.kind() == Kind.LIST ? "List.of()" : "Map.of()";
        out.line("public %s %sOrEmpty() {".formatted(types.type(c.shape), c.name));
        out.line("return this.%1$s == null ? %2$s : this.%1$s;".formatted(c.name, empty));
        out.line("}").line("");
      }
    }
  }

  private void equality() {
    if (components.stream().noneMatch(c -> types.holdsBlob(c.shape))) {
      return;
    }
    out.line("@Override").line("public boolean equals(@Nullable Object other) {");
    String same =
        components.stream()
            .map(c -> "Values.same(this.%1$s, that.%1$s)".formatted(c.name))
            .collect(Collectors.joining("\n      && "));
    out.line("return other instanceof %s that\n      && %s;".formatted(name, same));
    out.line("}").line("").line("@Override").line("public int hashCode() {");
    String all = components.stream().map(c -> "this." + c.name).collect(Collectors.joining(", "));
    out.line("return Values.hash(new Object[] {" + all + "});").line("}").line("");
  }

  /** A record's own toString would print its secrets. */
  private void printing() {
    if (components.stream().noneMatch(this::isSecret)) {
      return;
    }
    String all =
        components.stream()
            .map(c -> "\"%s=\" + %s".formatted(c.name, printed(c)))
            .collect(Collectors.joining("\n      + \", \" + "));
    out.line("@Override").line("public String toString() {");
    out.line("return \"%s[\"\n      + %s\n      + \"]\";".formatted(name, all)).line("}").line("");
  }

  private String printed(Component c) {
    return isSecret(c) ? "(this." + c.name + " == null ? null : \"***\")" : "this." + c.name;
  }

  private boolean isSecret(Component c) {
    return shape.has(Trait.SENSITIVE) || c.member.has(Trait.SENSITIVE) || types.isSecret(c.shape);
  }

  private void builder() {
    out.line("/** Collects the members; those not set stay null. */");
    out.line("public static final class Builder {");
    components.forEach(c -> out.line("private " + types.nullable(c.shape) + " " + c.name + ";"));
    out.line("").line("private Builder() {}").line("");
    for (Component c : components) {
      out.line("public Builder %s(%s value) {".formatted(c.name, types.nullable(c.shape)));
      out.line("this." + c.name + " = value;").line("return this;").line("}").line("");
    }
    String all = components.stream().map(Component::name).collect(Collectors.joining(", "));
    out.line("public " + name + " build() {");
    out.line("return new " + name + "(" + all + ");").line("}").line("}").line("");
  }

  private void reading() {
    out.line("static final class Reading");
    out.line(
        "    implements Function<ShapeReader, %1$s>,\n".formatted(name)
            + "      ShapeReader.MemberReader<Builder>,\n"
            + "      ShapeReader.ElementReader<%1$s> {".formatted(name));
    out.line("@Override").line("public " + name + " apply(ShapeReader reader) {");
    out.line("Builder builder = new Builder();");
    out.line("reader.structure(SCHEMA, builder, this);").line("return builder.build();");
    out.line("}").line("").line("@Override");
    out.line("public " + name + " read(ShapeReader reader, Member member) {");
    out.line("return apply(reader);").line("}").line("").line("@Override");
    out.line("public void read(Builder builder, Member member, ShapeReader reader) {");
    out.line("switch (member.index()) {");
    for (int i = 0; i < components.size(); i++) {
      Component c = components.get(i);
      String value = types.read(c.shape, "reader", "member");
      out.line("case %d -> builder.%s = %s;".formatted(i, c.name, value));
    }
    out.line("default -> {}").line("}").line("}").line("}");
  }
}
