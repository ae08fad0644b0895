$version: "2.0"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

namespace croft.s3

/// Objects: their bytes, what is told with them, their versions, tags and locks.
resource ObjectOperations {
    operations: [
        PutObject
        GetObject
        HeadObject
        DeleteObject
        DeleteObjects
        CopyObject
        GetObjectAttributes
        GetObjectTagging
        PutObjectTagging
        DeleteObjectTagging
        GetObjectLegalHold
        PutObjectLegalHold
        GetObjectRetention
        PutObjectRetention
        RestoreObject
        SelectObjectContent
        GetObjectTorrent
        RenameObject
        UpdateObjectEncryption
        WriteGetObjectResponse
    ]
}

@http(method: "PUT", uri: "/{Bucket}/{Key+}?x-id=PutObject")
operation PutObject {
    input := {
        @httpHeader("x-amz-acl")
        ACL: ObjectCannedACL

        @httpPayload
        @required
        Body: StreamingBody

        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("Cache-Control")
        CacheControl: String

        @httpHeader("Content-Disposition")
        ContentDisposition: String

        @httpHeader("Content-Encoding")
        ContentEncoding: String

        @httpHeader("Content-Language")
        ContentLanguage: String

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("Content-Type")
        ContentType: MimeText

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpHeader("x-amz-checksum-crc32")
        ChecksumCRC32: Digest

        @httpHeader("x-amz-checksum-crc32c")
        ChecksumCRC32C: Digest

        @httpHeader("x-amz-checksum-crc64nvme")
        ChecksumCRC64NVME: Digest

        @httpHeader("x-amz-checksum-sha1")
        ChecksumSHA1: Digest

        @httpHeader("x-amz-checksum-sha256")
        ChecksumSHA256: Digest

        @httpHeader("x-amz-checksum-type")
        ChecksumType: ChecksumType

        @httpHeader("x-amz-trailer")
        Trailer: String

        @httpHeader("Expires")
        Expires: String

        @httpHeader("If-Match")
        IfMatch: String

        @httpHeader("If-None-Match")
        IfNoneMatch: String

        @httpHeader("x-amz-grant-full-control")
        GrantFullControl: String

        @httpHeader("x-amz-grant-read")
        GrantRead: String

        @httpHeader("x-amz-grant-read-acp")
        GrantReadACP: String

        @httpHeader("x-amz-grant-write-acp")
        GrantWriteACP: String

        @httpLabel
        @required
        Key: ObjectKey

        @httpHeader("x-amz-write-offset-bytes")
        WriteOffsetBytes: Long

        @httpPrefixHeaders("x-amz-meta-")
        Metadata: Metadata

        @httpHeader("x-amz-server-side-encryption")
        ServerSideEncryption: ServerSideEncryption

        @httpHeader("x-amz-storage-class")
        StorageClass: String

        @httpHeader("x-amz-website-redirect-location")
        WebsiteRedirectLocation: String

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key")
        SSECustomerKey: SSECustomerKey

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest

        @httpHeader("x-amz-server-side-encryption-aws-kms-key-id")
        SSEKMSKeyId: String

        @httpHeader("x-amz-server-side-encryption-context")
        SSEKMSEncryptionContext: String

        @httpHeader("x-amz-server-side-encryption-bucket-key-enabled")
        BucketKeyEnabled: Boolean

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-tagging")
        Tagging: String

        @httpHeader("x-amz-object-lock-mode")
        ObjectLockMode: ObjectLockMode

        @httpHeader("x-amz-object-lock-retain-until-date")
        ObjectLockRetainUntilDate: Moment

        @httpHeader("x-amz-object-lock-legal-hold")
        ObjectLockLegalHoldStatus: ObjectLockLegalHoldStatus

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpHeader("x-amz-expiration")
        Expiration: String

        @httpHeader("ETag")
        ETag: String

        @httpHeader("x-amz-checksum-crc32")
        ChecksumCRC32: Digest

        @httpHeader("x-amz-checksum-crc32c")
        ChecksumCRC32C: Digest

        @httpHeader("x-amz-checksum-crc64nvme")
        ChecksumCRC64NVME: Digest

        @httpHeader("x-amz-checksum-sha1")
        ChecksumSHA1: Digest

        @httpHeader("x-amz-checksum-sha256")
        ChecksumSHA256: Digest

        @httpHeader("x-amz-checksum-type")
        ChecksumType: ChecksumType

        @httpHeader("x-amz-server-side-encryption")
        ServerSideEncryption: ServerSideEncryption

        @httpHeader("x-amz-version-id")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest

        @httpHeader("x-amz-server-side-encryption-aws-kms-key-id")
        SSEKMSKeyId: String

        @httpHeader("x-amz-server-side-encryption-context")
        SSEKMSEncryptionContext: String

        @httpHeader("x-amz-server-side-encryption-bucket-key-enabled")
        BucketKeyEnabled: Boolean

        @httpHeader("x-amz-object-size")
        Size: Long

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}/{Key+}?x-id=GetObject")
operation GetObject {
    input: GetObjectRequest
    output: GetObjectResponse
    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

/// As GetObject, but that the body is not sent.
@readonly
@http(method: "HEAD", uri: "/{Bucket}/{Key+}")
operation HeadObject {
    input: GetObjectRequest
    output: GetObjectResponse
    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}/{Key+}?x-id=DeleteObject", code: 204)
operation DeleteObject {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpHeader("x-amz-mfa")
        MFA: String

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-bypass-governance-retention")
        BypassGovernanceRetention: Boolean

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("If-Match")
        IfMatch: String

        @httpHeader("x-amz-if-match-last-modified-time")
        IfMatchLastModifiedTime: HttpMoment

        @httpHeader("x-amz-if-match-size")
        IfMatchSize: Long
    }

    output := {
        @httpHeader("x-amz-delete-marker")
        DeleteMarker: Boolean

        @httpHeader("x-amz-version-id")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
    ]
}

@http(method: "POST", uri: "/{Bucket}?delete")
operation DeleteObjects {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpPayload
        @required
        Delete: Delete

        @httpHeader("x-amz-mfa")
        MFA: String

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-bypass-governance-retention")
        BypassGovernanceRetention: Boolean

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm
    }

    output := @xmlName("DeleteResult") {
        @xmlFlattened
        Deleted: DeletedObjects

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged

        @xmlFlattened
        @xmlName("Error")
        Errors: DeleteErrors
    }

    errors: [
        NoSuchBucket
    ]
}

