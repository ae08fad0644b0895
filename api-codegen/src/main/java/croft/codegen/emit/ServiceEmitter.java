package croft.codegen.emit;

import static croft.codegen.emit.JavaNames.literal;

import croft.codegen.model.ApiModel;
import croft.codegen.model.ErrorShape;
import croft.codegen.model.OperationModel;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes all the Java of one service. */
public final class ServiceEmitter {
  private final ApiModel api;
  private final String id;
  private final String packageName;
  private final String prefix;
  private final SchemaExpressions schemas;
  private final Map<String, String> comments = new TreeMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  private ServiceEmitter(ApiModel api, String id, String packageName) {
    this.api = api;
    this.id = id;
    this.packageName = packageName;
    this.prefix = Character.toUpperCase(id.charAt(0)) + id.substring(1);
    this.schemas = new SchemaExpressions(api);
  }

  /**
   * The service's sources.
   *
   * @param id of the service, which begins the names of its classes
   * @return the text of each file by its path below the source root
   */
  public static Map<String, String> emit(ApiModel api, String id, String packageName) {
    return new ServiceEmitter(api, id, packageName).files();
  }

  private Map<String, String> files() {
    for (OperationModel operation : api.operations().values()) {
      comments.put(operation.input(), "The input of " + link(operation));
      comments.put(operation.output(), "The output of " + link(operation));
    }
    for (ShapeModel shape : api.shapes().values()) {
      if (shape.kind().isRecord()) {
        String comment =
            comments.getOrDefault(
                shape.name(), "{@code " + shape.name() + "} of " + api.names().title() + ".");
        put(
            JavaNames.type(shape.name()),
            new RecordEmitter(api, schemas, shape).emit(packageName, comment));
      }
    }
    put("Schemas", schemas());
    put(prefix + "Errors", errors());
    put(prefix + "Model", model());
    put(prefix + "Api", face());
    put("package-info", packageInfo());
    return files;
  }

  private void put(String type, String text) {
    if (files.put(packageName.replace('.', '/') + "/" + type + ".java", text) != null) {
      throw new IllegalArgumentException(api.names().title() + " has two types named " + type);
    }
  }

  private static String link(OperationModel operation) {
    return operation.documentation().isEmpty()
        ? "{@code " + operation.name() + "}."
        : "<a href=\"%s\">%s</a>.".formatted(operation.documentation(), operation.name());
  }

  private Source unit(String... imports) {
    Source out = new Source().line("package " + packageName + ";").line("");
    for (String name : imports) {
      out.line("import " + name + ";");
    }
    return out.line("");
  }

  private String packageInfo() {
    return """
    /** The typed API of %s, generated from its model. */
    @NullMarked
    package %s;

    import org.jspecify.annotations.NullMarked;
    """
        .formatted(api.names().title(), packageName);
  }

  private String schemas() {
    Source out =
        unit(
            "croft.wire.schema.Constraints",
            "croft.wire.schema.HttpLocation",
            "croft.wire.schema.Member",
            "croft.wire.schema.Schema",
            "croft.wire.schema.Shape",
            "croft.wire.schema.ShapeIndex",
            "croft.wire.schema.ShapeReader",
            "croft.wire.schema.ShapeType",
            "croft.wire.schema.TimestampFormat",
            "croft.wire.schema.XmlNamespace",
            "java.util.Map",
            "java.util.function.Function",
            "org.jspecify.annotations.Nullable");
    out.line(
        "/** The shapes of %s by number, each made when first asked for. */".formatted(prefix));
    out.line("final class Schemas implements ShapeIndex {");
    out.line("static final Schemas ALL = new Schemas();");
    out.line("private final @Nullable Schema[] made = new Schema[" + api.shapes().size() + "];");
    out.line("").line("private Schemas() {}").line("");
    out.line("@Override").line("public Schema schema(int number) {");
    out.line("Schema known = made[number]; // a race makes it twice, alike");
    out.line("if (known == null) {").line("known = make(number);").line("made[number] = known;");
    out.line("}").line("return known;").line("}").line("");
    out.line("private static Schema make(int number) {").line("return switch (number) {");
    for (ShapeModel shape : api.shapes().values()) {
      int number = schemas.number(shape.name());
      String made =
          shape.kind().isRecord()
              ? JavaNames.type(shape.name()) + ".SCHEMA"
              : "make" + number + "()";
      out.line("case " + number + " -> " + made + ";");
    }
    out.line("default -> throw new IndexOutOfBoundsException(number);").line("};").line("}");
    readers(out);
    for (ShapeModel shape : api.shapes().values()) {
      if (!shape.kind().isRecord()) {
        out.line("").line("private static Schema make" + schemas.number(shape.name()) + "() {");
        out.line("return " + schemas.simple(shape) + ";").line("}");
      }
    }
    patternsLeftOut(out);
    return out.line("}").toString();
  }

  private void readers(Source out) {
    out.line("").line("@Override");
    out.line("public Function<ShapeReader, ? extends Shape> reader(int number) {");
    out.line("return switch (number) {");
    TreeSet<String> whole = new TreeSet<>(api.errors().keySet());
    for (OperationModel operation : api.operations().values()) {
      whole.add(operation.input());
      whole.add(operation.output());
    }
    for (String name : whole) {
      out.line("case %d -> %s.READER;".formatted(schemas.number(name), JavaNames.type(name)));
    }
    out.line("default -> throw new IllegalArgumentException(schema(number).name());");
    out.line("};").line("}");
  }

