package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.Form;
import croft.wire.codec.Limits;
import croft.wire.codec.QueryReader;
import croft.wire.http.Bytes;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the service, operation and protocol of a request. Looked at in this order, most telling
 * first: the rpc-v2-cbor path, {@code X-Amz-Target}, a form's {@code Action}, the REST bindings.
 * Where several services fit, the credential scope decides, then the host name, then the version.
 */
public final class Router {
  private final List<ServiceModel> services;
  private final Limits limits;
  private final Map<Protocol, WireProtocol> protocols = new EnumMap<>(Protocol.class);
  private final QueryRoutes queries;
  private final RestRoutes rest;

  public Router(List<ServiceModel> services, Limits limits) {
    this.services = List.copyOf(services);
    this.limits = limits;
    this.queries = new QueryRoutes(services);
    this.rest = new RestRoutes(services, limits);
    List.of(
            new QueryProtocol(QueryReader.Dialect.AWS, limits),
            new QueryProtocol(QueryReader.Dialect.EC2, limits),
            new JsonProtocol(Protocol.AWS_JSON_1_0, limits),
            new JsonProtocol(Protocol.AWS_JSON_1_1, limits),
            new CborProtocol(limits),
            new RestJsonProtocol(limits),
            new RestXmlProtocol(limits))
        .forEach(protocol -> protocols.put(protocol.protocol(), protocol));
  }

  /** The wire form of a protocol. */
  public WireProtocol protocol(Protocol protocol) {
    WireProtocol known = protocols.get(protocol);
    if (known == null) {
      throw new IllegalStateException("no wire form of " + protocol);
    }
    return known;
  }

  /**
   * Finds the call a request makes.
   *
   * @throws ServiceError when there is none: told to the caller by {@link #refuse}
   * @throws IOException when the body cannot be received
   */
  public RoutedCall route(HttpRequest request) throws IOException {
    if (CborProtocol.NAME.equals(request.headers().first("smithy-protocol"))) {
      return cbor(request);
    }
    String jsonTarget = request.headers().first("X-Amz-Target");
    if (jsonTarget != null) {
      return json(request, jsonTarget);
    }
    Target target = Target.of(request);
    if (looksLikeQuery(request) && queries.serves(target)) {
      return query(held(request), target);
    }
    return rest(request, target);
  }

  private RoutedCall cbor(HttpRequest request) throws IOException {
    String[] path = request.rawPath().split("/", -1);
    int end = path.length;
    ServiceError unknown =
        new ServiceError(
            "UnknownOperationException", 404, "No operation is at " + request.rawPath());
    if (end < 5 || !path[end - 4].equals("service") || !path[end - 2].equals("operation")) {
      throw unknown;
    }
    for (ServiceModel service : services) {
      if (service.shapeName().equals(path[end - 3])
          && service.protocols().contains(Protocol.RPC_V2_CBOR)
          && request.method().equals("POST")) {
        Operation<?, ?> operation = Target.operation(service, path[end - 1], unknown);
        return call(service, operation, Protocol.RPC_V2_CBOR, held(request), null);
      }
    }
    throw unknown;
  }

  private RoutedCall json(HttpRequest request, String target) throws IOException {
    int dot = target.lastIndexOf('.');
    String prefix = dot < 0 ? "" : target.substring(0, dot);
    ServiceError unknown =
        ServiceError.badRequest("UnknownOperationException", "No operation is named " + target);
    for (ServiceModel service : services) {
      if (service.targetPrefix().equals(prefix)
          && !prefix.isEmpty()
          && request.method().equals("POST")) {
        Operation<?, ?> operation = Target.operation(service, target.substring(dot + 1), unknown);
        return call(service, operation, jsonVersion(request, service), held(request), null);
      }
    }
    throw unknown;
  }

