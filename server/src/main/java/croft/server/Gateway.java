package croft.server;

import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.Operations;
import croft.store.StoreUnavailable;
import croft.wire.constraint.ConstraintChecker;
import croft.wire.constraint.Wording;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.protocol.RoutedCall;
import croft.wire.protocol.Router;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import croft.wire.sigv4.SignatureVerifier;
import croft.wire.sigv4.VerifiedSignature;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The path of every request of the API, from bytes to bytes. */
final class Gateway implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Router router;
  private final SignatureVerifier verifier;
  private final Callers callers;
  private final Instances instances;
  private final Operations operations;
  private final String region;
  private final Ids ids;
  private final InstantSource time;
  private final RequestMeter meter;

  /** Finds the caller a verified signature stands for. */
  @FunctionalInterface
  interface Callers {
    Caller caller(VerifiedSignature signature);
  }

  /** Finds instances that say who they are by something else than a signature of the request. */
  @FunctionalInterface
  interface Instances {
    /** The instance that sent a request; empty when it says nothing of an instance. */
    Optional<Instance> instance(RoutedCall routed);
  }

  /** An instance that calls, in its own region. */
  record Instance(Caller caller, String region) {}

  /**
   * Makes the path.
   *
   * @param region of requests that name none, for nobody signed them
   */
  Gateway(
      Router router,
      SignatureVerifier verifier,
      Callers callers,
      Instances instances,
      Operations operations,
      String region,
      Ids ids,
      InstantSource time,
      RequestMeter meter) {
    this.router = router;
    this.verifier = verifier;
    this.callers = callers;
    this.instances = instances;
    this.operations = operations;
    this.region = region;
    this.ids = ids;
    this.time = time;
    this.meter = meter;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws IOException {
    return handle(request, (routed, requestId) -> sender(routed, Place.OUTSIDE, requestId));
  }

  /**
   * Where a request comes from.
   *
   * @param keys condition keys such as {@code aws:SourceVpce}
   * @param endpointPolicy of the VPC endpoint it came through, or null
   */
  record Place(Map<String, List<String>> keys, @Nullable String endpointPolicy) {
    static final Place OUTSIDE = new Place(Map.of(), null);
  }

  /**
   * The same path for what comes from inside a VPC, which has no address outside.
   *
   * <p>Source: <a
   * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">aws:SourceVpc
   * and aws:VpcSourceIp</a>.
   *
   * @param places what else is known of the place a request comes from
   */
  HttpHandler inside(String vpcId, Function<RoutedCall, Place> places) {
    return request ->
        handle(
            request,
            (routed, requestId) -> {
              Place place = places.apply(routed);
              Map<String, List<String>> keys = new HashMap<>(place.keys());
              keys.put("aws:SourceVpc", List.of(vpcId));
              keys.put("aws:VpcSourceIp", List.of(request.remoteAddress()));
              keys.put("aws:SourceIp", List.of());
              return sender(routed, new Place(keys, place.endpointPolicy()), requestId);
            });
  }

  /**
   * Answers a request whose sender was authenticated by something else than its signature.
   *
   * @param from the region it was signed for; empty for this server's
   */
  HttpResponse handleAs(HttpRequest request, Caller caller, String from) throws IOException {
    Map<String, List<String>> keys = new HashMap<>(RequestKeys.of(request));
    keys.put("s3:authType", List.of("POST"));
    return handle(
        request,
        (routed, requestId) ->
            new Authenticated(
                call(request, caller, from.isEmpty() ? region : from, requestId).with(keys),
                request.body()));
  }

  /** An error as the API tells it to whoever sent such a request. */
  HttpResponse refuse(HttpRequest request, ServiceError error) {
    return router.refuse(request, error, ids.uuid());
  }

  /** Finds out who sent a request. */
  private interface Authentication {
    Authenticated of(RoutedCall routed, String requestId) throws IOException;
  }

  private HttpResponse handle(HttpRequest request, Authentication authentication)
      throws IOException {
    String requestId = ids.uuid();
    RoutedCall routed;
    try {
      routed = router.route(request);
    } catch (ServiceError e) {
      return router.refuse(request, e, requestId);
    }
    long begin = System.nanoTime();
    HttpResponse response = respond(routed, authentication, requestId);
    meter.record(
        routed.service().signingName(),
        routed.operation().name(),
        response.status(),
        System.nanoTime() - begin);
    return response;
  }

  private HttpResponse respond(RoutedCall routed, Authentication authentication, String requestId)
      throws IOException {
    try {
      return answer(routed, authentication, requestId);
    } catch (ServiceError e) {
      return routed.encodeError(e, requestId);
    } catch (StoreUnavailable e) {
      LOG.error("The store is unavailable", e);
      return routed.encodeError(
          new ServiceError(
              "ServiceUnavailable", 503, "The store is unavailable: " + e.getMessage()),
          requestId);
    } catch (RuntimeException e) {
      LOG.error("{} failed, request {}", routed.operation().name(), requestId, e);
      return routed.encodeError(ServiceError.internal(), requestId);
    }
  }

  private HttpResponse answer(RoutedCall routed, Authentication authentication, String requestId)
      throws IOException {
    Authenticated sender = authentication.of(routed, requestId);
    Shape input;
    try {
      input = input(routed, sender);
    } catch (ServiceError e) {
      operations.refused(sender.call, routed.service(), routed.operation(), e);
      throw e;
    }
    return routed.encode(invoke(sender.call, routed.operation(), input), requestId);
  }

  private Shape input(RoutedCall routed, Authenticated sender) {
    // Before anything is asked of the parameters: a caller who mends them one by one, only to hear
    // at the end that there is no such operation here, has been led astray.
    operations.requireImplemented(routed.operation());
    // The body that checks itself while it is read: only what was signed is decoded.
    Shape input = routed.withBody(sender.body).input();
    ConstraintChecker.check(input, Wording.of(routed.protocol().protocol(), routed.service()));
    return input;
  }

  /** Who sent a request, with the body to read instead of the one that came. */
  private record Authenticated(Call call, ByteStream body) {}

  private Authenticated sender(RoutedCall routed, Place place, String requestId)
      throws IOException {
    Authenticated sender = found(routed, requestId);
    Map<String, List<String>> keys = new HashMap<>(RequestKeys.of(routed.request()));
    keys.putAll(place.keys());
    return new Authenticated(sender.call.with(keys).through(place.endpointPolicy()), sender.body);
  }

  private Authenticated found(RoutedCall routed, String requestId) throws IOException {
    HttpRequest request = routed.request();
    Optional<Instance> instance = instances.instance(routed);
    if (instance.isPresent()) {
      Instance from = instance.get();
      Call call = call(request, from.caller(), from.region(), requestId);
      return new Authenticated(call, SignatureVerifier.decodeUnsigned(request).body());
    }
    boolean unsigned =
        operations.isAnonymous(routed.operation()) && !SignatureVerifier.isSigned(request);
    return unsigned ? anonymous(request, requestId) : signed(routed, requestId);
  }

  private Authenticated signed(RoutedCall routed, String requestId) throws IOException {
    VerifiedSignature signature =
        verifier.verify(
            routed.request(), routed.protocol().protocol(), routed.service().signingName());
    Call call =
        call(routed.request(), callers.caller(signature), signature.scope().region(), requestId);
    return new Authenticated(call, signature.request().body());
  }

  private Authenticated anonymous(HttpRequest request, String requestId) throws IOException {
    return new Authenticated(
        call(request, Caller.anonymous(), region, requestId),
        SignatureVerifier.decodeUnsigned(request).body());
  }

  private Call call(HttpRequest request, Caller caller, String from, String requestId) {
    return new Call(
        caller,
        from,
        requestId,
        request.remoteAddress(),
        request.secure(),
        Objects.requireNonNullElse(request.headers().first("User-Agent"), ""),
        time.instant());
  }

  private <I extends Shape> Shape invoke(Call call, Operation<I, ?> operation, Shape input) {
    @SuppressWarnings("unchecked") // the router decoded the input by this very operation
    I typed = (I) input;
    return operations.invoke(call, operation, typed);
  }
}