@http(method: "PUT", uri: "/{Bucket}/{Key+}?x-id=CopyObject")
operation CopyObject {
    input := {
        @httpHeader("x-amz-acl")
        ACL: ObjectCannedACL

        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("Cache-Control")
        CacheControl: String

        @httpHeader("x-amz-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpHeader("Content-Disposition")
        ContentDisposition: String

        @httpHeader("Content-Encoding")
        ContentEncoding: String

        @httpHeader("Content-Language")
        ContentLanguage: String

        @httpHeader("Content-Type")
        ContentType: MimeText

        @httpHeader("x-amz-copy-source")
        @required
        CopySource: String

        @httpHeader("x-amz-copy-source-if-match")
        CopySourceIfMatch: String

        @httpHeader("x-amz-copy-source-if-modified-since")
        CopySourceIfModifiedSince: String

        @httpHeader("x-amz-copy-source-if-none-match")
        CopySourceIfNoneMatch: String

        @httpHeader("x-amz-copy-source-if-unmodified-since")
        CopySourceIfUnmodifiedSince: String

        @httpHeader("Expires")
        Expires: String

        @httpHeader("x-amz-grant-full-control")
        GrantFullControl: String

        @httpHeader("x-amz-grant-read")
        GrantRead: String

        @httpHeader("x-amz-grant-read-acp")
        GrantReadACP: String

        @httpHeader("x-amz-grant-write-acp")
        GrantWriteACP: String

        @httpHeader("If-Match")
        IfMatch: String

        @httpHeader("If-None-Match")
        IfNoneMatch: String

        @httpLabel
        @required
        Key: ObjectKey

        @httpPrefixHeaders("x-amz-meta-")
        Metadata: Metadata

        @httpHeader("x-amz-metadata-directive")
        MetadataDirective: MetadataDirective

        @httpHeader("x-amz-tagging-directive")
        TaggingDirective: TaggingDirective

        @httpHeader("x-amz-server-side-encryption")
        ServerSideEncryption: ServerSideEncryption

        @httpHeader("x-amz-storage-class")
        StorageClass: String

        @httpHeader("x-amz-website-redirect-location")
        WebsiteRedirectLocation: String

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key")
        SSECustomerKey: SSECustomerKey

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest

        @httpHeader("x-amz-server-side-encryption-aws-kms-key-id")
        SSEKMSKeyId: String

        @httpHeader("x-amz-server-side-encryption-context")
        SSEKMSEncryptionContext: String

        @httpHeader("x-amz-server-side-encryption-bucket-key-enabled")
        BucketKeyEnabled: Boolean

        @httpHeader("x-amz-copy-source-server-side-encryption-customer-algorithm")
        CopySourceSSECustomerAlgorithm: String

        @httpHeader("x-amz-copy-source-server-side-encryption-customer-key")
        CopySourceSSECustomerKey: SSECustomerKey

        @httpHeader("x-amz-copy-source-server-side-encryption-customer-key-MD5")
        CopySourceSSECustomerKeyMD5: Digest

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-tagging")
        Tagging: String

        @httpHeader("x-amz-object-lock-mode")
        ObjectLockMode: ObjectLockMode

        @httpHeader("x-amz-object-lock-retain-until-date")
        ObjectLockRetainUntilDate: Moment

        @httpHeader("x-amz-object-lock-legal-hold")
        ObjectLockLegalHoldStatus: ObjectLockLegalHoldStatus

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-source-expected-bucket-owner")
        ExpectedSourceBucketOwner: AccountId
    }

    output := {
        @httpPayload
        CopyObjectResult: CopyObjectResult

        @httpHeader("x-amz-expiration")
        Expiration: String

        @httpHeader("x-amz-copy-source-version-id")
        CopySourceVersionId: ObjectVersionId

        @httpHeader("x-amz-version-id")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-server-side-encryption")
        ServerSideEncryption: ServerSideEncryption

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest

        @httpHeader("x-amz-server-side-encryption-aws-kms-key-id")
        SSEKMSKeyId: String

        @httpHeader("x-amz-server-side-encryption-context")
        SSEKMSEncryptionContext: String

        @httpHeader("x-amz-server-side-encryption-bucket-key-enabled")
        BucketKeyEnabled: Boolean

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}/{Key+}?attributes")
operation GetObjectAttributes {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-max-parts")
        MaxParts: Integer

        @httpHeader("x-amz-part-number-marker")
        PartNumberMarker: String

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key")
        SSECustomerKey: SSECustomerKey

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-object-attributes")
        @required
        ObjectAttributes: ObjectAttributesList
    }

    output := @xmlName("GetObjectAttributesResponse") {
        @httpHeader("x-amz-delete-marker")
        DeleteMarker: Boolean

        @httpHeader("Last-Modified")
        LastModified: HttpMoment

        @httpHeader("x-amz-version-id")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged

        ETag: String

        Checksum: Checksum

        ObjectParts: GetObjectAttributesParts

        StorageClass: StorageClass

        ObjectSize: Long
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}/{Key+}?tagging")
operation GetObjectTagging {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer
    }

    output := @xmlName("Tagging") {
        @httpHeader("x-amz-version-id")
        VersionId: ObjectVersionId

        @required
        TagSet: TagSet
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@http(method: "PUT", uri: "/{Bucket}/{Key+}?tagging")
operation PutObjectTagging {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpPayload
        @required
        Tagging: Tagging

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer
    }

    output := {
        @httpHeader("x-amz-version-id")
        VersionId: ObjectVersionId
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}/{Key+}?tagging", code: 204)
operation DeleteObjectTagging {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpHeader("x-amz-version-id")
        VersionId: ObjectVersionId
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}/{Key+}?legal-hold")
operation GetObjectLegalHold {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpPayload
        LegalHold: ObjectLockLegalHold
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@http(method: "PUT", uri: "/{Bucket}/{Key+}?legal-hold")
operation PutObjectLegalHold {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpPayload
        LegalHold: ObjectLockLegalHold

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}/{Key+}?retention")
operation GetObjectRetention {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpPayload
        Retention: ObjectLockRetention
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

@http(method: "PUT", uri: "/{Bucket}/{Key+}?retention")
operation PutObjectRetention {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpPayload
        Retention: ObjectLockRetention

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpQuery("versionId")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-bypass-governance-retention")
        BypassGovernanceRetention: Boolean

        @httpHeader("Content-MD5")
        ContentMD5: Digest

        @httpHeader("x-amz-sdk-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId
    }

    output := {
        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
        NoSuchKey
    ]
}

/// Refused by name: nothing is archived.
@http(method: "POST", uri: "/{Bucket}/{Key+}?restore")
operation RestoreObject {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("versionId")
        VersionId: ObjectVersionId
    }
}

/// Refused by name.
@http(method: "POST", uri: "/{Bucket}/{Key+}?select&select-type=2")
operation SelectObjectContent {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey
    }
}

/// Refused by name.
@http(method: "GET", uri: "/{Bucket}/{Key+}?torrent")
operation GetObjectTorrent {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey
    }
}

/// Refused by name: for directory buckets.
@http(method: "PUT", uri: "/{Bucket}/{Key+}?renameObject")
operation RenameObject {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey
    }
}

/// Refused by name.
@http(method: "PUT", uri: "/{Bucket}/{Key+}?encryption")
operation UpdateObjectEncryption {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey
    }
}

