package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.Form;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a form's {@code Action} and {@code Version} mean. */
final class QueryRoutes {
  private final List<ServiceModel> services;

  QueryRoutes(List<ServiceModel> services) {
    this.services = services.stream().filter(s -> protocolOf(s) != null).toList();
  }

  record Match(ServiceModel service, Operation<?, ?> operation, Protocol protocol) {}

  /** Whether any service the request can mean speaks a query protocol. */
  boolean serves(Target target) {
    return !target.among(services).isEmpty();
  }

  static @Nullable Protocol protocolOf(ServiceModel service) {
    for (Protocol protocol : service.protocols()) {
      if (protocol == Protocol.AWS_QUERY || protocol == Protocol.EC2_QUERY) {
        return protocol;
      }
    }
    return null;
  }

  /**
   * Finds the call.
   *
   * @throws ServiceError {@code MissingAction}, {@code NoSuchVersion}, {@code InvalidAction} or
   *     {@code UnsupportedOperation} (400)
   */
  Match find(Target target, Form form) {
    String action = form.get("Action");
    if (action == null || action.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingAction", "The request is missing an action or a required parameter.");
    }
    ServiceModel service = service(target, action, form.get("Version"));
    ServiceError unknown =
        ServiceError.badRequest(
            "InvalidAction", "The action " + action + " is not valid for this web service.");
    Operation<?, ?> operation = Target.operation(service, action, unknown);
    Protocol protocol = protocolOf(service);
    if (protocol == null) {
      throw unknown;
    }
    return new Match(service, operation, protocol);
  }

  private ServiceModel service(Target target, String action, @Nullable String version) {
    List<ServiceModel> candidates = target.among(services);
    if (version != null) {
      List<ServiceModel> ofVersion =
          candidates.stream().filter(s -> s.apiVersion().equals(version)).toList();
      if (ofVersion.isEmpty()) {
        // EC2 serves every version it ever had with the newest model; the others have one each.
        ofVersion = candidates.stream().filter(s -> protocolOf(s) == Protocol.EC2_QUERY).toList();
      }
      if (ofVersion.isEmpty() && !candidates.isEmpty()) {
        throw ServiceError.badRequest(
            "NoSuchVersion",
            "The requested version (%s) of service %s does not exist."
                .formatted(version, candidates.getFirst().endpointPrefix()));
      }
      candidates = ofVersion;
    }
    for (ServiceModel candidate : candidates) {
      if (candidate.operations().containsKey(action)
          || candidate.otherOperations().contains(action)) {
        return candidate;
      }
    }
    if (candidates.isEmpty()) {
      throw Router.unknownService(target);
    }
    return candidates.getFirst();
  }
}
