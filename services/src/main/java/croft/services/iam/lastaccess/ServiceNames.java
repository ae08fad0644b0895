package croft.services.iam.lastaccess;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The services reports tell of: those Croft serves, by their namespaces in policies. */
final class ServiceNames {
  private static final Map<String, String> BY_NAMESPACE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("acm", "AWS Certificate Manager"),
              Map.entry("autoscaling", "Amazon EC2 Auto Scaling"),
              Map.entry("cloudformation", "AWS CloudFormation"),
              Map.entry("cloudtrail", "AWS CloudTrail"),
              Map.entry("cloudwatch", "Amazon CloudWatch"),
              Map.entry("codedeploy", "AWS CodeDeploy"),
              Map.entry("ec2", "Amazon EC2"),
              Map.entry("elasticbeanstalk", "AWS Elastic Beanstalk"),
              Map.entry("elasticloadbalancing", "AWS Elastic Load Balancing"),
              Map.entry("iam", "AWS Identity and Access Management"),
              Map.entry("kms", "AWS Key Management Service"),
              Map.entry("logs", "Amazon CloudWatch Logs"),
              Map.entry("opsworks", "AWS OpsWorks"),
              Map.entry("route53", "Amazon Route 53"),
              Map.entry("s3", "Amazon S3"),
              Map.entry("secretsmanager", "AWS Secrets Manager"),
              Map.entry("sns", "Amazon SNS"),
              Map.entry("sqs", "Amazon SQS"),
              Map.entry("ssm", "AWS Systems Manager"),
              Map.entry("sts", "AWS Security Token Service")));

  private ServiceNames() {}

  /** In alphabetical order. */
  static List<String> namespaces() {
    return List.copyOf(BY_NAMESPACE.keySet());
  }

  static String of(String namespace) {
    return BY_NAMESPACE.getOrDefault(namespace, namespace);
  }
}
