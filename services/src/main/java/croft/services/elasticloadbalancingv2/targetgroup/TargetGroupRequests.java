package croft.services.elasticloadbalancingv2.targetgroup;

import croft.api.elasticloadbalancingv2.CreateTargetGroupInput;
import croft.api.elasticloadbalancingv2.Matcher;
import croft.api.elasticloadbalancingv2.ModifyTargetGroupInput;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroup.Health;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what target groups shall be, and says what they cannot be. */
final class TargetGroupRequests {
  private static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "TCP", "TLS");

  private TargetGroupRequests() {}

  static TargetGroup group(Call call, CreateTargetGroupInput request, String id) {
    String name = ElbErrors.given(request.name(), "Name");
    if (name.length() > 32 || !name.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")) {
      throw ElbErrors.validation("Target group name '" + name + "' is not valid");
    }
    String type = request.targetType() == null ? "instance" : request.targetType();
    if (!type.equals("instance") && !type.equals("ip")) {
      throw ElbErrors.refused("The target type " + type);
    }
    String protocol = ElbErrors.given(request.protocol(), "Protocol");
    if (!PROTOCOLS.contains(protocol)) {
      throw ElbErrors.refused("The target group protocol " + protocol);
    }
    if (request.ipAddressType() != null && !request.ipAddressType().equals("ipv4")) {
      throw ElbErrors.refused("The IP address type " + request.ipAddressType());
    }
    if (request.port() == null) {
      throw ElbErrors.validation("A port must be specified");
    }
    String asked = request.protocolVersion();
    // Terraform sends the member empty when nothing is said.
    String version = asked == null || asked.isEmpty() ? "HTTP1" : asked;
    if (!version.equals("HTTP1")) {
      throw ElbErrors.refused("The protocol version " + version);
    }
    return new TargetGroup(
        call.scope(),
        id,
        name,
        protocol,
        version,
        request.port(),
        ElbErrors.given(request.vpcId(), "VpcId"),
        type,
        health(request, protocol),
        Map.of());
  }

  private static Health health(CreateTargetGroupInput request, String protocol) {
    boolean http = protocol.startsWith("HTTP");
    String own = request.healthCheckProtocol();
    String spoken = own == null ? (http ? "HTTP" : "TCP") : own;
    if (Boolean.FALSE.equals(request.healthCheckEnabled())) {
      throw ElbErrors.validation(
          "Health check enabled must be true for target groups with this target type");
    }
    return checked(
        http,
        new Health(
            true,
            spoken,
            or(request.healthCheckPort(), "traffic-port"),
            or(request.healthCheckPath(), "/"),
            matcher(request.matcher(), http ? "200" : "200-399"),
            or(request.healthCheckIntervalSeconds(), 30),
            or(request.healthCheckTimeoutSeconds(), http ? 5 : spoken.equals("HTTP") ? 6 : 10),
            or(request.healthyThresholdCount(), 5),
            or(request.unhealthyThresholdCount(), 2)));
  }

  static Health changed(TargetGroup group, ModifyTargetGroupInput request) {
    Health now = group.health();
    if (Boolean.FALSE.equals(request.healthCheckEnabled())) {
      throw ElbErrors.validation(
          "Health check enabled must be true for target groups with this target type");
    }
    return checked(
        group.http(),
        new Health(
            true,
            or(request.healthCheckProtocol(), now.protocol()),
            or(request.healthCheckPort(), now.port()),
            or(request.healthCheckPath(), now.path()),
            matcher(request.matcher(), now.matcher()),
            or(request.healthCheckIntervalSeconds(), now.intervalSeconds()),
            or(request.healthCheckTimeoutSeconds(), now.timeoutSeconds()),
            or(request.healthyThresholdCount(), now.healthyCount()),
            or(request.unhealthyThresholdCount(), now.unhealthyCount())));
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private static String matcher(@Nullable Matcher matcher, String otherwise) {
    if (matcher != null && matcher.grpcCode() != null) {
      throw ElbErrors.refused("Health checks by gRPC codes");
    }
    return matcher == null ? otherwise : or(matcher.httpCode(), otherwise);
  }

  private static Health checked(boolean http, Health health) {
    boolean plain = !health.protocol().startsWith("HTTP");
    if (!List.of("HTTP", "HTTPS", "TCP").contains(health.protocol()) || (http && plain)) {
      throw ElbErrors.validation(
          "Health check protocol '" + health.protocol() + "' is not supported here");
    }
    if (!health.port().equals("traffic-port")
        && !(health.port().matches("[0-9]{1,5}")
            && Integer.parseInt(health.port()) <= 65535
            && Integer.parseInt(health.port()) > 0)) {
      throw ElbErrors.validation("Health check port '" + health.port() + "' is not valid");
    }
    if (!health.path().startsWith("/") || health.path().length() > 1024) {
      throw ElbErrors.validation("Health check path '" + health.path() + "' must begin with '/'");
    }
    if (!plain && !health.matcher().matches("[0-9]{3}(-[0-9]{3})?(,[0-9]{3}(-[0-9]{3})?)*")) {
      throw ElbErrors.validation(
          "Health check matcher HTTP code '" + health.matcher() + "' is not valid");
    }
    within("interval", health.intervalSeconds(), 5, 300);
    within("timeout", health.timeoutSeconds(), 2, 120);
    within("healthy threshold", health.healthyCount(), 2, 10);
    within("unhealthy threshold", health.unhealthyCount(), 2, 10);
    if (http && health.timeoutSeconds() >= health.intervalSeconds()) {
      throw ElbErrors.validation("Health check timeout must be smaller than the interval");
    }
    return health;
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw ElbErrors.validation(
          "Health check " + what + " must be between " + least + " and " + most);
    }
  }
}
