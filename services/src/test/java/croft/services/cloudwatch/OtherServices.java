package croft.services.cloudwatch;

import static croft.services.operation.Binding.bind;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.ExecutePolicyResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.StopInstancesResult;
import croft.api.ec2.TerminateInstancesResult;
import croft.api.sns.PublishInput;
import croft.api.sns.PublishResponse;
import croft.api.sns.SnsModel;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.ServiceRoom;
import croft.wire.schema.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands for the services that alarms call: takes note of what they were asked. */
public final class OtherServices {
  /** Messages by their order. */
  public final List<PublishInput> published = new ArrayList<>();

  /** The other calls, as words. */
  public final List<String> calls = new ArrayList<>();

  /** What the topic answers; null to take all. */
  public @Nullable ServiceError refusal;

  private record Room(ServiceModel model, List<Binding<?, ?>> bindings) implements ServiceRoom {}

  private static void requireService(Call call) {
    if (call.caller().kind() != Caller.Kind.SERVICE) {
      throw new AssertionError("Called by " + call.caller());
    }
  }

  ServiceRoom sns() {
    return new Room(
        SnsModel.MODEL,
        List.of(
            bind(
                SnsModel.PUBLISH,
                (call, request) -> List.of(Access.toAll("sns:Publish")),
                (call, request) -> {
                  requireService(call);
                  if (refusal != null) {
                    throw refusal;
                  }
                  published.add(request);
                  return PublishResponse.builder().messageId("m").build();
                })));
  }

  ServiceRoom autoscaling() {
    return new Room(
        AutoscalingModel.MODEL,
        List.of(
            bind(
                AutoscalingModel.EXECUTE_POLICY,
                (call, request) -> List.of(Access.toAll("autoscaling:ExecutePolicy")),
                (call, request) -> {
                  requireService(call);
                  calls.add(
                      request.autoScalingGroupName()
                          + " "
                          + request.metricValue()
                          + " "
                          + request.breachThreshold());
                  return ExecutePolicyResponse.builder().build();
                })));
  }

  ServiceRoom ec2() {
    return new Room(
        Ec2Model.MODEL,
        List.of(
            bind(
                Ec2Model.STOP_INSTANCES,
                (call, request) -> List.of(Access.toAll("ec2:StopInstances")),
                (call, request) -> {
                  calls.add("stop " + request.instanceIdsOrEmpty());
                  return StopInstancesResult.builder().build();
                }),
            bind(
                Ec2Model.TERMINATE_INSTANCES,
                (call, request) -> List.of(Access.toAll("ec2:TerminateInstances")),
                (call, request) -> {
                  calls.add("terminate " + request.instanceIdsOrEmpty());
                  return TerminateInstancesResult.builder().build();
                })));
  }
}
