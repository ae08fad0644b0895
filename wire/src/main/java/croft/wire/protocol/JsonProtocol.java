package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.JsonReader;
import croft.wire.codec.JsonWriter;
import croft.wire.codec.Limits;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.ErrorModel;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;

/**
 * awsJson 1.0 and 1.1: JSON both ways, the operation in {@code X-Amz-Target}.
 *
 * <p>Source: <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">awsJson</a>.
 */
public final class JsonProtocol implements WireProtocol {
  private final Protocol version;
  private final Limits limits;
  private final JsonFactory factory;

  /**
   * @param version one of {@link Protocol#AWS_JSON_1_0} and {@link Protocol#AWS_JSON_1_1}
   */
  public JsonProtocol(Protocol version, Limits limits) {
    this.version = version;
    this.limits = limits;
    this.factory = JsonReader.factory(limits);
  }

  @Override
  public Protocol protocol() {
    return version;
  }

  private String mediaType() {
    return version == Protocol.AWS_JSON_1_0
        ? "application/x-amz-json-1.0"
        : "application/x-amz-json-1.1";
  }

  @Override
  public <I extends Shape> I decode(Operation<I, ?> operation, HttpRequest request) {
    byte[] body = Bodies.read(request, limits, "SerializationException");
    return JsonReader.read(factory, body, operation.input());
  }

  @Override
  public HttpResponse encode(
      ServiceModel service, Operation<?, ?> operation, Shape output, String requestId) {
    JsonWriter json = JsonWriter.open(factory);
    json.object(output);
    return HttpResponse.of(200, headers(requestId), json.bytes());
  }

  @Override
  public HttpResponse encodeError(ServiceModel service, ServiceError error, String requestId) {
    ErrorModel model = ErrorShape.find(service, error);
    Headers headers = headers(requestId);
    if (service.queryCompatible()) {
      headers.set("x-amzn-query-error", queryError(model, error));
    }
    JsonWriter json = JsonWriter.open(factory);
    json.object(new TypedError(typeName(version, service, model, error), model, error, json));
    return HttpResponse.of(error.status(), headers, json.bytes());
  }

  /** {@code Code;Sender}, for clients that know the codes of the query protocol. */
  static String queryError(@Nullable ErrorModel model, ServiceError error) {
    String code = model == null ? error.code() : model.code();
    return code + ";" + (error.isSenderFault() ? "Sender" : "Receiver");
  }

  /** The exception's name, in a namespace where the protocol asks for a whole shape id. */
  static String typeName(
      Protocol protocol, ServiceModel service, @Nullable ErrorModel model, ServiceError error) {
    String name = model == null ? error.code() : model.shapeName();
    return protocol == Protocol.AWS_JSON_1_1 || model == null
        ? name
        : "com.amazonaws." + service.signingName() + "#" + name;
  }

  private Headers headers(String requestId) {
    return Headers.of("Content-Type", mediaType(), "x-amzn-RequestId", requestId);
  }
}
