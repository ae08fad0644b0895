package croft.services.elasticloadbalancingv2.listener;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.elasticloadbalancingv2.CreateListenerInput;
import croft.api.elasticloadbalancingv2.DeleteListenerInput;
import croft.api.elasticloadbalancingv2.DescribeListenersInput;
import croft.api.elasticloadbalancingv2.ModifyListenerInput;
import croft.base.ServiceError;
import croft.services.elasticloadbalancingv2.tag.V2Calls;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::Listener}. Ref gives its ARN.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html">AWS::ElasticLoadBalancingV2::Listener</a>.
 */
public final class ListenerResource implements ResourceType {
  private static final PropertyType FORWARD =
      PropertyType.structure(
          Property.of(
              "TargetGroupStickinessConfig",
              PropertyType.structure(
                  Property.of("DurationSeconds", INTEGER), Property.of("Enabled", BOOLEAN))),
          Property.of(
              "TargetGroups",
              PropertyType.listOf(
                  PropertyType.structure(
                      Property.of("TargetGroupArn", STRING), Property.of("Weight", INTEGER)))));

  /** Actions of listeners and rules. */
  static final PropertyType ACTIONS =
      PropertyType.listOf(
          PropertyType.structure(
              Property.unsupported("AuthenticateCognitoConfig"),
              Property.unsupported("AuthenticateOidcConfig"),
              Property.of(
                  "FixedResponseConfig",
                  PropertyType.structure(
                      Property.of("ContentType", STRING),
                      Property.of("MessageBody", STRING),
                      Property.of("StatusCode", STRING).needed())),
              Property.of("ForwardConfig", FORWARD),
              Property.unsupported("JwtValidationConfig"),
              Property.of("Order", INTEGER),
              Property.of(
                  "RedirectConfig",
                  PropertyType.structure(
                      Property.of("Host", STRING),
                      Property.of("Path", STRING),
                      Property.of("Port", STRING),
                      Property.of("Protocol", STRING),
                      Property.of("Query", STRING),
                      Property.of("StatusCode", STRING).needed())),
              Property.of("TargetGroupArn", STRING),
              Property.of("Type", STRING).needed()));

  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::ElasticLoadBalancingV2::Listener", "ListenerArn")
          .with(
              Property.of(
                  "Certificates",
                  PropertyType.listOf(
                      PropertyType.structure(Property.of("CertificateArn", STRING)))),
              Property.of("DefaultActions", ACTIONS).needed(),
              Property.of("LoadBalancerArn", STRING).needed().replacing(),
              Property.of("Port", INTEGER),
              Property.of("Protocol", STRING),
              Property.of("SslPolicy", STRING))
          .unsupported("AlpnPolicy", "ListenerAttributes", "MutualAuthentication")
          .tags()
          .attributes("ListenerArn");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    ObjectNode members = request.properties().deepCopy();
    members.remove("Tags");
    try {
      return Made.of(
          Objects.requireNonNull(
              V2Calls.of(request)
                  .createListener(
                      ApiShapes.read(members, CreateListenerInput::read).toBuilder()
                          .tags(V2Calls.tags(request.tags()))
                          .build())
                  .listenersOrEmpty()
                  .getFirst()
                  .listenerArn()));
    } catch (ServiceError e) {
      if (!request.repeated() || !e.code().equals("DuplicateListener")) {
        throw e;
      }
      // A port has one listener: it is of the earlier call.
      return all(request, request.text("LoadBalancerArn")).stream()
          .filter(there -> Objects.equals(there.port(), request.properties().path("Port").asInt(0)))
          .findFirst()
          .map(there -> Made.of(Objects.requireNonNull(there.listenerArn())))
          .orElseThrow(() -> e);
    }
  }

  private static List<croft.api.elasticloadbalancingv2.Listener> all(
      ResourceRequest request, String balancer) {
    return V2Calls.pages(
        marker ->
            V2Calls.of(request)
                .describeListeners(
                    DescribeListenersInput.builder()
                        .loadBalancerArn(balancer)
                        .marker(marker)
                        .build()),
        answer -> answer.listenersOrEmpty(),
        answer -> answer.nextMarker());
  }

  @Override
  public void update(ResourceRequest request) {
    ObjectNode members = request.properties().deepCopy();
    members.remove(List.of("Tags", "LoadBalancerArn"));
    members.put("ListenerArn", request.physicalId());
    V2Calls.of(request).modifyListener(ApiShapes.read(members, ModifyListenerInput::read));
    V2Calls.updateTags(request);
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(
        () -> V2Calls.of(request).deleteListener(new DeleteListenerInput(request.physicalId())));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request));
  }

  private static ObjectNode live(ResourceRequest request) {
    ObjectNode live =
        ApiShapes.write(
            V2Calls.of(request)
                .describeListeners(
                    DescribeListenersInput.builder()
                        .listenerArns(List.of(request.physicalId()))
                        .build())
                .listenersOrEmpty()
                .getFirst());
    live.retain(
        "Certificates",
        "DefaultActions",
        "ListenerArn",
        "LoadBalancerArn",
        "Port",
        "Protocol",
        "SslPolicy");
    V2Calls.readTags(request, live);
    return live;
  }

  /** Those of the load balancer that the request names: listeners are only found by theirs. */
  @Override
  public List<String> list(ResourceRequest request) {
    String balancer = request.text("LoadBalancerArn");
    return balancer.isEmpty()
        ? List.of()
        : all(request, balancer).stream()
            .map(there -> Objects.requireNonNull(there.listenerArn()))
            .toList();
  }
}
