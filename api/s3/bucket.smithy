$version: "2.0"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

namespace croft.s3

/// Buckets: their life, versioning, tags, object lock and encryption.
resource BucketOperations {
    operations: [
        ListBuckets
        CreateBucket
        HeadBucket
        DeleteBucket
        GetBucketLocation
        GetBucketVersioning
        PutBucketVersioning
        GetBucketTagging
        PutBucketTagging
        DeleteBucketTagging
        GetObjectLockConfiguration
        PutObjectLockConfiguration
        GetBucketEncryption
        PutBucketEncryption
        DeleteBucketEncryption
    ]
}

@readonly
@http(method: "GET", uri: "/?x-id=ListBuckets")
operation ListBuckets {
    input := {
        @httpQuery("max-buckets")
        @range(min: 1, max: 10000)
        MaxBuckets: Integer

        @httpQuery("continuation-token")
        ContinuationToken: String

        @httpQuery("prefix")
        Prefix: String

        @httpQuery("bucket-region")
        BucketRegion: String
    }

    output := @xmlName("ListAllMyBucketsResult") {
        Owner: Owner
        Buckets: Buckets
        ContinuationToken: String
        Prefix: String
    }
}

list Buckets {
    @xmlName("Bucket")
    member: Bucket
}

structure Bucket {
    Name: BucketName
    CreationDate: Moment
    BucketRegion: String
    BucketArn: String
}

@http(method: "PUT", uri: "/{Bucket}")
operation CreateBucket {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-acl")
        ACL: BucketCannedACL

        @httpPayload
        CreateBucketConfiguration: CreateBucketConfiguration

        @httpHeader("x-amz-grant-full-control")
        GrantFullControl: String

        @httpHeader("x-amz-grant-read")
        GrantRead: String

        @httpHeader("x-amz-grant-read-acp")
        GrantReadACP: String

        @httpHeader("x-amz-grant-write")
        GrantWrite: String

        @httpHeader("x-amz-grant-write-acp")
        GrantWriteACP: String

        @httpHeader("x-amz-bucket-object-lock-enabled")
        ObjectLockEnabledForBucket: Boolean

        @httpHeader("x-amz-object-ownership")
        ObjectOwnership: ObjectOwnership
    }

    output := {
        @httpHeader("Location")
        Location: String

        @httpHeader("x-amz-bucket-arn")
        BucketArn: String
    }

    errors: [
        BucketAlreadyExists
        BucketAlreadyOwnedByYou
    ]
}

structure CreateBucketConfiguration {
    LocationConstraint: String
    Location: LocationInfo
    Bucket: BucketInfo
    Tags: TagSet
}

structure LocationInfo {
    Type: String
    Name: String
}

structure BucketInfo {
    DataRedundancy: String
    Type: String
}

@readonly
@http(method: "HEAD", uri: "/{Bucket}")
operation HeadBucket {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpHeader("x-amz-bucket-arn")
        BucketArn: String

        @httpHeader("x-amz-bucket-region")
        BucketRegion: String

        @httpHeader("x-amz-access-point-alias")
        AccessPointAlias: Boolean
    }
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}", code: 204)
operation DeleteBucket {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }
}

@readonly
@http(method: "GET", uri: "/{Bucket}?location")
operation GetBucketLocation {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    // The root of the answer is the one member's own element.
    output := @xmlName("LocationConstraint") {
        @xmlNamespace(uri: "http://s3.amazonaws.com/doc/2006-03-01/")
        LocationConstraint: String
    }
}

enum BucketVersioningStatus {
    Enabled
    Suspended
}

enum MFADelete {
    Enabled
    Disabled
}

@readonly
@http(method: "GET", uri: "/{Bucket}?versioning")
operation GetBucketVersioning {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := @xmlName("VersioningConfiguration") {
        Status: BucketVersioningStatus

        @xmlName("MfaDelete")
        MFADelete: MFADelete
    }
}

@http(method: "PUT", uri: "/{Bucket}?versioning")
operation PutBucketVersioning {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpHeader("x-amz-mfa")
        MFA: String

        @httpPayload
        @required
        VersioningConfiguration: VersioningConfiguration

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }
}

structure VersioningConfiguration {
    @xmlName("MfaDelete")
    MFADelete: MFADelete

    Status: BucketVersioningStatus
}

@readonly
@http(method: "GET", uri: "/{Bucket}?tagging")
operation GetBucketTagging {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := @xmlName("Tagging") {
        @required
        TagSet: TagSet
    }
}

@http(method: "PUT", uri: "/{Bucket}?tagging", code: 204)
operation PutBucketTagging {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpPayload
        @required
        Tagging: Tagging

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?tagging", code: 204)
operation DeleteBucketTagging {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }
}

@readonly
@http(method: "GET", uri: "/{Bucket}?object-lock")
operation GetObjectLockConfiguration {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpPayload
        ObjectLockConfiguration: ObjectLockConfiguration
    }
}

@http(method: "PUT", uri: "/{Bucket}?object-lock")
operation PutObjectLockConfiguration {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpPayload
        ObjectLockConfiguration: ObjectLockConfiguration

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-bucket-object-lock-token")
        Token: String

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }
}

structure ObjectLockConfiguration {
    ObjectLockEnabled: ObjectLockEnabled
    Rule: ObjectLockRule
}

enum ObjectLockEnabled {
    Enabled
}

structure ObjectLockRule {
    DefaultRetention: DefaultRetention
}

structure DefaultRetention {
    Mode: ObjectLockMode
    Days: Integer
    Years: Integer
}

@readonly
@http(method: "GET", uri: "/{Bucket}?encryption")
operation GetBucketEncryption {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpPayload
        ServerSideEncryptionConfiguration: ServerSideEncryptionConfiguration
    }
}

@http(method: "PUT", uri: "/{Bucket}?encryption")
operation PutBucketEncryption {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpPayload
        @required
        ServerSideEncryptionConfiguration: ServerSideEncryptionConfiguration

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?encryption", code: 204)
operation DeleteBucketEncryption {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }
}

structure ServerSideEncryptionConfiguration {
    @required
    @xmlFlattened
    @xmlName("Rule")
    Rules: ServerSideEncryptionRules
}

list ServerSideEncryptionRules {
    member: ServerSideEncryptionRule
}

structure ServerSideEncryptionRule {
    ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault
    BucketKeyEnabled: Boolean
    BlockedEncryptionTypes: BlockedEncryptionTypes
}

structure BlockedEncryptionTypes {
    @xmlFlattened
    EncryptionType: EncryptionTypeList
}

list EncryptionTypeList {
    @xmlName("EncryptionType")
    member: EncryptionType
}

enum EncryptionType {
    NONE
    SSE_C = "SSE-C"
}

structure ServerSideEncryptionByDefault {
    @required
    SSEAlgorithm: ServerSideEncryption
    KMSMasterKeyID: String
}
