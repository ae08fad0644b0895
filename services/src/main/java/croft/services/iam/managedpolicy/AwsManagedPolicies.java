package croft.services.iam.managedpolicy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * AWS's own managed policies that fit what Croft serves. Those not listed here are not attachable,
 * and say so: a policy that is attached but grants nothing would be a false green.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html">AWS
 * managed policies</a>.
 */
public final class AwsManagedPolicies {
  private static final String ARN_PREFIX = "arn:aws:iam::aws:policy/";

  /** The policies, by ARN. */
  private static final Map<String, AwsPolicy> BY_ARN =
      List.of(
              policy("AdministratorAccess", allow("*")),
              policy(
                  "PowerUserAccess",
                  "{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"organizations:*\","
                      + "\"account:*\"],\"Resource\":\"*\"}",
                  allow(
                      "iam:CreateServiceLinkedRole",
                      "iam:DeleteServiceLinkedRole",
                      "iam:ListRoles",
                      "organizations:DescribeOrganization",
                      "account:ListRegions",
                      "account:GetAccountInformation")),
              policy(
                  "ReadOnlyAccess",
                  allow(
                      "autoscaling:Describe*",
                      "cloudformation:Describe*",
                      "cloudformation:Get*",
                      "cloudformation:List*",
                      "cloudwatch:Describe*",
                      "cloudwatch:Get*",
                      "cloudwatch:List*",
                      "codedeploy:BatchGet*",
                      "codedeploy:Get*",
                      "codedeploy:List*",
                      "ec2:Describe*",
                      "ec2:Get*",
                      "elasticbeanstalk:Check*",
                      "elasticbeanstalk:Describe*",
                      "elasticbeanstalk:List*",
                      "elasticloadbalancing:Describe*",
                      "iam:Generate*",
                      "iam:Get*",
                      "iam:List*",
                      "iam:Simulate*",
                      "logs:Describe*",
                      "logs:FilterLogEvents",
                      "logs:Get*",
                      "opsworks:Describe*",
                      "opsworks:Get*",
                      "route53:Get*",
                      "route53:List*",
                      "s3:Get*",
                      "s3:List*",
                      "sns:Get*",
                      "sns:List*",
                      "sqs:Get*",
                      "sqs:List*",
                      "ssm:Describe*",
                      "ssm:Get*",
                      "ssm:List*",
                      "sts:GetCallerIdentity")),
              policy(
                  "AmazonEC2FullAccess",
                  allow("ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*")),
              policy(
                  "AmazonEC2ReadOnlyAccess",
                  allow(
                      "ec2:Describe*",
                      "ec2:GetSecurityGroupsForVpc",
                      "elasticloadbalancing:Describe*",
                      "cloudwatch:ListMetrics",
                      "cloudwatch:GetMetricStatistics",
                      "cloudwatch:Describe*",
                      "autoscaling:Describe*")),
              policy("IAMFullAccess", allow("iam:*", "organizations:Describe*")),
              policy(
                  "IAMReadOnlyAccess",
                  allow("iam:Generate*", "iam:Get*", "iam:List*", "iam:Simulate*")),
              policy("AmazonS3FullAccess", allow("s3:*", "s3-object-lambda:*")),
              policy(
                  "AmazonS3ReadOnlyAccess",
                  allow("s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*")),
              policy("AmazonSQSFullAccess", allow("sqs:*")),
              policy("AmazonSNSFullAccess", allow("sns:*")),
              policy("CloudWatchFullAccess", allow("cloudwatch:*", "logs:*", "sns:*")),
              policy("CloudWatchLogsFullAccess", allow("logs:*")),
              policy(
                  "CloudWatchAgentServerPolicy",
                  allow(
                      "cloudwatch:PutMetricData",
                      "ec2:DescribeVolumes",
                      "ec2:DescribeTags",
                      "logs:PutLogEvents",
                      "logs:DescribeLogStreams",
                      "logs:DescribeLogGroups",
                      "logs:CreateLogStream",
                      "logs:CreateLogGroup",
                      "ssm:GetParameter")),
              policy("AmazonRoute53FullAccess", allow("route53:*")))
          .stream()
          .collect(Collectors.toUnmodifiableMap(AwsPolicy::arn, Function.identity()));

  private AwsManagedPolicies() {}

  /** One of AWS's policies, at its only version {@code v1}. */
  public record AwsPolicy(String name, String document) {
    public String arn() {
      return ARN_PREFIX + name;
    }
  }

  static Optional<AwsPolicy> byArn(String arn) {
    return Optional.ofNullable(BY_ARN.get(arn));
  }

  static List<AwsPolicy> all() {
    return List.copyOf(BY_ARN.values());
  }

  private static AwsPolicy policy(String name, String... statements) {
    return new AwsPolicy(
        name, "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}");
  }

  private static String allow(String... actions) {
    return "{\"Effect\":\"Allow\",\"Action\":[\""
        + String.join("\",\"", actions)
        + "\"],\"Resource\":\"*\"}";
  }
}
