package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;

/** One protocol family: how a call and its answer look on the wire. Stateless. */
public interface WireProtocol {
  Protocol protocol();

  /**
   * Reads the input of a call.
   *
   * @throws ServiceError the protocol's documented error for a malformed request
   */
  <I extends Shape> I decode(Operation<I, ?> operation, HttpRequest request);

  /** Writes the answer of a call that succeeded. */
  HttpResponse encode(
      ServiceModel service, Operation<?, ?> operation, Shape output, String requestId);

  /** Writes the answer of a call that failed; members of a modelled error come along. */
  HttpResponse encodeError(ServiceModel service, ServiceError error, String requestId);
}
