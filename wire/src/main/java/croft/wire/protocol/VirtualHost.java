package croft.wire.protocol;

import croft.wire.http.HttpRequest;
import croft.wire.schema.ServiceModel;

/**
 * Virtual-hosted addressing: {@code mybucket.s3.example.com/key} means {@code
 * s3.example.com/mybucket/key}. It holds for services whose bindings begin with a label.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">Virtual hosting
 * of buckets</a>.
 */
final class VirtualHost {
  private VirtualHost() {}

  static boolean takes(ServiceModel service) {
    return service.operations().values().stream()
        .anyMatch(operation -> operation.http().uri().startsWith("/{"));
  }

  /** The request with what stands before the service's label in the host name put in the path. */
  static HttpRequest inPath(HttpRequest request, ServiceModel service, String host) {
    int end = host.indexOf("." + service.endpointPrefix() + ".");
    if (end <= 0) {
      return request;
    }
    return new HttpRequest(
        request.method(),
        "/" + host.substring(0, end) + request.target(),
        request.headers(),
        request.body(),
        request.remoteAddress(),
        request.secure());
  }
}
