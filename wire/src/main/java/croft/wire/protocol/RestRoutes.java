package croft.wire.protocol;

import croft.wire.codec.Limits;
import croft.wire.codec.QueryString;
import croft.wire.http.HttpRequest;
import croft.wire.schema.HttpLocation;
import croft.wire.schema.Member;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.ShapeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of REST bindings. Of the patterns that fit, the most specific wins: more literal
 * segments, then more labels that are not greedy, then more demanded query parameters, then more
 * required headers and query parameters that the request has (which tells UploadPart from
 * PutObject, and CopyObject from both).
 */
final class RestRoutes {
  private static final Comparator<Route> ORDER =
      Comparator.comparingInt((Route route) -> -route.pattern.literals())
          .thenComparingInt(route -> -route.pattern.labels())
          .thenComparingInt(route -> -route.pattern.queryLiterals());

  private final List<ServiceModel> services = new ArrayList<>();
  private final Set<String> hosting = new HashSet<>();

  /** The routes by service id and method, the more specific first. */
  private final Map<String, Map<String, List<Route>>> routes = new HashMap<>();

  private final Limits limits;

  RestRoutes(List<ServiceModel> models, Limits limits) {
    this.limits = limits;
    for (ServiceModel service : models) {
      Protocol protocol = protocolOf(service);
      if (protocol != null) {
        services.add(service);
        if (VirtualHost.takes(service)) {
          hosting.add(service.id());
        }
        routes.put(service.id(), routesOf(service, protocol));
      }
    }
  }

  private static Map<String, List<Route>> routesOf(ServiceModel service, Protocol protocol) {
    Map<String, List<Route>> byMethod = new HashMap<>();
    for (Operation<?, ?> operation : service.operations().values()) {
      byMethod
          .computeIfAbsent(operation.http().method(), method -> new ArrayList<>())
          .add(Route.of(service, operation, protocol));
    }
    byMethod.values().forEach(here -> here.sort(ORDER));
    return byMethod;
  }

  /** One binding. What its input demands is asked for only where the path fits. */
  record Route(
      ServiceModel service, Operation<?, ?> operation, Protocol protocol, UriPattern pattern) {

    static Route of(ServiceModel service, Operation<?, ?> operation, Protocol protocol) {
      UriPattern pattern = UriPattern.parse(operation.http().uri());
      return new Route(service, operation, protocol, pattern);
    }

    /** Whether the body passes through and must not be held. */
    boolean streamed() {
      return operation.inputSchema().members().stream()
          .anyMatch(member -> member.target().type() == ShapeType.STREAM);
    }

    /** How many required headers and query parameters the request has; -1 when one is missing. */
    int met(HttpRequest request, QueryString query) {
      int met = 0;
      for (Member member : operation.inputSchema().members()) {
        boolean header = member.location() == HttpLocation.HEADER;
        if (member.required() && (header || member.location() == HttpLocation.QUERY)) {
          boolean there =
              header
                  ? request.headers().has(member.locationName())
                  : !query.all(member.locationName()).isEmpty();
          if (!there) {
            return -1;
          }
          met++;
        }
      }
      return met;
    }
  }

  static @Nullable Protocol protocolOf(ServiceModel service) {
    for (Protocol protocol : service.protocols()) {
      if (protocol == Protocol.REST_JSON || protocol == Protocol.REST_XML) {
        return protocol;
      }
    }
    return null;
  }

  private List<Route> routesOf(ServiceModel service, String method) {
    return routes.getOrDefault(service.id(), Map.of()).getOrDefault(method, List.of());
  }

  List<ServiceModel> services(Target target) {
    return target.among(services);
  }

  /**
   * @param addressed the request, with a label that came in the host name in its path
   */
  record Found(Route route, HttpRequest addressed) {}

  /** The route of a request, or null. */
  @Nullable Found find(HttpRequest request, Target target) {
    for (ServiceModel service : target.among(services)) {
      HttpRequest addressed =
          hosting.contains(service.id())
              ? VirtualHost.inPath(request, service, target.host())
              : request;
      Route route = find(addressed, service);
      if (route != null) {
        return new Found(route, addressed);
      }
    }
    return null;
  }

  private @Nullable Route find(HttpRequest request, ServiceModel service) {
    String[] path = UriPattern.split(request.rawPath());
    QueryString query = QueryString.parse(request.rawQuery(), limits);
    Route best = null;
    int bestMet = -1;
    for (Route route : routesOf(service, request.method())) {
      boolean fits = route.pattern.matchesQuery(query) && route.pattern.matches(path);
      if (!fits || (best != null && bestMet >= 0 && ORDER.compare(best, route) < 0)) {
        continue; // routes come the more specific first
      }
      int met = route.met(request, query);
      if (best == null || met > bestMet) {
        best = route;
        bestMet = met;
      }
    }
    return best; // where something required is missing, the constraint check names it
  }
}
