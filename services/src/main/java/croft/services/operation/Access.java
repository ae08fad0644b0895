package croft.services.operation;

import croft.base.Arn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A permission an operation needs: the caller must be allowed the action on every resource.
 *
 * @param action such as {@code ec2:TerminateInstances}
 * @param resources ARNs or {@code *}
 * @param context condition keys of the service and the resource, such as {@code
 *     ec2:ResourceTag/Name}; the global {@code aws:} keys of the call come on top
 * @param guard whose the resources are and what their own policies say; null for resources whose
 *     ARN tells the account and that have no policy
 */
public record Access(
    String action,
    List<String> resources,
    Map<String, List<String>> context,
    @Nullable ResourcePolicies guard) {

  public Access {
    resources = List.copyOf(resources);
    context = Map.copyOf(context);
  }

  public Access(String action, List<String> resources, Map<String, List<String>> context) {
    this(action, resources, context, null);
  }

  /** An action that AWS does not scope to resources. */
  public static Access toAll(String action) {
    return new Access(action, List.of("*"), Map.of());
  }

  public static Access to(String action, Arn... resources) {
    return new Access(
        action, java.util.Arrays.stream(resources).map(Arn::toString).toList(), Map.of());
  }

  /** The same, with these condition keys over those already there. */
  public Access with(Map<String, List<String>> keys) {
    Map<String, List<String>> all = new HashMap<>(context);
    all.putAll(keys);
    return new Access(action, resources, all, guard);
  }

  /** The same, with what the resources themselves say. */
  public Access guardedBy(ResourcePolicies policies) {
    return new Access(action, resources, context, policies);
  }
}
