package croft.services.s3.configuration;

import croft.api.s3.GetBucketNotificationConfigurationRequest;
import croft.api.s3.GetBucketNotificationConfigurationResponse;
import croft.api.s3.NotificationConfiguration;
import croft.api.s3.PutBucketNotificationConfigurationRequest;
import croft.api.s3.PutBucketNotificationConfigurationResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import java.util.List;

/**
 * GetBucketNotificationConfiguration and PutBucketNotificationConfiguration. Nobody can be notified
 * yet: each kind of destination is refused by name, and only the empty configuration is taken.
 */
public final class NotificationOperations {
  private final BucketDocuments documents;
  private final S3Access access;

  public NotificationOperations(BucketDocuments documents, S3Access access) {
    this.documents = documents;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_NOTIFICATION_CONFIGURATION,
                (call, r) -> List.of(access.bucket(call, "s3:GetBucketNotification", r.bucket())),
                this::getBucketNotificationConfiguration)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_NOTIFICATION_CONFIGURATION,
                (call, r) -> List.of(access.bucket(call, "s3:PutBucketNotification", r.bucket())),
                this::putBucketNotificationConfiguration)
            .anonymously());
  }

  private GetBucketNotificationConfigurationResponse getBucketNotificationConfiguration(
      Call call, GetBucketNotificationConfigurationRequest request) {
    documents.bucket(request.bucket(), request.expectedBucketOwner());
    return GetBucketNotificationConfigurationResponse.builder().build();
  }

  private PutBucketNotificationConfigurationResponse putBucketNotificationConfiguration(
      Call call, PutBucketNotificationConfigurationRequest request) {
    NotificationConfiguration wanted = request.notificationConfiguration();
    if (wanted == null) {
      throw BucketDocuments.malformed();
    }
    refuseIf(!wanted.topicConfigurationsOrEmpty().isEmpty(), "an SNS topic");
    refuseIf(!wanted.queueConfigurationsOrEmpty().isEmpty(), "an SQS queue");
    refuseIf(!wanted.lambdaFunctionConfigurationsOrEmpty().isEmpty(), "a Lambda function");
    refuseIf(wanted.eventBridgeConfiguration() != null, "EventBridge");
    documents.bucket(request.bucket(), request.expectedBucketOwner());
    return PutBucketNotificationConfigurationResponse.builder().build();
  }

  private static void refuseIf(boolean asked, String destination) {
    if (asked) {
      throw ServiceError.unsupported("Notifying " + destination + " of events in a bucket");
    }
  }
}
