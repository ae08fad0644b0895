package croft.services.ec2.tag;

import croft.base.Caller;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.Map;

/**
 * Tags in AWS's own name that another service may give: Auto Scaling marks the instances of its
 * groups, by its service-linked role, which nobody else can be, and CloudFormation what stacks are
 * made of, on behalf of whoever owns the stack.
 */
public final class ReservedTags {
  private static final String AUTO_SCALING = "aws:autoscaling:";
  private static final String CLOUD_FORMATION = "aws:cloudformation:";
  private static final String CLOUD_FORMATION_HOST = "cloudformation.amazonaws.com";
  private static final String AUTO_SCALING_SESSION =
      "assumed-role/AWSServiceRoleForAutoScaling/AutoScaling";

  private ReservedTags() {}

  /**
   * Adds tags as {@link Tags#put}, and those that this caller may give in AWS's name.
   *
   * @throws croft.base.ServiceError for a reserved key of anybody else
   */
  public static void put(Transaction tx, Call call, String resourceId, Map<String, String> tags) {
    Map<String, String> plain = new HashMap<>();
    Map<String, String> marks = new HashMap<>();
    tags.forEach((key, value) -> (allowed(call, key) ? marks : plain).put(key, value));
    if (!plain.isEmpty()) {
      Tags.put(tx, call.scope(), resourceId, plain);
    }
    Tags.mark(tx, call.scope(), resourceId, marks);
  }

  private static boolean allowed(Call call, String key) {
    if (key.startsWith(CLOUD_FORMATION)) {
      return call.calledVia().contains(CLOUD_FORMATION_HOST);
    }
    Caller caller = call.caller();
    return key.startsWith(AUTO_SCALING)
        && caller.kind() == Caller.Kind.ASSUMED_ROLE
        // Only a caller made inside has no key.
        && caller.accessKeyId().isEmpty()
        && caller.arn().resource().equals(AUTO_SCALING_SESSION);
  }
}
