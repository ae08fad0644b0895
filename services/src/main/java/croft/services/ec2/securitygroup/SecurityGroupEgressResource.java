package croft.services.ec2.securitygroup;

import static croft.services.resource.PropertyType.STRING;

import croft.services.resource.Property;
import croft.services.resource.ResourceSchema;

/**
 * {@code AWS::EC2::SecurityGroupEgress}: one rule of a group.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html">AWS::EC2::SecurityGroupEgress</a>.
 */
public final class SecurityGroupEgressResource extends StandingRule {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::SecurityGroupEgress", "Id")
          .with(Property.of("GroupId", STRING).needed().replacing())
          .with(new RuleProperties(true).properties())
          .attributes("Id");

  public SecurityGroupEgressResource() {
    super(SCHEMA, new RuleProperties(true));
  }
}
