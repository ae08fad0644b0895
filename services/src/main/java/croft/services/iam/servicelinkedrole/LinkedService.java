package croft.services.iam.servicelinkedrole;

import java.util.List;
import java.util.Optional;

/**
 * A service that has a role of its own in an account.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html">AWS
 * services that work with IAM</a>, and the services' own pages on their roles.
 *
 * @param hostName such as {@code autoscaling.amazonaws.com}
 * @param roleName as AWS names it
 * @param policyName of the policy under {@code aws-service-role/} that the role has
 * @param suffixes whether there may be several, with a suffix each
 */
record LinkedService(String hostName, String roleName, String policyName, boolean suffixes) {
  private static final List<LinkedService> ALL =
      List.of(
          of("autoscaling", "AutoScaling", "AutoScalingServiceRolePolicy", true),
          of(
              "elasticloadbalancing",
              "ElasticLoadBalancing",
              "AWSElasticLoadBalancingServiceRolePolicy",
              false),
          of("elasticbeanstalk", "ElasticBeanstalk", "AWSElasticBeanstalkServiceRolePolicy", false),
          of(
              "maintenance.elasticbeanstalk",
              "ElasticBeanstalkMaintenance",
              "AWSElasticBeanstalkMaintenance",
              false),
          of(
              "managedupdates.elasticbeanstalk",
              "ElasticBeanstalkManagedUpdates",
              "AWSElasticBeanstalkManagedUpdatesServiceRolePolicy",
              false),
          of("events", "CloudWatchEvents", "CloudWatchEventsServiceRolePolicy", false),
          of("ssm", "AmazonSSM", "AmazonSSMServiceRolePolicy", false));

  private static LinkedService of(String host, String name, String policyName, boolean suffixes) {
    return new LinkedService(
        host + ".amazonaws.com", "AWSServiceRoleFor" + name, policyName, suffixes);
  }

  static Optional<LinkedService> byHostName(String hostName) {
    return ALL.stream().filter(service -> service.hostName.equals(hostName)).findFirst();
  }

  String path() {
    return "/aws-service-role/" + hostName + "/";
  }

  String policyArn() {
    return "arn:aws:iam::aws:policy/aws-service-role/" + policyName;
  }

  String trustPolicy() {
    return """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",\
     "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}\
    """
        .formatted(hostName);
  }
}
