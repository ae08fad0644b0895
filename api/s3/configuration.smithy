$version: "2"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

namespace croft.s3

/// The settings of a bucket that are documents of their own.
///
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
resource ConfigurationOperations {
    operations: [
        GetBucketCors
        PutBucketCors
        DeleteBucketCors
        GetBucketLifecycleConfiguration
        PutBucketLifecycleConfiguration
        DeleteBucketLifecycle
        GetBucketWebsite
        PutBucketWebsite
        DeleteBucketWebsite
        GetBucketLogging
        PutBucketLogging
        GetBucketNotificationConfiguration
        PutBucketNotificationConfiguration
        GetBucketRequestPayment
        PutBucketRequestPayment
        GetBucketAccelerateConfiguration
        PutBucketAccelerateConfiguration
        GetBucketReplication
        PutBucketReplication
        DeleteBucketReplication
        GetBucketInventoryConfiguration
        PutBucketInventoryConfiguration
        DeleteBucketInventoryConfiguration
        GetBucketAnalyticsConfiguration
        PutBucketAnalyticsConfiguration
        DeleteBucketAnalyticsConfiguration
        GetBucketMetricsConfiguration
        PutBucketMetricsConfiguration
        DeleteBucketMetricsConfiguration
        GetBucketIntelligentTieringConfiguration
        PutBucketIntelligentTieringConfiguration
        DeleteBucketIntelligentTieringConfiguration
    ]
}

list Texts {
    member: String
}

structure CORSConfiguration {
    @xmlFlattened
    @xmlName("CORSRule")
    CORSRules: CORSRules
}

list CORSRules {
    member: CORSRule
}

structure CORSRule {
    ID: String

    @xmlFlattened
    @xmlName("AllowedHeader")
    AllowedHeaders: Texts

    @xmlFlattened
    @xmlName("AllowedMethod")
    AllowedMethods: Texts

    @xmlFlattened
    @xmlName("AllowedOrigin")
    AllowedOrigins: Texts

    @xmlFlattened
    @xmlName("ExposeHeader")
    ExposeHeaders: Texts

    MaxAgeSeconds: Integer
}

