package croft.services.ec2.internetgateway;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::InternetGateway}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-internetgateway.html">AWS::EC2::InternetGateway</a>.
 */
public final class InternetGatewayResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::InternetGateway", "InternetGatewayId")
          .tags()
          .attributes("InternetGatewayId");

  public InternetGatewayResource() {
    super(
        SCHEMA,
        new Noun(
            "internet-gateway",
            Ec2Model.DESCRIBE_INTERNET_GATEWAYS,
            "InternetGatewayIds",
            "InternetGateways",
            "InternetGatewayId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_INTERNET_GATEWAY, members)
        .path("InternetGateway")
        .path("InternetGatewayId")
        .asString();
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request)
        .call(Ec2Model.DELETE_INTERNET_GATEWAY, Ec2Calls.members("InternetGatewayId", id));
  }
}
