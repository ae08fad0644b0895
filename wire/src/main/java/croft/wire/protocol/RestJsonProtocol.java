package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.HttpWriter;
import croft.wire.codec.JsonBody;
import croft.wire.codec.JsonReader;
import croft.wire.codec.JsonWriter;
import croft.wire.codec.Limits;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.ErrorModel;
import croft.wire.schema.Member;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;

/**
 * restJson1: members in path, query, headers, and a JSON body.
 *
 * <p>Source: <a
 * href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">restJson1</a>.
 */
public final class RestJsonProtocol implements WireProtocol {
  private static final String JSON = "application/json";

  private final Limits limits;
  private final JsonFactory factory;
  private final RestRequest requests;

  public RestJsonProtocol(Limits limits) {
    this.limits = limits;
    this.factory = JsonReader.factory(limits);
    this.requests = new RestRequest(limits);
  }

  @Override
  public Protocol protocol() {
    return Protocol.REST_JSON;
  }

  @Override
  public <I extends Shape> I decode(Operation<I, ?> operation, HttpRequest request) {
    byte[] document = {};
    if (RestRequest.hasDocument(operation.inputSchema())) {
      document = Bodies.read(request, limits, "SerializationException");
      String type = Bodies.mediaType(request);
      if (document.length > 0 && type != null && !type.equals(JSON)) {
        throw new ServiceError(
            "UnsupportedMediaTypeException", 415, "The body must be JSON, not " + type + ".");
      }
    }
    return requests.decode(operation, request, new JsonBody(factory, document));
  }

  @Override
  public HttpResponse encode(
      ServiceModel service, Operation<?, ?> operation, Shape output, String requestId) {
    Headers headers = Headers.of("x-amzn-RequestId", requestId);
    RestResponse response =
        new RestResponse(operation.http().status(), headers, new JsonPayload(factory));
    JsonWriter json = JsonWriter.open(factory);
    json.object(
        new ThroughShape(output.schema(), writer -> response.write(writer, output::writeMembers)));
    boolean document = !RestRequest.hasPayload(output.schema());
    return response.finish(JSON, document ? json.bytes() : null);
  }

  @Override
  public HttpResponse encodeError(ServiceModel service, ServiceError error, String requestId) {
    ErrorModel model = ErrorShape.find(service, error);
    String name = model == null ? error.code() : model.shapeName();
    Headers headers = Headers.of("x-amzn-RequestId", requestId, "x-amzn-errortype", name);
    RestResponse response = new RestResponse(error.status(), headers, new JsonPayload(factory));
    JsonWriter json = JsonWriter.open(factory);
    if (model == null) {
      json.object(ErrorShape.unmodelled(error, json));
    } else {
      ErrorShape shape = new ErrorShape(model, error);
      json.object(
          new ThroughShape(shape.schema(), writer -> response.write(writer, shape::writeMembers)));
    }
    return response.finish(JSON, json.bytes());
  }

  /** A payload that is a JSON document. */
  private record JsonPayload(JsonFactory factory) implements HttpWriter.PayloadFormat {
    @Override
    public byte[] structure(Member member, Shape value) {
      JsonWriter json = JsonWriter.open(factory);
      json.object(value);
      return json.bytes();
    }

    @Override
    public byte[] document(Member member, @Nullable Object value) {
      return JsonWriter.document(factory, value);
    }
  }
}