  private void patternsLeftOut(Source out) {
    String entries =
        schemas.patternsLeftOut().entrySet().stream()
            .map(e -> "Map.entry(" + literal(e.getKey()) + ", " + literal(e.getValue()) + ")")
            .collect(Collectors.joining(",\n        "));
    out.line("")
        .line("/** Patterns of the model that Java cannot compile, by shape: unchecked. */");
    out.line("static Map<String, String> patternsLeftOut() {");
    out.line("return Map.ofEntries(" + entries + ");").line("}");
  }

  private String errors() {
    Source out = unit("croft.wire.schema.ErrorModel", "java.util.List");
    out.line("/** The modelled errors of %s. */".formatted(api.names().title()));
    out.line("public final class " + prefix + "Errors {");
    for (ErrorShape error : api.errors().values()) {
      out.line("public static final ErrorModel " + JavaNames.constant(error.shape()) + " =");
      out.line(
          "    new ErrorModel(%s, %s, %d, %s, Schemas.ALL, %d);"
              .formatted(
                  literal(error.shape()),
                  literal(error.code()),
                  error.status(),
                  error.senderFault(),
                  schemas.number(error.shape())));
    }
    String all =
        api.errors().keySet().stream().map(JavaNames::constant).collect(Collectors.joining(", "));
    out.line("public static final List<ErrorModel> ALL = List.of(" + all + ");").line("");
    return out.line("private " + prefix + "Errors() {}").line("}").toString();
  }

  private String model() {
    Source out =
        unit(
            "croft.wire.schema.Operation",
            "croft.wire.schema.Protocol",
            "croft.wire.schema.ServiceModel",
            "croft.wire.schema.XmlNamespace",
            "java.util.Collections",
            "java.util.LinkedHashMap",
            "java.util.List",
            "java.util.Map",
            "java.util.Set");
    out.line("/** The operations of %s. */".formatted(api.names().title()));
    out.line("public final class " + prefix + "Model {");
    api.operations().values().forEach(operation -> operation(out, operation));
    out.line("public static final ServiceModel MODEL =").line("    " + service() + ";").line("");
    out.line("private " + prefix + "Model() {}").line("");
    out.line("private static Map<String, Operation<?, ?>> operations() {");
    out.line("Map<String, Operation<?, ?>> all = new LinkedHashMap<>();");
    for (String name : api.operations().keySet()) {
      out.line("all.put(" + literal(name) + ", " + JavaNames.constant(name) + ");");
    }
    out.line("return Collections.unmodifiableMap(all);").line("}");
    return out.line("}").toString();
  }

  private void operation(Source out, OperationModel operation) {
    OperationModel.HttpBinding http = operation.http();
    String binding =
        http.equals(new OperationModel.HttpBinding("POST", "/", 200, false))
            ? "Operation.Http.POST_ROOT"
            : "new Operation.Http(%s, %s, %d, %s)"
                .formatted(
                    literal(http.method()),
                    literal(http.uri()),
                    http.status(),
                    http.checksumRequired());
    String errors =
        operation.errors().stream()
            .map(error -> ", " + prefix + "Errors." + JavaNames.constant(error))
            .collect(Collectors.joining());
    out.line("/** " + link(operation) + " */");
    out.line(
        "public static final %s %s ="
            .formatted(type(operation), JavaNames.constant(operation.name())));
    out.line(
        "    new Operation<>(%s, %s, Schemas.ALL, %d, %d, %s%s);"
            .formatted(
                literal(operation.name()),
                binding,
                schemas.number(operation.input()),
                schemas.number(operation.output()),
                literal(operation.resultWrapper()),
                errors));
    out.line("");
  }

  private static String type(OperationModel operation) {
    return "Operation<%s, %s>"
        .formatted(JavaNames.type(operation.input()), JavaNames.type(operation.output()));
  }

  private String service() {
    ApiModel.Names names = api.names();
    String protocols =
        api.protocols().stream().map(p -> "Protocol." + p).collect(Collectors.joining(", "));
    String others =
        api.otherOperations().isEmpty()
            ? "Set.of()"
            : "Set.of(" + literal(String.join("\n", api.otherOperations())) + ".split(\"\\n\"))";
    return "new ServiceModel(%s, %s, %s, %s, %s, %s, List.of(%s), %s, %s, operations(), %s, %s, %s, %s)"
        .formatted(
            literal(id),
            literal(names.signingName()),
            literal(names.endpointPrefix()),
            literal(names.apiVersion()),
            literal(names.targetPrefix()),
            literal(names.shapeName()),
            protocols,
            SchemaExpressions.namespace(api.traits()),
            api.queryCompatible(),
            others,
            prefix + "Errors.ALL",
            api.traits().containsKey(Trait.XML_ERRORS_UNWRAPPED),
            literal(api.traits().getOrDefault(Trait.QUERY_PATH, "")));
  }

  private String face() {
    Source out = unit("croft.wire.schema.Invoker");
    out.line("/** Typed calls of %s, carried by an invoker. */".formatted(api.names().title()));
    out.line("public final class " + prefix + "Api {");
    out.line("private final Invoker invoker;").line("");
    out.line("public " + prefix + "Api(Invoker invoker) {")
        .line("this.invoker = invoker;")
        .line("}");
    for (OperationModel operation : api.operations().values()) {
      out.line("").line("/** " + link(operation) + " */");
      out.line(
          "public %s %s(%s request) {"
              .formatted(
                  JavaNames.type(operation.output()),
                  JavaNames.component(operation.name()),
                  JavaNames.type(operation.input())));
      out.line(
          "return invoker.invoke(%sModel.%s, request);"
              .formatted(prefix, JavaNames.constant(operation.name())));
      out.line("}");
    }
    return out.line("}").toString();
  }
}
