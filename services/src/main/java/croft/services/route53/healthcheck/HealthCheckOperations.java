package croft.services.route53.healthcheck;

import static croft.services.operation.Binding.bind;

import croft.api.route53.CreateHealthCheckRequest;
import croft.api.route53.CreateHealthCheckResponse;
import croft.api.route53.DeleteHealthCheckRequest;
import croft.api.route53.DeleteHealthCheckResponse;
import croft.api.route53.Route53Model;
import croft.api.route53.UpdateHealthCheckRequest;
import croft.api.route53.UpdateHealthCheckResponse;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.recordset.RecordSet;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateHealthCheck, UpdateHealthCheck and DeleteHealthCheck. */
public final class HealthCheckOperations {
  /** How many health checks an account may have. */
  public static final int MOST_CHECKS = 200;

  private final Route53Parts parts;

  public HealthCheckOperations(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs; alarms and routing controls are refused by name. */
  public List<Binding<?, ?>> bindings() {
    String config = "HealthCheckConfig.";
    return List.of(
        bind(
                Route53Model.CREATE_HEALTH_CHECK,
                AccessRule.toAll("route53:CreateHealthCheck"),
                this::create)
            .honouring(
                "CallerReference",
                config + "Type",
                config + "IPAddress",
                config + "Port",
                config + "ResourcePath",
                config + "FullyQualifiedDomainName",
                config + "SearchString",
                config + "RequestInterval",
                config + "FailureThreshold",
                config + "MeasureLatency",
                config + "Inverted",
                config + "Disabled",
                config + "HealthThreshold",
                config + "ChildHealthChecks",
                config + "EnableSNI",
                config + "Regions"),
        bind(
                Route53Model.UPDATE_HEALTH_CHECK,
                (call, request) ->
                    Faults.access(
                        "route53:UpdateHealthCheck",
                        "healthcheck",
                        Faults.bare(request.healthCheckId())),
                this::update)
            .honouring(
                "HealthCheckId",
                "HealthCheckVersion",
                "IPAddress",
                "Port",
                "ResourcePath",
                "FullyQualifiedDomainName",
                "SearchString",
                "FailureThreshold",
                "Inverted",
                "Disabled",
                "HealthThreshold",
                "ChildHealthChecks",
                "EnableSNI",
                "Regions",
                "ResetElements"),
        bind(
            Route53Model.DELETE_HEALTH_CHECK,
            (call, request) ->
                Faults.access(
                    "route53:DeleteHealthCheck",
                    "healthcheck",
                    Faults.bare(request.healthCheckId())),
            this::delete));
  }

  private CreateHealthCheckResponse create(Call call, CreateHealthCheckRequest request) {
    String reference = Faults.required(request.callerReference(), "CallerReference");
    HealthCheck.Settings settings = SettingsCheck.read(request.healthCheckConfig());
    String id = parts.ids().uuid();
    HealthCheck made =
        parts
            .store()
            .write(tx -> {
              List<HealthCheck> all = tx.list(HealthCheck.TABLE, call.account());
              Optional<HealthCheck> same =
                  all.stream()
                      .filter(check -> check.callerReference().equals(reference))
                      .findFirst();
              if (same.isPresent()) {
                return repeated(same.get(), settings);
              }
              if (all.size() >= MOST_CHECKS) {
                throw ServiceError.badRequest(
                    "TooManyHealthChecks", "Limits Exceeded: MAX_HEALTH_CHECKS_BY_OWNER");
              }
              checkChildren(tx, call, settings);
              HealthCheck check =
                  new HealthCheck(call.account(), id, reference, 1, settings, Map.of());
              tx.insert(HealthCheck.TABLE, check);
              return check;
            });
    return CreateHealthCheckResponse.builder()
        .healthCheck(made.shape())
        .location("https://route53.amazonaws.com/2013-04-01/healthcheck/" + made.id())
        .build();
  }

  /** The same request again finds what it made; another with its reference is refused. */
  private static HealthCheck repeated(HealthCheck known, HealthCheck.Settings settings) {
    if (known.settings().equals(settings)) {
      return known;
    }
    throw new ServiceError(
        "HealthCheckAlreadyExists",
        409,
        "A health check with caller reference "
            + known.callerReference()
            + " has already been created with different settings.");
  }

  private static void checkChildren(Transaction tx, Call call, HealthCheck.Settings settings) {
    for (String child : settings.children()) {
      HealthCheck found =
          tx.get(HealthCheck.TABLE, call.account(), child)
              .orElseThrow(() ->
                  SettingsCheck.invalid("The child health check " + child + " does not exist."));
      if (found.settings().calculated()) {
        throw SettingsCheck.invalid("A calculated health check cannot be a child: " + child);
      }
    }
  }

  private UpdateHealthCheckResponse update(Call call, UpdateHealthCheckRequest request) {
    return parts
        .store()
        .write(tx -> {
          HealthCheck check = HealthChecks.require(tx, call, request.healthCheckId());
          Long version = request.healthCheckVersion();
          if (version != null && version != check.version()) {
            throw new ServiceError(
                "HealthCheckVersionMismatch",
                409,
                "The health check is at version " + check.version() + ", not " + version + ".");
          }
          HealthCheck.Settings settings = changed(check.settings(), request);
          SettingsCheck.check(settings);
          checkChildren(tx, call, settings);
          HealthCheck updated = check.updated(settings);
          tx.put(HealthCheck.TABLE, updated);
          return UpdateHealthCheckResponse.builder().healthCheck(updated.shape()).build();
        });
  }

  private static HealthCheck.Settings changed(
      HealthCheck.Settings old, UpdateHealthCheckRequest request) {
    List<String> reset = request.resetElementsOrEmpty();
    return new HealthCheck.Settings(
        old.type(),
        or(request.ipAddress(), old.ipAddress()),
        or(request.port(), old.port()),
        reset.contains("ResourcePath") ? null : or(request.resourcePath(), old.resourcePath()),
        reset.contains("FullyQualifiedDomainName")
            ? null
            : or(request.fullyQualifiedDomainName(), old.domainName()),
        or(request.searchString(), old.searchString()),
        old.requestIntervalSeconds(),
        or(request.failureThreshold(), old.failureThreshold()),
        old.measureLatency(),
        request.inverted() == null ? old.inverted() : request.inverted(),
        request.disabled() == null ? old.disabled() : request.disabled(),
        or(request.healthThreshold(), old.healthThreshold()),
        list(request.childHealthChecks(), old.children(), reset.contains("ChildHealthChecks")),
        or(request.enableSNI(), old.enableSni()),
        list(request.regions(), old.regions(), reset.contains("Regions")));
  }

  private static <T> @Nullable T or(@Nullable T given, @Nullable T old) {
    return given == null ? old : given;
  }

  private static List<String> list(@Nullable List<String> given, List<String> old, boolean reset) {
    if (reset) {
      return List.of();
    }
    return given == null ? old : given;
  }

  private DeleteHealthCheckResponse delete(Call call, DeleteHealthCheckRequest request) {
    return parts
        .store()
        .write(tx -> {
          HealthCheck check = HealthChecks.require(tx, call, request.healthCheckId());
          boolean counted =
              tx.list(HealthCheck.TABLE, call.account()).stream()
                  .anyMatch(other -> other.settings().children().contains(check.id()));
          if (counted || !tx.find(RecordSet.TABLE, "health_check", check.id()).isEmpty()) {
            throw ServiceError.badRequest(
                "HealthCheckInUse",
                "The health check "
                    + check.id()
                    + " is in use by "
                    + (counted ? "another health check." : "a resource record set."));
          }
          tx.delete(HealthCheck.TABLE, call.account(), check.id());
          tx.delete(HealthState.TABLE, "", check.id());
          return DeleteHealthCheckResponse.builder().build();
        });
  }
}
