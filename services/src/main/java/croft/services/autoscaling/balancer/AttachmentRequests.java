package croft.services.autoscaling.balancer;

import croft.api.autoscaling.TrafficSourceIdentifier;
import croft.api.elasticloadbalancing.DescribeAccessPointsInput;
import croft.api.elasticloadbalancing.ElasticloadbalancingApi;
import croft.api.elasticloadbalancingv2.DescribeTargetGroupsInput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Api;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.entity.ServiceActor;
import croft.services.autoscaling.group.Attachment;
import croft.services.operation.Call;
import croft.wire.schema.Invoker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads what balancers a caller names, and asks whether they are there. */
public final class AttachmentRequests {
  private final ScalingParts parts;

  public AttachmentRequests(ScalingParts parts) {
    this.parts = parts;
  }

  /** Of the three ways in which requests name them. */
  public static List<Attachment> of(
      List<String> classic, List<String> targetGroups, List<TrafficSourceIdentifier> sources) {
    List<Attachment> all = new ArrayList<>();
    classic.forEach(name -> all.add(Attachment.adding("elb", name)));
    targetGroups.forEach(arn -> all.add(Attachment.adding("elbv2", arn)));
    sources.forEach(source -> all.add(of(source)));
    return all;
  }

  private static Attachment of(TrafficSourceIdentifier source) {
    String identifier = Faults.required(source.identifier(), "trafficSources.identifier");
    String type =
        Objects.requireNonNullElse(source.type(), identifier.startsWith("arn:") ? "elbv2" : "elb");
    return switch (type) {
      case "elb", "elbv2" -> Attachment.adding(type, identifier);
      case "vpc-lattice" -> throw ServiceError.unsupported("The traffic source type vpc-lattice");
      default -> throw Faults.validation("Invalid traffic source type: " + type);
    };
  }

  /**
   * Those that are there.
   *
   * @throws ServiceError {@code ValidationError} when one is not
   */
  public List<Attachment> checked(Call call, List<Attachment> wanted) {
    if (wanted.isEmpty()) {
      return wanted;
    }
    Invoker look =
        parts
            .calls()
            .as(
                new Call(
                    Caller.service(call.account(), ServiceActor.HOST),
                    call.region(),
                    call.requestId(),
                    call.sourceAddress(),
                    call.secure(),
                    ServiceActor.HOST,
                    call.at()));
    for (Attachment one : wanted) {
      check(look, one);
    }
    return wanted;
  }

  private static void check(Invoker look, Attachment wanted) {
    try {
      if (wanted.classic()) {
        new ElasticloadbalancingApi(look)
            .describeLoadBalancers(
                DescribeAccessPointsInput.builder()
                    .loadBalancerNames(List.of(wanted.identifier()))
                    .build());
      } else {
        new Elasticloadbalancingv2Api(look)
            .describeTargetGroups(
                DescribeTargetGroupsInput.builder()
                    .targetGroupArns(List.of(wanted.identifier()))
                    .build());
      }
    } catch (ServiceError e) {
      if (e.code().equals("UnsupportedOperation")) {
        throw e;
      }
      throw Faults.validation(
          wanted.classic()
              ? "Provided Load Balancers may not be valid. Please ensure they exist and try again."
              : "Provided Target Groups may not be valid. Please ensure they exist and try"
                  + " again.");
    }
  }
}