/// Refused by name: for Object Lambda.
@http(method: "POST", uri: "/WriteGetObjectResponse")
operation WriteGetObjectResponse {
    input := {
    }
}

@sensitive
string SSECustomerKey

enum MetadataDirective {
    COPY
    REPLACE
}

enum TaggingDirective {
    COPY
    REPLACE
}

structure CopyObjectResult {
    ETag: String
    LastModified: Moment
    ChecksumType: ChecksumType
    ChecksumCRC32: Digest
    ChecksumCRC32C: Digest
    ChecksumCRC64NVME: Digest
    ChecksumSHA1: Digest
    ChecksumSHA256: Digest
}

structure Delete {
    @required
    @xmlFlattened
    @xmlName("Object")
    Objects: ObjectIdentifiers

    Quiet: Boolean
}

list ObjectIdentifiers {
    member: ObjectIdentifier
}

structure ObjectIdentifier {
    @required
    Key: String

    VersionId: ObjectVersionId

    ETag: String

    @timestampFormat("http-date")
    LastModifiedTime: HttpMoment

    Size: Long
}

list DeletedObjects {
    member: DeletedObject
}

structure DeletedObject {
    Key: String
    VersionId: ObjectVersionId
    DeleteMarker: Boolean
    DeleteMarkerVersionId: ObjectVersionId
}

