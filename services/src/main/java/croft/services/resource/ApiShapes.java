package croft.services.resource;

import croft.wire.codec.JsonReader;
import croft.wire.codec.JsonWriter;
import croft.wire.codec.Limits;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeReader;
import java.util.function.Function;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Properties as requests of an API, and its answers as properties: both by the names of the model,
 * which are mostly the same.
 */
public final class ApiShapes {
  private static final JsonFactory JSON = JsonReader.factory(Limits.DEFAULT);
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ApiShapes() {}

  /**
   * A request with the members that have the same name as properties, at every depth: {@code
   * read(properties, CreateVpcRequest::read)}. Others are passed over: give only what has its
   * place.
   */
  public static <T extends Shape> T read(ObjectNode properties, Function<ShapeReader, T> shape) {
    return JsonReader.readModelNames(JSON, MAPPER.writeValueAsBytes(properties), shape);
  }

  /** An answer as a tree, by the names of the model. */
  public static ObjectNode write(Shape shape) {
    JsonWriter json = JsonWriter.withModelNames(JSON);
    json.object(shape);
    return (ObjectNode) MAPPER.readTree(json.bytes());
  }
}
