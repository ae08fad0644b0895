package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of calls, as <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html">Actions
 * for Elastic Load Balancing V2</a> has them.
 */
public final class ElbAccess {
  private ElbAccess() {}

  /** An action on resources named by ARN. */
  public static List<Access> to(String operation, @Nullable String... arns) {
    List<String> named = java.util.stream.Stream.of(arns).map(ElbAccess::resource).toList();
    return List.of(new Access("elasticloadbalancing:" + operation, named, Map.of()));
  }

  private static String resource(@Nullable String arn) {
    return arn == null || !arn.startsWith("arn:") ? "*" : arn;
  }

  /** To make something with tags. */
  public static List<Access> create(
      Call call, String operation, String resource, Map<String, String> tags) {
    return List.of(
        Access.to("elasticloadbalancing:" + operation, call.arn("elasticloadbalancing", resource))
            .with(Requests.requestTags(tags)));
  }
}
