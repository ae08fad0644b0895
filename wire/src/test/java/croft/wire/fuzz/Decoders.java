package croft.wire.fuzz;

import croft.base.ServiceError;
import croft.wire.codec.Limits;
import croft.wire.constraint.ConstraintChecker;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.protocol.RoutedCall;
import croft.wire.protocol.Router;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.io.IOException;
import java.util.List;

/** Feeds a request through routing, decoding and the constraint check. */
final class Decoders {
  private static final Limits LIMITS = new Limits(1 << 20, 1 << 20, 64, 1000);

  private final Router router;

  Decoders(ServiceModel service) {
    this.router = new Router(List.of(service), LIMITS);
  }

  static HttpRequest post(String target, Headers headers, byte[] body) {
    return request("POST", target, headers, body);
  }

  static HttpRequest request(String method, String target, Headers headers, byte[] body) {
    return new HttpRequest(method, target, headers, Bytes.of(body), "127.0.0.1", false);
  }

  /** Decodes; a {@link ServiceError} is the one way to refuse. */
  void decode(HttpRequest request) {
    try {
      RoutedCall call = router.route(request);
      Shape input = call.input();
      ConstraintChecker.check(input, call.protocol().protocol());
    } catch (ServiceError refused) {
      if (refused.status() >= 500) {
        throw new AssertionError("a malformed request is the sender's fault", refused);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
