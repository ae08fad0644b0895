package croft.services.ec2.securitygroup;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecurityGroupResourceTest {
  private static final String WEB =
      """
      {'GroupDescription': 'web', 'VpcId': '%s',
       'SecurityGroupIngress': [
         {'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 80, 'CidrIp': '0.0.0.0/0'},
         {'IpProtocol': 'tcp', 'FromPort': %d, 'ToPort': %d, 'CidrIp': '10.0.0.0/8'}]%s}
      """;

  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String vpc = ec2.vpc();
      ResourceTrial trial = ec2.trial("SecurityGroup");
      String id = trial.create(WEB.formatted(vpc, 22, 22, ""));
      assertThat(id).startsWith("sg-");
      assertThat(trial.attribute("GroupId").asString()).isEqualTo(id);
      assertThat(trial.read().path("GroupName").asString()).startsWith("shop-Thing-");
      assertThat(trial.read().path("SecurityGroupIngress").toString())
          .isEqualTo(
              """
              [{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIp":"0.0.0.0/0"},\
              {"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIp":"10.0.0.0/8"}]\
              """);

      String out =
          ", 'SecurityGroupEgress': [{'IpProtocol': '-1', 'CidrIp': '127.0.0.1/32'}]"
              .replace('"', '\'');
      trial.update(WEB.formatted(vpc, 23, 24, out));
      assertThat(trial.read().path("SecurityGroupIngress").get(1).path("ToPort").asInt())
          .isEqualTo(24);
      assertThat(trial.read().path("SecurityGroupIngress")).hasSize(2);
      assertThat(trial.replacedBy("{'GroupDescription': 'other', 'VpcId': '" + vpc + "'}"))
          .containsExactly("GroupDescription");
      trial.delete();
    }
  }

  @Test
  void standsInPlaceOfTheOpenDoorWhenItSaysWhatGoesOut() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      ResourceTrial trial = ec2.trial("SecurityGroup");
      trial.create(
          """
          {'GroupDescription': 'shut', 'VpcId': '%s',
           'SecurityGroupEgress': [{'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443,
                                    'CidrIp': '0.0.0.0/0'}]}
          """
              .formatted(ec2.vpc()));
      assertThat(trial.read().path("SecurityGroupEgress")).hasSize(1);
      assertThat(trial.read().path("SecurityGroupEgress").get(0).path("FromPort").asInt())
          .isEqualTo(443);
    }
  }

  @Test
  void goesByItsNameWithoutAVpc() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      ResourceTrial trial = ec2.trial("SecurityGroup");
      String name = trial.create("{'GroupDescription': 'classic'}");
      assertThat(name).startsWith("shop-Thing-");
      String id = trial.attribute("GroupId").asString();
      assertThat(id).startsWith("sg-");

      ResourceTrial rule = ec2.trial("SecurityGroupIngress");
      String ruleId =
          rule.create(
              """
              {'GroupName': '%s', 'IpProtocol': 'tcp', 'FromPort': 1, 'ToPort': 2,
               'SourceSecurityGroupName': '%s', 'SourceSecurityGroupOwnerId': '123456789012'}
              """
                  .formatted(name, name));
      assertThat(ruleId).startsWith("sgr-");
      assertThat(rule.read().path("GroupId").asString()).isEqualTo(id);
      assertThat(trial.read().path("SecurityGroupIngress").get(0).path("SourceSecurityGroupId"))
          .hasToString('"' + id + '"');
      rule.delete();
      trial.delete();
    }
  }

  @Test
  void describesRulesThatStandAlone() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String group =
          ec2.trial("SecurityGroup")
              .create("{'GroupDescription': 'g', 'VpcId': '%s'}".formatted(ec2.vpc()));
      String rule = "{'GroupId': '%s', 'IpProtocol': '-1', 'CidrIp': '10.0.0.0/8'%s}";
      ResourceTrial trial = ec2.trial("SecurityGroupEgress");
      trial.create(rule.formatted(group, ""));
      trial.update(rule.formatted(group, ", 'Description': 'inside'"));
      assertThat(trial.read().path("Description").asString()).isEqualTo("inside");
      trial.delete();
    }
  }
}