  /** The version the client speaks; without a telling content type the service's own. */
  private static Protocol jsonVersion(HttpRequest request, @Nullable ServiceModel service) {
    String type = Bodies.mediaType(request);
    boolean first = service != null && service.protocols().contains(Protocol.AWS_JSON_1_0);
    return switch (type) {
      case "application/x-amz-json-1.0" -> Protocol.AWS_JSON_1_0;
      case "application/x-amz-json-1.1" -> Protocol.AWS_JSON_1_1;
      case "application/json" -> first ? Protocol.AWS_JSON_1_0 : Protocol.AWS_JSON_1_1;
      case null -> first ? Protocol.AWS_JSON_1_0 : Protocol.AWS_JSON_1_1;
      case String other ->
          throw new ServiceError(
              "UnsupportedMediaTypeException", 415, "The body must be JSON, not " + other + ".");
    };
  }

  private static boolean looksLikeQuery(HttpRequest request) {
    return QueryProtocol.FORM.equals(Bodies.mediaType(request))
        || ("&" + request.rawQuery()).contains("&Action=");
  }

  private RoutedCall query(HttpRequest request, Target target) {
    Form form = QueryProtocol.form(request, limits);
    QueryRoutes.Match match = queries.find(target, form);
    String member = match.service().queryPathMember();
    if (!member.isEmpty() && request.rawPath().length() > 1) {
      form.putIfAbsent(member, request.rawPath());
    }
    return call(match.service(), match.operation(), match.protocol(), request, form);
  }

  private RoutedCall rest(HttpRequest request, Target target) throws IOException {
    RestRoutes.Found found = rest.find(request, target);
    if (found == null) {
      if (target.among(services).isEmpty()) {
        throw unknownService(target);
      }
      throw new ServiceError(
          "UnknownOperationException",
          404,
          "No operation is at " + request.method() + " " + request.rawPath());
    }
    RestRoutes.Route route = found.route();
    HttpRequest complete = route.streamed() ? request : held(request);
    return new RoutedCall(
        route.service(),
        route.operation(),
        protocol(route.protocol()),
        complete,
        found.addressed().withBody(complete.body()),
        null);
  }

  static ServiceError unknownService(Target target) {
    return ServiceError.unsupported("The service " + target.scope());
  }

  private RoutedCall call(
      ServiceModel service,
      Operation<?, ?> operation,
      Protocol protocol,
      HttpRequest request,
      @Nullable Form form) {
    return new RoutedCall(service, operation, protocol(protocol), request, request, form);
  }

  private HttpRequest held(HttpRequest request) throws IOException {
    return request.withBody(Bytes.of(Bytes.read(request.body(), limits.bodyBytes())));
  }

  /**
   * Tells a caller why no call was found, in the protocol the request seems to speak; reads no
   * body.
   */
  public HttpResponse refuse(HttpRequest request, ServiceError error, String requestId) {
    Target target = Target.of(request);
    Protocol protocol = guess(request, target);
    ServiceModel service =
        target.among(services).stream()
            .filter(s -> s.protocols().contains(protocol))
            .findFirst()
            .orElse(NOBODY);
    return protocol(protocol).encodeError(service, error, requestId);
  }

  private Protocol guess(HttpRequest request, Target target) {
    if (CborProtocol.NAME.equals(request.headers().first("smithy-protocol"))) {
      return Protocol.RPC_V2_CBOR;
    }
    if (request.headers().has("X-Amz-Target")) {
      return "application/x-amz-json-1.0".equals(Bodies.mediaType(request))
          ? Protocol.AWS_JSON_1_0
          : Protocol.AWS_JSON_1_1;
    }
    List<ServiceModel> candidates = target.among(services);
    if (looksLikeQuery(request)) {
      Protocol spoken = candidates.isEmpty() ? null : QueryRoutes.protocolOf(candidates.get(0));
      return spoken == null || target.scope() == null ? Protocol.AWS_QUERY : spoken;
    }
    Protocol spoken = candidates.isEmpty() ? null : RestRoutes.protocolOf(candidates.get(0));
    return spoken == null ? Protocol.REST_XML : spoken;
  }

  private static final ServiceModel NOBODY =
      new ServiceModel(
          "", "", "", "", "", "", List.of(), null, false, Map.of(), Set.of(), List.of());
}