@readonly
@http(method: "GET", uri: "/{Bucket}?cors", code: 200)
operation GetBucketCors {
    input := with [OfBucket] {}
    output := @xmlName("CORSConfiguration") {
        @xmlFlattened
        @xmlName("CORSRule")
        CORSRules: CORSRules
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?cors", code: 200)
operation PutBucketCors {
    input := with [OfBucket, WithDocument] {
        @required
        @httpPayload
        CORSConfiguration: CORSConfiguration
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?cors", code: 204)
operation DeleteBucketCors {
    input := with [OfBucket] {}
    output := {}
}

@xmlName("LifecycleConfiguration")
structure BucketLifecycleConfiguration {
    @xmlFlattened
    @xmlName("Rule")
    Rules: LifecycleRules
}

list LifecycleRules {
    member: LifecycleRule
}

structure LifecycleRule {
    Expiration: LifecycleExpiration

    ID: String

    Prefix: String

    Filter: LifecycleRuleFilter

    Status: String

    @xmlFlattened
    @xmlName("Transition")
    Transitions: Transitions

    @xmlFlattened
    @xmlName("NoncurrentVersionTransition")
    NoncurrentVersionTransitions: NoncurrentVersionTransitions

    NoncurrentVersionExpiration: NoncurrentVersionExpiration

    AbortIncompleteMultipartUpload: AbortIncompleteMultipartUpload
}

structure LifecycleExpiration {
    @timestampFormat("date-time")
    Date: Timestamp

    Days: Integer

    ExpiredObjectDeleteMarker: Boolean
}

structure LifecycleRuleFilter {
    Prefix: String
    Tag: Tag
    ObjectSizeGreaterThan: Long
    ObjectSizeLessThan: Long
    And: LifecycleRuleAndOperator
}

structure LifecycleRuleAndOperator {
    Prefix: String

    @xmlFlattened
    @xmlName("Tag")
    Tags: LifecycleTags

    ObjectSizeGreaterThan: Long

    ObjectSizeLessThan: Long
}

list LifecycleTags {
    member: Tag
}

list Transitions {
    member: Transition
}

structure Transition {
    @timestampFormat("date-time")
    Date: Timestamp

    Days: Integer

    StorageClass: String
}

list NoncurrentVersionTransitions {
    member: NoncurrentVersionTransition
}

structure NoncurrentVersionTransition {
    NoncurrentDays: Integer
    StorageClass: String
    NewerNoncurrentVersions: Integer
}

structure NoncurrentVersionExpiration {
    NoncurrentDays: Integer
    NewerNoncurrentVersions: Integer
}

structure AbortIncompleteMultipartUpload {
    DaysAfterInitiation: Integer
}

@readonly
@http(method: "GET", uri: "/{Bucket}?lifecycle", code: 200)
operation GetBucketLifecycleConfiguration {
    input := with [OfBucket] {}
    output := @xmlName("LifecycleConfiguration") {
        @xmlFlattened
        @xmlName("Rule")
        Rules: LifecycleRules

        @httpHeader("x-amz-transition-default-minimum-object-size")
        TransitionDefaultMinimumObjectSize: String
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?lifecycle", code: 200)
operation PutBucketLifecycleConfiguration {
    input := with [OfBucket, WithDocument] {
        @httpHeader("x-amz-transition-default-minimum-object-size")
        TransitionDefaultMinimumObjectSize: String

        @httpPayload
        @xmlName("LifecycleConfiguration")
        LifecycleConfiguration: BucketLifecycleConfiguration
    }
    output := {
        @httpHeader("x-amz-transition-default-minimum-object-size")
        TransitionDefaultMinimumObjectSize: String
    }
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?lifecycle", code: 204)
operation DeleteBucketLifecycle {
    input := with [OfBucket] {}
    output := {}
}

structure WebsiteConfiguration {
    ErrorDocument: ErrorDocument
    IndexDocument: IndexDocument
    RedirectAllRequestsTo: RedirectAllRequestsTo
    RoutingRules: RoutingRules
}

structure ErrorDocument {
    Key: String
}

structure IndexDocument {
    Suffix: String
}

structure RedirectAllRequestsTo {
    HostName: String
    Protocol: String
}

list RoutingRules {
    @xmlName("RoutingRule")
    member: RoutingRule
}

structure RoutingRule {
    Condition: Condition
    Redirect: Redirect
}

structure Condition {
    HttpErrorCodeReturnedEquals: String
    KeyPrefixEquals: String
}

structure Redirect {
    HostName: String
    HttpRedirectCode: String
    Protocol: String
    ReplaceKeyPrefixWith: String
    ReplaceKeyWith: String
}

@readonly
@http(method: "GET", uri: "/{Bucket}?website", code: 200)
operation GetBucketWebsite {
    input := with [OfBucket] {}
    output := @xmlName("WebsiteConfiguration") {
        RedirectAllRequestsTo: RedirectAllRequestsTo
        IndexDocument: IndexDocument
        ErrorDocument: ErrorDocument
        RoutingRules: RoutingRules
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?website", code: 200)
operation PutBucketWebsite {
    input := with [OfBucket, WithDocument] {
        @required
        @httpPayload
        WebsiteConfiguration: WebsiteConfiguration
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?website", code: 204)
operation DeleteBucketWebsite {
    input := with [OfBucket] {}
    output := {}
}

structure BucketLoggingStatus {
    LoggingEnabled: LoggingEnabled
}

structure LoggingEnabled {
    TargetBucket: String
    TargetGrants: TargetGrants
    TargetPrefix: String
    TargetObjectKeyFormat: TargetObjectKeyFormat
}

list TargetGrants {
    @xmlName("Grant")
    member: TargetGrant
}

structure TargetGrant {
    @xmlNamespace(uri: "http://www.w3.org/2001/XMLSchema-instance", prefix: "xsi")
    Grantee: Grantee

    Permission: String
}

structure TargetObjectKeyFormat {
    SimplePrefix: SimplePrefix
    PartitionedPrefix: PartitionedPrefix
}

@xmlName("SimplePrefix")
structure SimplePrefix {

}

structure PartitionedPrefix {
    PartitionDateSource: String
}

@readonly
@http(method: "GET", uri: "/{Bucket}?logging", code: 200)
operation GetBucketLogging {
    input := with [OfBucket] {}
    output := @xmlName("BucketLoggingStatus") {
        LoggingEnabled: LoggingEnabled
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?logging", code: 200)
operation PutBucketLogging {
    input := with [OfBucket, WithDocument] {
        @required
        @httpPayload
        BucketLoggingStatus: BucketLoggingStatus
    }
    output := {}
}

structure NotificationConfiguration {
    @xmlFlattened
    @xmlName("TopicConfiguration")
    TopicConfigurations: TopicConfigurations

    @xmlFlattened
    @xmlName("QueueConfiguration")
    QueueConfigurations: QueueConfigurations

    @xmlFlattened
    @xmlName("CloudFunctionConfiguration")
    LambdaFunctionConfigurations: LambdaFunctionConfigurations

    EventBridgeConfiguration: EventBridgeConfiguration
}

list TopicConfigurations {
    member: TopicConfiguration
}

structure TopicConfiguration {
    Id: String

    @xmlName("Topic")
    TopicArn: String

    @xmlFlattened
    @xmlName("Event")
    Events: Texts

    Filter: NotificationConfigurationFilter
}

list QueueConfigurations {
    member: QueueConfiguration
}

structure QueueConfiguration {
    Id: String

    @xmlName("Queue")
    QueueArn: String

    @xmlFlattened
    @xmlName("Event")
    Events: Texts

    Filter: NotificationConfigurationFilter
}

list LambdaFunctionConfigurations {
    member: LambdaFunctionConfiguration
}

structure LambdaFunctionConfiguration {
    Id: String

    @xmlName("CloudFunction")
    LambdaFunctionArn: String

    @xmlFlattened
    @xmlName("Event")
    Events: Texts

    Filter: NotificationConfigurationFilter
}

structure NotificationConfigurationFilter {
    @xmlName("S3Key")
    Key: S3KeyFilter
}

structure S3KeyFilter {
    @xmlFlattened
    @xmlName("FilterRule")
    FilterRules: FilterRules
}

list FilterRules {
    member: FilterRule
}

structure FilterRule {
    Name: String
    Value: String
}

structure EventBridgeConfiguration {

}

@readonly
@http(method: "GET", uri: "/{Bucket}?notification", code: 200)
operation GetBucketNotificationConfiguration {
    input := with [OfBucket] {}
    output := @xmlName("NotificationConfiguration") {
        @xmlFlattened
        @xmlName("TopicConfiguration")
        TopicConfigurations: TopicConfigurations

        @xmlFlattened
        @xmlName("QueueConfiguration")
        QueueConfigurations: QueueConfigurations

        @xmlFlattened
        @xmlName("CloudFunctionConfiguration")
        LambdaFunctionConfigurations: LambdaFunctionConfigurations

        EventBridgeConfiguration: EventBridgeConfiguration
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?notification", code: 200)
operation PutBucketNotificationConfiguration {
    input := with [OfBucket, WithDocument] {
        @required
        @httpPayload
        NotificationConfiguration: NotificationConfiguration

        @httpHeader("x-amz-skip-destination-validation")
        SkipDestinationValidation: Boolean
    }
    output := {}
}

structure RequestPaymentConfiguration {
    Payer: String
}

@readonly
@http(method: "GET", uri: "/{Bucket}?requestPayment", code: 200)
operation GetBucketRequestPayment {
    input := with [OfBucket] {}
    output := @xmlName("RequestPaymentConfiguration") {
        Payer: String
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?requestPayment", code: 200)
operation PutBucketRequestPayment {
    input := with [OfBucket, WithDocument] {
        @required
        @httpPayload
        RequestPaymentConfiguration: RequestPaymentConfiguration
    }
    output := {}
}

structure AccelerateConfiguration {
    Status: String
}

@readonly
@http(method: "GET", uri: "/{Bucket}?accelerate", code: 200)
operation GetBucketAccelerateConfiguration {
    input := with [OfBucket] {
        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer
    }
    output := @xmlName("AccelerateConfiguration") {
        Status: String

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?accelerate", code: 200)
operation PutBucketAccelerateConfiguration {
    input := with [OfBucket, WithDocument] {
        @required
        @httpPayload
        AccelerateConfiguration: AccelerateConfiguration
    }
    output := {}
}

@readonly
@http(method: "GET", uri: "/{Bucket}?replication", code: 200)
operation GetBucketReplication {
    input := with [OfBucket] {}
    output := {}
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?replication", code: 200)
operation PutBucketReplication {
    input := with [OfBucket, WithDocument] {
        @httpHeader("x-amz-bucket-object-lock-token")
        Token: String
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?replication", code: 204)
operation DeleteBucketReplication {
    input := with [OfBucket] {}
    output := {}
}

@readonly
@http(method: "GET", uri: "/{Bucket}?inventory", code: 200)
operation GetBucketInventoryConfiguration {
    input := with [OfBucket] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?inventory", code: 200)
operation PutBucketInventoryConfiguration {
    input := with [OfBucket, WithDocument] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?inventory", code: 204)
operation DeleteBucketInventoryConfiguration {
    input := with [OfBucket] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@readonly
@http(method: "GET", uri: "/{Bucket}?analytics", code: 200)
operation GetBucketAnalyticsConfiguration {
    input := with [OfBucket] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?analytics", code: 200)
operation PutBucketAnalyticsConfiguration {
    input := with [OfBucket, WithDocument] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?analytics", code: 204)
operation DeleteBucketAnalyticsConfiguration {
    input := with [OfBucket] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@readonly
@http(method: "GET", uri: "/{Bucket}?metrics", code: 200)
operation GetBucketMetricsConfiguration {
    input := with [OfBucket] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?metrics", code: 200)
operation PutBucketMetricsConfiguration {
    input := with [OfBucket, WithDocument] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?metrics", code: 204)
operation DeleteBucketMetricsConfiguration {
    input := with [OfBucket] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@readonly
@http(method: "GET", uri: "/{Bucket}?intelligent-tiering", code: 200)
operation GetBucketIntelligentTieringConfiguration {
    input := with [OfBucket] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?intelligent-tiering", code: 200)
operation PutBucketIntelligentTieringConfiguration {
    input := with [OfBucket, WithDocument] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?intelligent-tiering", code: 204)
operation DeleteBucketIntelligentTieringConfiguration {
    input := with [OfBucket] {
        @httpQuery("id")
        Id: String
    }
    output := {}
}
