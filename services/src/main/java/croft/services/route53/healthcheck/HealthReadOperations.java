package croft.services.route53.healthcheck;

import static croft.services.operation.Binding.bind;

import croft.api.route53.GetHealthCheckCountRequest;
import croft.api.route53.GetHealthCheckCountResponse;
import croft.api.route53.GetHealthCheckLastFailureReasonRequest;
import croft.api.route53.GetHealthCheckLastFailureReasonResponse;
import croft.api.route53.GetHealthCheckRequest;
import croft.api.route53.GetHealthCheckResponse;
import croft.api.route53.GetHealthCheckStatusRequest;
import croft.api.route53.GetHealthCheckStatusResponse;
import croft.api.route53.HealthCheckObservation;
import croft.api.route53.ListHealthChecksRequest;
import croft.api.route53.ListHealthChecksResponse;
import croft.api.route53.Route53Model;
import croft.api.route53.StatusReport;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Health checks and what came of them, as the API tells it. */
public final class HealthReadOperations {
  private final Route53Parts parts;
  private final HealthWatch watch;

  public HealthReadOperations(Route53Parts parts, HealthWatch watch) {
    this.parts = parts;
    this.watch = watch;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.GET_HEALTH_CHECK,
            (call, r) -> access("GetHealthCheck", r.healthCheckId()),
            this::get),
        bind(
            Route53Model.LIST_HEALTH_CHECKS,
            AccessRule.toAll("route53:ListHealthChecks"),
            this::list),
        bind(
            Route53Model.GET_HEALTH_CHECK_COUNT,
            AccessRule.toAll("route53:GetHealthCheckCount"),
            this::count),
        bind(
            Route53Model.GET_HEALTH_CHECK_STATUS,
            (call, r) -> access("GetHealthCheckStatus", r.healthCheckId()),
            this::status),
        bind(
            Route53Model.GET_HEALTH_CHECK_LAST_FAILURE_REASON,
            (call, r) -> access("GetHealthCheckLastFailureReason", r.healthCheckId()),
            this::lastFailure));
  }

  private static List<Access> access(String action, @Nullable String id) {
    return Faults.access("route53:" + action, "healthcheck", Faults.bare(id));
  }

  private HealthCheck require(Call call, @Nullable String id) {
    return parts.store().read(tx -> HealthChecks.require(tx, call, id));
  }

  private GetHealthCheckResponse get(Call call, GetHealthCheckRequest request) {
    return GetHealthCheckResponse.builder()
        .healthCheck(require(call, request.healthCheckId()).shape())
        .build();
  }

  private ListHealthChecksResponse list(Call call, ListHealthChecksRequest request) {
    int size = Faults.pageSize(request.maxItems());
    String marker = request.marker();
    List<HealthCheck> rest =
        parts.store().read(tx -> tx.list(HealthCheck.TABLE, call.account())).stream()
            .filter(check -> marker == null || check.id().compareTo(marker) >= 0)
            .toList();
    boolean truncated = rest.size() > size;
    return ListHealthChecksResponse.builder()
        .healthChecks(rest.stream().limit(size).map(HealthCheck::shape).toList())
        .marker(marker == null ? "" : marker)
        .isTruncated(truncated)
        .nextMarker(truncated ? rest.get(size).id() : null)
        .maxItems(String.valueOf(size))
        .build();
  }

  private GetHealthCheckCountResponse count(Call call, GetHealthCheckCountRequest request) {
    int count = parts.store().read(tx -> tx.list(HealthCheck.TABLE, call.account())).size();
    return GetHealthCheckCountResponse.builder().healthCheckCount((long) count).build();
  }

  private GetHealthCheckStatusResponse status(Call call, GetHealthCheckStatusRequest request) {
    HealthCheck check = looking(call, request.healthCheckId());
    return GetHealthCheckStatusResponse.builder()
        .healthCheckObservations(
            watch.observation(check.id()).stream()
                .map(seen -> observation(seen.sight().text(), seen.at()))
                .toList())
        .build();
  }

  private HealthCheck looking(Call call, @Nullable String id) {
    HealthCheck check = require(call, id);
    if (check.settings().calculated()) {
      throw Faults.invalidInput(
          "The status of a calculated health check cannot be asked for; ask for its children's.");
    }
    return check;
  }

  /** There is one observer, this host, which is in none of AWS's regions. */
  private static HealthCheckObservation observation(String status, @Nullable Instant at) {
    return HealthCheckObservation.builder()
        .statusReport(StatusReport.builder().status(status).checkedTime(at).build())
        .build();
  }

  private GetHealthCheckLastFailureReasonResponse lastFailure(
      Call call, GetHealthCheckLastFailureReasonRequest request) {
    HealthCheck check = looking(call, request.healthCheckId());
    Optional<HealthCheckObservation> seen =
        watch
            .observation(check.id())
            .filter(last -> !last.sight().healthy())
            .map(last -> observation(last.sight().text(), last.at()));
    Optional<HealthCheckObservation> kept =
        parts
            .store()
            .read(tx -> tx.get(HealthState.TABLE, "", check.id()))
            .flatMap(state ->
                Optional.ofNullable(state.lastFailure())
                    .map(text -> observation(text, state.lastFailureAt())));
    return GetHealthCheckLastFailureReasonResponse.builder()
        .healthCheckObservations(seen.or(() -> kept).stream().toList())
        .build();
  }
}
