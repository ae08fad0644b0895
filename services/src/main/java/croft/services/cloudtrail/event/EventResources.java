package croft.services.cloudtrail.event;

import croft.base.Arn;
import croft.services.cloudtrail.event.TrailEvent.Resource;
import croft.services.operation.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a call was about, by the ARNs it needed access to. */
final class EventResources {
  private static final int MOST = 50;

  /** Services whose name in resource types is not their name in ARNs with a capital letter. */
  private static final Map<String, String> SERVICES =
      Map.ofEntries(
          Map.entry("acm", "CertificateManager"),
          Map.entry("autoscaling", "AutoScaling"),
          Map.entry("cloudformation", "CloudFormation"),
          Map.entry("cloudwatch", "CloudWatch"),
          Map.entry("codedeploy", "CodeDeploy"),
          Map.entry("ec2", "EC2"),
          Map.entry("elasticbeanstalk", "ElasticBeanstalk"),
          Map.entry("elasticloadbalancing", "ElasticLoadBalancingV2"),
          Map.entry("iam", "IAM"),
          Map.entry("kms", "KMS"),
          Map.entry("s3", "S3"),
          Map.entry("secretsmanager", "SecretsManager"),
          Map.entry("sns", "SNS"),
          Map.entry("sqs", "SQS"),
          Map.entry("ssm", "SSM"),
          Map.entry("sts", "STS"));

  private EventResources() {}

  static List<Resource> of(List<Access> accesses) {
    List<Resource> found = new ArrayList<>();
    accesses.stream()
        .flatMap(access -> access.resources().stream())
        .distinct()
        .filter(arn -> arn.startsWith("arn:") && !arn.contains("*"))
        .limit(MOST)
        .map(EventResources::resource)
        .forEach(found::add);
    return found;
  }

  private static Resource resource(String text) {
    Arn arn = Arn.parse(text);
    String resource = arn.resource();
    if (arn.service().equals("s3")) {
      int slash = resource.indexOf('/');
      return slash < 0
          ? new Resource("AWS::S3::Bucket", resource, text)
          : new Resource("AWS::S3::Object", resource.substring(slash + 1), text);
    }
    String[] parts = resource.split("[/:]", 2);
    String type = parts.length == 2 ? parts[0] : lastWord(arn.service());
    String name =
        resource.substring(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
    String service = SERVICES.getOrDefault(arn.service(), arn.service().toUpperCase(Locale.ROOT));
    return new Resource("AWS::" + service + "::" + capitals(type), name, text);
  }

  /** Topics and queues have ARNs that do not say what they name. */
  private static String lastWord(String service) {
    return switch (service) {
      case "sns" -> "topic";
      case "sqs" -> "queue";
      default -> "resource";
    };
  }

  /** {@code security-group} is {@code SecurityGroup}, {@code vpc} is {@code VPC}. */
  private static String capitals(String type) {
    if (type.equals("vpc") || type.equals("eip")) {
      return type.toUpperCase(Locale.ROOT);
    }
    return Stream.of(type.split("-", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }
}