list DeleteErrors {
    member: DeleteError
}

structure DeleteError {
    Key: String
    VersionId: ObjectVersionId
    Code: String
    Message: String
}

enum ObjectAttributes {
    ETAG = "ETag"
    CHECKSUM = "Checksum"
    OBJECT_PARTS = "ObjectParts"
    STORAGE_CLASS = "StorageClass"
    OBJECT_SIZE = "ObjectSize"
}

list ObjectAttributesList {
    member: ObjectAttributes
}

structure Checksum {
    ChecksumCRC32: Digest
    ChecksumCRC32C: Digest
    ChecksumCRC64NVME: Digest
    ChecksumSHA1: Digest
    ChecksumSHA256: Digest
    ChecksumType: ChecksumType
}

structure GetObjectAttributesParts {
    @xmlName("PartsCount")
    TotalPartsCount: Integer

    PartNumberMarker: String

    NextPartNumberMarker: String

    MaxParts: Integer

    IsTruncated: Boolean

    @xmlFlattened
    @xmlName("Part")
    Parts: ObjectParts
}

list ObjectParts {
    member: ObjectPart
}

structure ObjectPart {
    PartNumber: Integer
    Size: Long
    ChecksumCRC32: Digest
    ChecksumCRC32C: Digest
    ChecksumCRC64NVME: Digest
    ChecksumSHA1: Digest
    ChecksumSHA256: Digest
}

@xmlName("LegalHold")
structure ObjectLockLegalHold {
    Status: ObjectLockLegalHoldStatus
}

@xmlName("Retention")
structure ObjectLockRetention {
    Mode: ObjectLockMode
    RetainUntilDate: Moment
}

