package croft.services.iam.managedpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicyParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsManagedPoliciesTest {
  @Test
  void areAllPoliciesOfTheLanguage() {
    PolicyParser parser = new PolicyParser();
    assertThat(AwsManagedPolicies.all())
        .hasSizeGreaterThan(60)
        .allSatisfy(policy ->
            assertThat(parser.parse(policy.document(), PolicyKind.MANAGED).statements())
                .as(policy.name())
                .isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AdministratorAccess",
        "AdministratorAccess-AWSElasticBeanstalk",
        "AmazonSSMManagedInstanceCore",
        "AWSOpsWorks_FullAccess",
        "CloudWatchAgentServerPolicy",
        "job-function/ViewOnlyAccess",
        "service-role/AWSCodeDeployRole",
        "service-role/AWSElasticBeanstalkEnhancedHealth",
        "service-role/AmazonEC2RoleforAWSCodeDeploy",
        "aws-service-role/AutoScalingServiceRolePolicy",
      })
  void standUnderAwssPaths(String pathAndName) {
    assertThat(AwsManagedPolicies.byArn("arn:aws:iam::aws:policy/" + pathAndName)).isPresent();
  }
}
