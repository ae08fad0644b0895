package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.http.HttpRequest;
import croft.wire.schema.Operation;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What routing looks at besides the body: scope and host; and the lookups every protocol needs. */
record Target(@Nullable String scope, String host) {

  static Target of(HttpRequest request) {
    String host = request.headers().first("Host");
    return new Target(
        CredentialScope.service(request), host == null ? "" : host.toLowerCase(Locale.ROOT));
  }

  /** The services the request can mean: by scope, else by the host's first label, else all. */
  List<ServiceModel> among(List<ServiceModel> services) {
    String signed = scope;
    if (signed != null) {
      return services.stream().filter(s -> s.signingName().equals(signed)).toList();
    }
    List<ServiceModel> byHost = services.stream().filter(s -> isHost(s.endpointPrefix())).toList();
    return byHost.isEmpty() ? services : byHost;
  }

  /** Whether a label of the host name is the prefix, as in {@code bucket.s3.example.com}. */
  private boolean isHost(String prefix) {
    return !prefix.isEmpty() && ("." + host).contains("." + prefix + ".");
  }

  /**
   * The operation of that name.
   *
   * @param unknown thrown when the model has no such operation
   * @throws ServiceError {@code UnsupportedOperation} when AWS has it but Croft does not
   */
  static Operation<?, ?> operation(ServiceModel service, String name, ServiceError unknown) {
    Operation<?, ?> operation = service.operations().get(name);
    if (operation != null) {
      return operation;
    }
    // Status 400: clients retry a 5xx, and no retry helps here.
    throw service.otherOperations().contains(name)
        ? ServiceError.unsupported("The operation " + service.id() + ":" + name)
        : unknown;
  }
}
