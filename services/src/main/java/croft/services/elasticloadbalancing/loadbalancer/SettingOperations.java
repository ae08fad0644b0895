package croft.services.elasticloadbalancing.loadbalancer;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancing.AccessLog;
import croft.api.elasticloadbalancing.AdditionalAttribute;
import croft.api.elasticloadbalancing.ConfigureHealthCheckInput;
import croft.api.elasticloadbalancing.ConfigureHealthCheckOutput;
import croft.api.elasticloadbalancing.ConnectionDraining;
import croft.api.elasticloadbalancing.ConnectionSettings;
import croft.api.elasticloadbalancing.CrossZoneLoadBalancing;
import croft.api.elasticloadbalancing.DescribeAccountLimitsInput;
import croft.api.elasticloadbalancing.DescribeAccountLimitsOutput;
import croft.api.elasticloadbalancing.DescribeLoadBalancerAttributesInput;
import croft.api.elasticloadbalancing.DescribeLoadBalancerAttributesOutput;
import croft.api.elasticloadbalancing.ElasticloadbalancingModel;
import croft.api.elasticloadbalancing.HealthCheck;
import croft.api.elasticloadbalancing.Limit;
import croft.api.elasticloadbalancing.LoadBalancerAttributes;
import croft.api.elasticloadbalancing.ModifyLoadBalancerAttributesInput;
import croft.api.elasticloadbalancing.ModifyLoadBalancerAttributesOutput;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Check;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Settings;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LogPlace;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Health checks and attributes of classic balancers, and the limits of accounts. */
public final class SettingOperations {
  /** As the page of HealthCheck has it. */
  private static final Pattern TARGET =
      Pattern.compile("((HTTP|HTTPS):([0-9]{1,5})(/[!-~]{0,1023})|(TCP|SSL):([0-9]{1,5}))");

  private static final String DESYNC = "elb.http.desyncmitigationmode";

  private final ClassicParts classic;