structure GetObjectRequest {
    @httpLabel
    @required
    Bucket: BucketName

    @httpHeader("If-Match")
    IfMatch: String

    @httpHeader("If-Modified-Since")
    IfModifiedSince: String

    @httpHeader("If-None-Match")
    IfNoneMatch: String

    @httpHeader("If-Unmodified-Since")
    IfUnmodifiedSince: String

    @httpLabel
    @required
    Key: ObjectKey

    @httpHeader("Range")
    Range: String

    @httpQuery("response-cache-control")
    ResponseCacheControl: String

    @httpQuery("response-content-disposition")
    ResponseContentDisposition: String

    @httpQuery("response-content-encoding")
    ResponseContentEncoding: String

    @httpQuery("response-content-language")
    ResponseContentLanguage: String

    @httpQuery("response-content-type")
    ResponseContentType: String

    @httpQuery("response-expires")
    ResponseExpires: String

    @httpQuery("versionId")
    VersionId: ObjectVersionId

    @httpHeader("x-amz-server-side-encryption-customer-algorithm")
    SSECustomerAlgorithm: String

    @httpHeader("x-amz-server-side-encryption-customer-key")
    SSECustomerKey: SSECustomerKey

    @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
    SSECustomerKeyMD5: Digest

    @httpHeader("x-amz-request-payer")
    RequestPayer: RequestPayer

    @httpQuery("partNumber")
    PartNumber: Integer

    @httpHeader("x-amz-expected-bucket-owner")
    ExpectedBucketOwner: AccountId

    @httpHeader("x-amz-checksum-mode")
    ChecksumMode: ChecksumMode
}

structure GetObjectResponse {
    @httpPayload
    @required
    Body: StreamingBody

    @httpHeader("x-amz-delete-marker")
    DeleteMarker: Boolean

    @httpHeader("accept-ranges")
    AcceptRanges: String

    @httpHeader("x-amz-expiration")
    Expiration: String

    @httpHeader("x-amz-restore")
    Restore: String

    @httpHeader("Last-Modified")
    LastModified: HttpMoment

    @httpHeader("ETag")
    ETag: String

    @httpHeader("x-amz-checksum-crc32")
    ChecksumCRC32: Digest

    @httpHeader("x-amz-checksum-crc32c")
    ChecksumCRC32C: Digest

    @httpHeader("x-amz-checksum-crc64nvme")
    ChecksumCRC64NVME: Digest

    @httpHeader("x-amz-checksum-sha1")
    ChecksumSHA1: Digest

    @httpHeader("x-amz-checksum-sha256")
    ChecksumSHA256: Digest

    @httpHeader("x-amz-checksum-type")
    ChecksumType: ChecksumType

    @httpHeader("x-amz-missing-meta")
    MissingMeta: Integer

    @httpHeader("x-amz-version-id")
    VersionId: ObjectVersionId

    @httpHeader("Cache-Control")
    CacheControl: String

    @httpHeader("Content-Disposition")
    ContentDisposition: String

    @httpHeader("Content-Encoding")
    ContentEncoding: String

    @httpHeader("Content-Language")
    ContentLanguage: String

    @httpHeader("Content-Range")
    ContentRange: String

    @httpHeader("Content-Type")
    ContentType: MimeText

    @httpHeader("Expires")
    Expires: String

    @httpHeader("x-amz-website-redirect-location")
    WebsiteRedirectLocation: String

    @httpHeader("x-amz-server-side-encryption")
    ServerSideEncryption: ServerSideEncryption

    @httpPrefixHeaders("x-amz-meta-")
    Metadata: Metadata

    @httpHeader("x-amz-server-side-encryption-customer-algorithm")
    SSECustomerAlgorithm: String

    @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
    SSECustomerKeyMD5: Digest

    @httpHeader("x-amz-server-side-encryption-aws-kms-key-id")
    SSEKMSKeyId: String

    @httpHeader("x-amz-server-side-encryption-bucket-key-enabled")
    BucketKeyEnabled: Boolean

    @httpHeader("x-amz-storage-class")
    StorageClass: String

    @httpHeader("x-amz-request-charged")
    RequestCharged: RequestCharged

    @httpHeader("x-amz-replication-status")
    ReplicationStatus: String

    @httpHeader("x-amz-mp-parts-count")
    PartsCount: Integer

    @httpHeader("x-amz-tagging-count")
    TagCount: Integer

    @httpHeader("x-amz-object-lock-mode")
    ObjectLockMode: ObjectLockMode

    @httpHeader("x-amz-object-lock-retain-until-date")
    ObjectLockRetainUntilDate: Moment

    @httpHeader("x-amz-object-lock-legal-hold")
    ObjectLockLegalHoldStatus: ObjectLockLegalHoldStatus

    @httpResponseCode
    StatusCode: Integer
}
