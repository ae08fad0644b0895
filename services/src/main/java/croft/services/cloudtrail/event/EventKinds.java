package croft.services.cloudtrail.event;

import croft.services.operation.CallOutcome;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What sort of event a call is.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html">Logging
 * data events</a>.
 */
final class EventKinds {
  private static final Pattern READS =
      Pattern.compile(
          "(Get|List|Describe|Head|Lookup|BatchGet|Simulate|Search|Select|Validate|AssumeRole|Test"
              + "|Decode).*|Encrypt|Decrypt|ReEncrypt|GenerateDataKey.*|GenerateRandom|Receive.*");
  private static final Map<String, Set<String>> DATA =
      Map.of(
          "sqs",
          Set.of(
              "SendMessage",
              "SendMessageBatch",
              "ReceiveMessage",
              "DeleteMessage",
              "DeleteMessageBatch",
              "ChangeMessageVisibility",
              "ChangeMessageVisibilityBatch"),
          "sns",
          Set.of("Publish", "PublishBatch"),
          "monitoring",
          Set.of("PutMetricData", "GetMetricData", "GetMetricStatistics", "ListMetrics"),
          "logs",
          Set.of("PutLogEvents", "GetLogEvents", "FilterLogEvents"));

  /** Of S3, what is done to buckets and their settings is management; the rest is data. */
  private static final Pattern S3_MANAGEMENT =
      Pattern.compile(
          "(Create|Delete|List)Buckets?|(Get|Put|Delete)Bucket.*|.*PublicAccessBlock"
              + "|.*OwnershipControls|(Get|Put)ObjectLockConfiguration");

  private EventKinds() {}

  static boolean readOnly(CallOutcome outcome) {
    return READS.matcher(outcome.operation().name()).matches();
  }

  static boolean management(CallOutcome outcome) {
    String service = outcome.service().endpointPrefix();
    String operation = outcome.operation().name();
    return service.equals("s3")
        ? S3_MANAGEMENT.matcher(operation).matches()
        : !DATA.getOrDefault(service, Set.of()).contains(operation);
  }
}
