$version: "2"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

namespace croft.s3

/// Who may use a bucket and its objects: policies, access control lists, ownership and the block of
/// public access.
///
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
resource AccessOperations {
    operations: [
        GetBucketPolicy
        PutBucketPolicy
        DeleteBucketPolicy
        GetBucketPolicyStatus
        GetBucketAcl
        PutBucketAcl
        GetObjectAcl
        PutObjectAcl
        GetPublicAccessBlock
        PutPublicAccessBlock
        DeletePublicAccessBlock
        GetBucketOwnershipControls
        PutBucketOwnershipControls
        DeleteBucketOwnershipControls
    ]
}

/// What every request about a bucket says.
@mixin
structure OfBucket {
    @required
    @httpLabel
    Bucket: BucketName

    @httpHeader("x-amz-expected-bucket-owner")
    ExpectedBucketOwner: AccountId
}

/// What every request that brings a document says of that document's bytes.
@mixin
structure WithDocument {
    @httpHeader("Content-MD5")
    ContentMD5: Digest

    @httpHeader("x-amz-sdk-checksum-algorithm")
    ChecksumAlgorithm: String
}

/// An access control list by the name of a canned one or by one header for each permission.
@mixin
structure WithAclHeaders {
    @httpHeader("x-amz-acl")
    ACL: String

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
}

@readonly
@http(method: "GET", uri: "/{Bucket}?policy", code: 200)
operation GetBucketPolicy {
    input := with [OfBucket] {}
    output := {
        @httpPayload
        Policy: String
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?policy", code: 204)
operation PutBucketPolicy {
    input := with [OfBucket, WithDocument] {
        @httpHeader("x-amz-confirm-remove-self-bucket-access")
        ConfirmRemoveSelfBucketAccess: Boolean

        @required
        @httpPayload
        Policy: String
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?policy", code: 204)
operation DeleteBucketPolicy {
    input := with [OfBucket] {}
    output := {}
}

@readonly
@http(method: "GET", uri: "/{Bucket}?policyStatus", code: 200)
operation GetBucketPolicyStatus {
    input := with [OfBucket] {}
    output := {
        @httpPayload
        PolicyStatus: PolicyStatus
    }
}

structure PolicyStatus {
    IsPublic: Boolean
}

/// The body of a request that sets an access control list.
structure AccessControlPolicy {
    Owner: Owner

    @xmlName("AccessControlList")
    Grants: Grants
}

@readonly
@http(method: "GET", uri: "/{Bucket}?acl", code: 200)
operation GetBucketAcl {
    input := with [OfBucket] {}
    output := @xmlName("AccessControlPolicy") {
        Owner: Owner

        @xmlName("AccessControlList")
        Grants: Grants
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?acl", code: 200)
operation PutBucketAcl {
    input := with [OfBucket, WithDocument, WithAclHeaders] {
        @httpPayload
        AccessControlPolicy: AccessControlPolicy
    }
    output := {}
}

@readonly
@http(method: "GET", uri: "/{Bucket}/{Key+}?acl", code: 200)
operation GetObjectAcl {
    input := with [OfBucket] {
        @required
        @httpLabel
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer
    }
    output := @xmlName("AccessControlPolicy") {
        Owner: Owner

        @xmlName("AccessControlList")
        Grants: Grants

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}/{Key+}?acl", code: 200)
operation PutObjectAcl {
    input := with [OfBucket, WithDocument, WithAclHeaders] {
        @required
        @httpLabel
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpPayload
        AccessControlPolicy: AccessControlPolicy
    }
    output := {
        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }
}

structure PublicAccessBlockConfiguration {
    BlockPublicAcls: Boolean
    IgnorePublicAcls: Boolean
    BlockPublicPolicy: Boolean
    RestrictPublicBuckets: Boolean
}

@readonly
@http(method: "GET", uri: "/{Bucket}?publicAccessBlock", code: 200)
operation GetPublicAccessBlock {
    input := with [OfBucket] {}
    output := {
        @httpPayload
        PublicAccessBlockConfiguration: PublicAccessBlockConfiguration
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?publicAccessBlock", code: 200)
operation PutPublicAccessBlock {
    input := with [OfBucket, WithDocument] {
        @required
        @httpPayload
        PublicAccessBlockConfiguration: PublicAccessBlockConfiguration
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?publicAccessBlock", code: 204)
operation DeletePublicAccessBlock {
    input := with [OfBucket] {}
    output := {}
}

structure OwnershipControls {
    @xmlFlattened
    @xmlName("Rule")
    Rules: OwnershipControlsRules
}

list OwnershipControlsRules {
    member: OwnershipControlsRule
}

structure OwnershipControlsRule {
    ObjectOwnership: String
}

@readonly
@http(method: "GET", uri: "/{Bucket}?ownershipControls", code: 200)
operation GetBucketOwnershipControls {
    input := with [OfBucket] {}
    output := {
        @httpPayload
        OwnershipControls: OwnershipControls
    }
}

@idempotent
@http(method: "PUT", uri: "/{Bucket}?ownershipControls", code: 200)
operation PutBucketOwnershipControls {
    input := with [OfBucket, WithDocument] {
        @required
        @httpPayload
        OwnershipControls: OwnershipControls
    }
    output := {}
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}?ownershipControls", code: 204)
operation DeleteBucketOwnershipControls {
    input := with [OfBucket] {}
    output := {}
}
