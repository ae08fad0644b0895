package croft.services.ec2.securitygroup;

import static croft.services.resource.PropertyType.STRING;

import croft.services.resource.Property;
import croft.services.resource.ResourceSchema;

/**
 * {@code AWS::EC2::SecurityGroupIngress}: one rule of a group.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html">AWS::EC2::SecurityGroupIngress</a>.
 */
public final class SecurityGroupIngressResource extends StandingRule {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::SecurityGroupIngress", "Id")
          .with(
              Property.of("GroupId", STRING).replacing(),
              Property.of("GroupName", STRING).replacing())
          .with(new RuleProperties(false).properties())
          .attributes("Id");

  public SecurityGroupIngressResource() {
    super(SCHEMA, new RuleProperties(false));
  }
}
