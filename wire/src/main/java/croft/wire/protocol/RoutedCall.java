package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.Form;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Operation;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param request as it came, but that a body which is not a stream is held: it can be read again,
 *     such as for its signature
 * @param addressed the same, with a label that came in the host name in its path
 * @param form its parameters, where the protocol is a query protocol
 */
public record RoutedCall(
    ServiceModel service,
    Operation<?, ?> operation,
    WireProtocol protocol,
    HttpRequest request,
    HttpRequest addressed,
    @Nullable Form form) {

  /** The same call with the body that authentication checked, or will check as it is read. */
  public RoutedCall withBody(ByteStream body) {
    return new RoutedCall(
        service, operation, protocol, request.withBody(body), addressed.withBody(body), form);
  }

  /**
   * Reads the operation's input.
   *
   * @throws ServiceError the protocol's documented error for a malformed request
   */
  public Shape input() {
    Form parsed = form;
    if (parsed != null && protocol instanceof QueryProtocol query) {
      return query.decode(operation, parsed);
    }
    try {
      return protocol.decode(operation, addressed);
    } catch (ServiceError e) {
      throw service.xmlErrorsUnwrapped() && e.code().equals("SerializationException")
          ? ServiceError.badRequest("InvalidArgument", e.message())
          : e;
    }
  }

  public HttpResponse encode(Shape output, String requestId) {
    return protocol.encode(service, operation, output, requestId);
  }

  public HttpResponse encodeError(ServiceError error, String requestId) {
    return protocol.encodeError(service, located(error), requestId);
  }

  /** S3's errors tell what was asked for. */
  private ServiceError located(ServiceError error) {
    if (!service.xmlErrorsUnwrapped()) {
      return error;
    }
    Map<String, Object> members = new HashMap<>(error.members());
    members.putIfAbsent("Resource", addressed.rawPath());
    return new ServiceError(error.code(), error.status(), error.message(), members);
  }
}