  public SettingOperations(ClassicParts classic) {
    this.classic = classic;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            ElasticloadbalancingModel.CONFIGURE_HEALTH_CHECK,
            ClassicParts.to("ConfigureHealthCheck", r -> r.loadBalancerName()),
            this::configure),
        bind(
            ElasticloadbalancingModel.DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
            ClassicParts.to("DescribeLoadBalancerAttributes", r -> r.loadBalancerName()),
            this::describe),
        bind(
            ElasticloadbalancingModel.MODIFY_LOAD_BALANCER_ATTRIBUTES,
            ClassicParts.to("ModifyLoadBalancerAttributes", r -> r.loadBalancerName()),
            this::modify),
        bind(
            ElasticloadbalancingModel.DESCRIBE_ACCOUNT_LIMITS,
            AccessRule.toAll("elasticloadbalancing:DescribeAccountLimits"),
            this::limits));
  }

  private ConfigureHealthCheckOutput configure(Call call, ConfigureHealthCheckInput request) {
    HealthCheck asked = request.healthCheck();
    if (asked == null) {
      throw ElbErrors.validation("HealthCheck must be specified");
    }
    String target = ElbErrors.given(asked.target(), "Target");
    if (!TARGET.matcher(target).matches() || port(target) < 1 || port(target) > 65535) {
      throw ElbErrors.validation("HealthCheck Target must specify a valid protocol, port and path");
    }
    Check check =
        new Check(
            target,
            within(asked.interval(), "Interval", 5, 300),
            within(asked.timeout(), "Timeout", 2, 60),
            within(asked.unhealthyThreshold(), "Unhealthy Threshold", 2, 10),
            within(asked.healthyThreshold(), "Healthy Threshold", 2, 10));
    if (check.timeoutSeconds() >= check.intervalSeconds()) {
      throw ElbErrors.validation("HealthCheck timeout must be less than interval");
    }
    classic.change(
        call, request.loadBalancerName(), (tx, now) -> now.with(now.traffic().withCheck(check)));
    return ConfigureHealthCheckOutput.builder().healthCheck(ClassicShapes.check(check)).build();
  }

  /** The port of a target that has one. */
  public static int port(String target) {
    String rest = target.substring(target.indexOf(':') + 1);
    int slash = rest.indexOf('/');
    return Integer.parseInt(slash < 0 ? rest : rest.substring(0, slash));
  }

  private static int within(@Nullable Integer value, String member, int least, int most) {
    if (value == null || value < least || value > most) {
      throw ElbErrors.validation(
          "HealthCheck " + member + " must be between " + least + " and " + most);
    }
    return value;
  }

  private DescribeLoadBalancerAttributesOutput describe(
      Call call, DescribeLoadBalancerAttributesInput request) {
    return DescribeLoadBalancerAttributesOutput.builder()
        .loadBalancerAttributes(shape(classic.read(call, request.loadBalancerName()).settings()))
        .build();
  }

  private static LoadBalancerAttributes shape(Settings settings) {
    return LoadBalancerAttributes.builder()
        .crossZoneLoadBalancing(
            CrossZoneLoadBalancing.builder().enabled(settings.crossZone()).build())
        .accessLog(shape(settings.log()))
        .connectionDraining(
            ConnectionDraining.builder()
                .enabled(settings.draining())
                .timeout(settings.drainingSeconds())
                .build())
        .connectionSettings(
            ConnectionSettings.builder().idleTimeout(settings.idleSeconds()).build())
        .additionalAttributes(
            List.of(AdditionalAttribute.builder().key(DESYNC).value(settings.desync()).build()))
        .build();
  }

  private static AccessLog shape(ClassicBalancer.Log log) {
    if (!log.on()) {
      return AccessLog.builder().enabled(false).build();
    }
    return AccessLog.builder()
        .enabled(true)
        .s3BucketName(log.place().bucket())
        .s3BucketPrefix(log.place().prefix())
        .emitInterval(log.minutes())
        .build();
  }

  private ModifyLoadBalancerAttributesOutput modify(
      Call call, ModifyLoadBalancerAttributesInput request) {
    LoadBalancerAttributes asked = request.loadBalancerAttributes();
    if (asked == null) {
      throw ElbErrors.validation("LoadBalancerAttributes must be specified");
    }
    for (AdditionalAttribute more : asked.additionalAttributesOrEmpty()) {
      if (!DESYNC.equals(more.key())) {
        throw ElbErrors.of(
            "InvalidConfigurationRequest", "The attribute '" + more.key() + "' is not known");
      }
      if (!"defensive".equals(more.value())) {
        throw ElbErrors.refused("The attribute " + DESYNC + " with the value " + more.value());
      }
    }
    ClassicBalancer before = classic.read(call, request.loadBalancerName());
    proveLog(before, changed(before.settings(), asked).log());
    ClassicBalancer next =
        classic.change(
            call,
            request.loadBalancerName(),
            (tx, now) -> now.with(changed(now.settings(), asked)));
    return ModifyLoadBalancerAttributesOutput.builder()
        .loadBalancerName(next.name())
        .loadBalancerAttributes(shape(next.settings()))
        .build();
  }

  /** Before it is written down that logs go somewhere, they can. */
  private void proveLog(ClassicBalancer before, ClassicBalancer.Log next) {
    ClassicBalancer.Log now = before.settings().log();
    if (next.on() && !(now.on() && now.place().equals(next.place()))) {
      BalancerParts parts = classic.parts();
      next.place()
          .prove(parts.logBuckets(), before.logWriter(), before.name(), parts.time().instant());
    }
  }

  private static ClassicBalancer.Log changed(ClassicBalancer.Log now, @Nullable AccessLog asked) {
    if (asked == null) {
      return now;
    }
    int minutes = asked.emitInterval() == null ? 60 : asked.emitInterval();
    if (minutes != 5 && minutes != 60) {
      throw ElbErrors.configuration("AccessLog EmitInterval must be 5 or 60 minutes");
    }
    LogPlace place =
        new LogPlace(
            Objects.requireNonNullElse(asked.s3BucketName(), ""),
            Objects.requireNonNullElse(asked.s3BucketPrefix(), ""));
    return Requests.on(asked.enabled())
        ? new ClassicBalancer.Log(true, place, minutes)
        : ClassicBalancer.Log.NONE;
  }

  private static Settings changed(Settings now, LoadBalancerAttributes asked) {
    ConnectionDraining draining = asked.connectionDraining();
    ConnectionSettings connections = asked.connectionSettings();
    CrossZoneLoadBalancing cross = asked.crossZoneLoadBalancing();
    Integer delay = draining == null ? null : draining.timeout();
    Integer idle = connections == null ? null : connections.idleTimeout();
    if (delay != null && (delay < 1 || delay > 3600)) {
      throw ElbErrors.of(
          "InvalidConfigurationRequest",
          "ConnectionDraining timeout must be between 1 and 3600 seconds");
    }
    if (idle != null && (idle < 1 || idle > 4000)) {
      throw ElbErrors.of(
          "InvalidConfigurationRequest",
          "ConnectionSettings idle timeout must be between 1 and 4000 seconds");
    }
    return new Settings(
        draining == null ? now.draining() : Requests.on(draining.enabled()),
        delay == null ? now.drainingSeconds() : delay,
        idle == null ? now.idleSeconds() : idle,
        now.desync(),
        cross == null ? now.crossZone() : Requests.on(cross.enabled()),
        changed(now.log(), asked.accessLog()));
  }

  private DescribeAccountLimitsOutput limits(Call call, DescribeAccountLimitsInput request) {
    return DescribeAccountLimitsOutput.builder()
        .limits(
            List.of(
                limit("classic-load-balancers", ClassicOperations.MOST),
                limit("classic-listeners", 100),
                limit("classic-registered-instances", 1000)))
        .build();
  }

  private static Limit limit(String name, int most) {
    return Limit.builder().name(name).max(Integer.toString(most)).build();
  }
}
