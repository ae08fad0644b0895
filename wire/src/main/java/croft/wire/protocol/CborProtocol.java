package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.CborReader;
import croft.wire.codec.CborWriter;
import croft.wire.codec.Limits;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.ErrorModel;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import tools.jackson.dataformat.cbor.CBORFactory;

/**
 * rpc-v2-cbor: CBOR both ways, the operation in the path.
 *
 * <p>Source: <a
 * href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">rpcv2Cbor</a>.
 */
public final class CborProtocol implements WireProtocol {
  static final String NAME = "rpc-v2-cbor";

  private final Limits limits;
  private final CBORFactory factory;

  public CborProtocol(Limits limits) {
    this.limits = limits;
    this.factory = CborReader.factory(limits);
  }

  @Override
  public Protocol protocol() {
    return Protocol.RPC_V2_CBOR;
  }

  @Override
  public <I extends Shape> I decode(Operation<I, ?> operation, HttpRequest request) {
    byte[] body = Bodies.read(request, limits, "SerializationException");
    String type = Bodies.mediaType(request);
    if (body.length > 0 && type != null && !type.equals("application/cbor")) {
      throw new ServiceError(
          "UnsupportedMediaTypeException", 415, "The body must be application/cbor.");
    }
    return CborReader.read(factory, body, operation.input());
  }

  @Override
  public HttpResponse encode(
      ServiceModel service, Operation<?, ?> operation, Shape output, String requestId) {
    CborWriter cbor = CborWriter.open(factory);
    cbor.object(output);
    return HttpResponse.of(200, headers(requestId), cbor.bytes());
  }

  @Override
  public HttpResponse encodeError(ServiceModel service, ServiceError error, String requestId) {
    ErrorModel model = ErrorShape.find(service, error);
    Headers headers = headers(requestId);
    if (service.queryCompatible()) {
      headers.set("x-amzn-query-error", JsonProtocol.queryError(model, error));
    }
    CborWriter cbor = CborWriter.open(factory);
    String type = JsonProtocol.typeName(protocol(), service, model, error);
    cbor.object(new TypedError(type, model, error, cbor));
    return HttpResponse.of(error.status(), headers, cbor.bytes());
  }

  private static Headers headers(String requestId) {
    return Headers.of(
        "Content-Type", "application/cbor", "smithy-protocol", NAME, "x-amzn-RequestId", requestId);
  }
}
