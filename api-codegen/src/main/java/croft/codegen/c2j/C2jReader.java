package croft.codegen.c2j;

import croft.codegen.model.ApiModel;
import croft.codegen.model.ErrorShape;
import croft.codegen.model.OperationModel;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads one C2J model whole. */
public final class C2jReader {
  private final JsonNode model;
  private final JsonNode metadata;
  private final SortedMap<String, ShapeModel> shapes = new TreeMap<>();
  private final SortedMap<String, ErrorShape> errors = new TreeMap<>();

  private C2jReader(JsonNode model) {
    this.model = model;
    this.metadata = model.path("metadata");
  }

  /** Reads the JSON text of a {@code *-model.json} file; the stream stays open. */
  public static ApiModel read(InputStream json) {
    return read(json, "{}");
  }

  /**
   * The same, with operations and shapes that the model does not have.
   *
   * @param newer a JSON text of the model's form
   * @throws IllegalArgumentException when the model has one of them: it is known by now
   */
  public static ApiModel read(InputStream json, String newer) {
    JsonNode model = JsonMapper.shared().readTree(json);
    JsonNode more = JsonMapper.shared().readTree(newer);
    for (String part : List.of("operations", "shapes")) {
      ObjectNode known = (ObjectNode) model.path(part);
      for (Map.Entry<String, JsonNode> added : more.path(part).properties()) {
        if (known.has(added.getKey())) {
          throw new IllegalArgumentException("The model has " + added.getKey() + " itself");
        }
        known.set(added.getKey(), added.getValue());
      }
    }
    return new C2jReader(model).api();
  }

  private ApiModel api() {
    C2jShapes reader = new C2jShapes(model.path("shapes"));
    for (Map.Entry<String, JsonNode> shape : model.path("shapes").properties()) {
      shapes.put(shape.getKey(), reader.shape(shape.getKey()));
      if (shape.getValue().path("exception").asBoolean(false)) {
        errors.put(shape.getKey(), error(shape.getKey(), shape.getValue()));
      }
    }
    SortedMap<String, OperationModel> operations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> operation : model.path("operations").properties()) {
      operations.put(operation.getKey(), operation(operation.getKey(), operation.getValue()));
    }
    Map<Trait, String> traits = new EnumMap<>(Trait.class);
    putIfText(traits, Trait.XML_NAMESPACE_URI, metadata.path("xmlNamespace"));
    return new ApiModel(
        names(),
        protocols(),
        traits,
        metadata.has("awsQueryCompatible"),
        shapes,
        operations,
        errors,
        Set.of());
  }

  private ApiModel.Names names() {
    String endpoint = text(metadata, "endpointPrefix", "");
    String target = text(metadata, "targetPrefix", "");
    return new ApiModel.Names(
        text(metadata, "serviceFullName", endpoint),
        text(metadata, "signingName", endpoint),
        endpoint,
        text(metadata, "apiVersion", ""),
        target,
        target.isEmpty() ? text(metadata, "serviceId", "").replace(" ", "") : target);
  }

  private List<String> protocols() {
    List<String> named = new ArrayList<>();
    metadata.path("protocols").forEach(protocol -> named.add(protocol.asString()));
    if (named.isEmpty()) {
      named.add(text(metadata, "protocol", ""));
    }
    String json = "1.0".equals(text(metadata, "jsonVersion", "1.1")) ? "_1_0" : "_1_1";
    return named.stream()
        .map(protocol ->
            switch (protocol) {
              case "query" -> "AWS_QUERY";
              case "ec2" -> "EC2_QUERY";
              case "json" -> "AWS_JSON" + json;
              case "rest-json" -> "REST_JSON";
              case "rest-xml" -> "REST_XML";
              case "smithy-rpc-v2-cbor" -> "RPC_V2_CBOR";
              default -> throw new IllegalArgumentException("Unknown protocol " + protocol);
            })
        .toList();
  }

  private OperationModel operation(String name, JsonNode operation) {
    JsonNode http = operation.path("http");
    List<String> raised = new ArrayList<>();
    operation.path("errors").forEach(error -> raised.add(text(error, "shape", "")));
    boolean checksum =
        operation.path("httpChecksumRequired").asBoolean(false)
            || operation.path("httpChecksum").path("requestChecksumRequired").asBoolean(false);
    String uid = text(metadata, "uid", "");
    return new OperationModel(
        name,
        new OperationModel.HttpBinding(
            text(http, "method", "POST"),
            text(http, "requestUri", "/"),
            http.path("responseCode").asInt(200),
            checksum),
        input(name, operation.path("input")),
        output(name, operation.path("output")),
        List.copyOf(raised),
        text(operation.path("output"), "resultWrapper", ""),
        uid.isEmpty() ? "" : "https://docs.aws.amazon.com/goto/WebAPI/" + uid + "/" + name);
  }

  /** The XML root of a request stands at the operation; here it goes to the shape. */
  private String input(String operation, JsonNode input) {
    if (!input.has("shape")) {
      return orEmptyShape(operation + "Request");
    }
    String name = text(input, "shape", "");
    if (input.has("locationName")) {
      ShapeModel bare = Objects.requireNonNull(shapes.get(name), name);
      Map<Trait, String> traits = new EnumMap<>(Trait.class);
      traits.putAll(bare.traits());
      traits.put(Trait.XML_NAME, text(input, "locationName", ""));
      C2jShapes.putNamespace(traits, input.path("xmlNamespace"));
      shapes.put(
          name,
          new ShapeModel(name, bare.kind(), bare.members(), bare.limits(), Map.copyOf(traits)));
    }
    return name;
  }

  private String output(String operation, JsonNode output) {
    return output.has("shape") ? text(output, "shape", "") : orEmptyShape(operation + "Response");
  }

  private String orEmptyShape(String name) {
    if (shapes.putIfAbsent(name, ShapeModel.empty(name)) != null) {
      throw new IllegalArgumentException(name + " is both a shape and an operation's missing one");
    }
    return name;
  }

  private static ErrorShape error(String name, JsonNode shape) {
    JsonNode error = shape.path("error");
    boolean fault = shape.path("fault").asBoolean(false);
    int status = error.path("httpStatusCode").asInt(fault ? 500 : 400);
    return new ErrorShape(
        name,
        text(error, "code", name),
        status,
        error.path("senderFault").asBoolean(!fault && status < 500));
  }

  static String text(JsonNode node, String field, String otherwise) {
    return node.path(field).isString() ? node.path(field).asString() : otherwise;
  }

  static void putIfText(Map<Trait, String> traits, Trait trait, JsonNode value) {
    if (value.isString()) {
      traits.put(trait, value.asString());
    }
  }
}
