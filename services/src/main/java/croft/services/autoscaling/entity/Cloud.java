package croft.services.autoscaling.entity;

import croft.api.cloudwatch.CloudwatchApi;
import croft.api.ec2.Ec2Api;
import croft.api.elasticloadbalancing.ElasticloadbalancingApi;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Api;
import croft.api.sns.SnsApi;
import croft.api.sqs.SqsApi;
import croft.base.Caller;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.wire.schema.Invoker;

/** Other services as the account's service-linked role may use them. */
public record Cloud(InnerCalls calls, ServiceActor actor) {

  /** EC2 as the service itself, to see whether what a caller names is there. */
  public Ec2Api look(Call call) {
    Caller service = Caller.service(call.account(), ServiceActor.HOST);
    return new Ec2Api(
        calls.as(
            new Call(
                service,
                call.region(),
                call.requestId(),
                call.sourceAddress(),
                call.secure(),
                ServiceActor.HOST,
                call.at())));
  }

  private Invoker as(String scope) {
    return calls.as(actor.call(scope));
  }

  public Ec2Api ec2(String scope) {
    return new Ec2Api(as(scope));
  }

  public Elasticloadbalancingv2Api balancers(String scope) {
    return new Elasticloadbalancingv2Api(as(scope));
  }

  public ElasticloadbalancingApi classicBalancers(String scope) {
    return new ElasticloadbalancingApi(as(scope));
  }

  public CloudwatchApi alarms(String scope) {
    return new CloudwatchApi(as(scope));
  }

  public SnsApi topics(String scope) {
    return new SnsApi(as(scope));
  }

  /** As the service itself: the role has no permission for queues. */
  public SqsApi queues(String scope) {
    Call role = actor.call(scope);
    return new SqsApi(
        calls.as(
            new Call(
                Caller.service(role.account(), ServiceActor.HOST),
                role.region(),
                role.requestId(),
                role.sourceAddress(),
                role.secure(),
                role.userAgent(),
                role.at())));
  }
}
