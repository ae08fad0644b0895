$version: "2.0"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

namespace croft.s3

/// Objects uploaded in parts, and the parts until they are joined.
resource UploadOperations {
    operations: [
        CreateMultipartUpload
        UploadPart
        UploadPartCopy
        ListParts
        ListMultipartUploads
        AbortMultipartUpload
        CompleteMultipartUpload
    ]
}

structure MultipartUpload {
    UploadId: String
    Key: ObjectKey
    Initiated: Moment
    StorageClass: StorageClass
    Owner: Owner
    Initiator: Initiator
    ChecksumAlgorithm: ChecksumAlgorithm
    ChecksumType: ChecksumType
}

list MultipartUploadList {
    member: MultipartUpload
}

structure Part {
    PartNumber: Integer
    LastModified: Moment
    ETag: String
    Size: Long
    ChecksumCRC32: Digest
    ChecksumCRC32C: Digest
    ChecksumCRC64NVME: Digest
    ChecksumSHA1: Digest
    ChecksumSHA256: Digest
}

list PartList {
    member: Part
}

structure CompletedPart {
    ETag: String
    ChecksumCRC32: Digest
    ChecksumCRC32C: Digest
    ChecksumCRC64NVME: Digest
    ChecksumSHA1: Digest
    ChecksumSHA256: Digest
    PartNumber: Integer
}

list CompletedPartList {
    member: CompletedPart
}

@xmlName("CompleteMultipartUpload")
structure CompletedMultipartUpload {
    @xmlFlattened
    @xmlName("Part")
    Parts: CompletedPartList
}

structure CopyPartResult {
    ETag: String
    LastModified: Moment
    ChecksumCRC32: Digest
    ChecksumCRC32C: Digest
    ChecksumCRC64NVME: Digest
    ChecksumSHA1: Digest
    ChecksumSHA256: Digest
}

@http(method: "POST", uri: "/{Bucket}/{Key+}?uploads")
operation CreateMultipartUpload {
    input := {
        @httpHeader("x-amz-acl")
        ACL: ObjectCannedACL

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

        @httpHeader("Content-Type")
        ContentType: MimeText

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

        @httpLabel
        @required
        Key: ObjectKey

        @httpPrefixHeaders("x-amz-meta-")
        Metadata: Metadata

        @httpHeader("x-amz-server-side-encryption")
        ServerSideEncryption: ServerSideEncryption

        @httpHeader("x-amz-storage-class")
        StorageClass: StorageClass

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

        @httpHeader("x-amz-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpHeader("x-amz-checksum-type")
        ChecksumType: ChecksumType
    }

    output := @xmlName("InitiateMultipartUploadResult") {
        @httpHeader("x-amz-abort-date")
        AbortDate: HttpMoment

        @httpHeader("x-amz-abort-rule-id")
        AbortRuleId: String

        Bucket: BucketName

        Key: ObjectKey

        UploadId: String

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

        @httpHeader("x-amz-checksum-algorithm")
        ChecksumAlgorithm: ChecksumAlgorithm

        @httpHeader("x-amz-checksum-type")
        ChecksumType: ChecksumType
    }

    errors: [
        NoSuchBucket
    ]
}

@http(method: "PUT", uri: "/{Bucket}/{Key+}?x-id=UploadPart")
operation UploadPart {
    input := {
        @httpPayload
        @required
        Body: StreamingBody

        @httpLabel
        @required
        Bucket: BucketName

        @httpHeader("Content-MD5")
        ContentMD5: Digest

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

        @httpHeader("x-amz-trailer")
        Trailer: String

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("partNumber")
        @required
        PartNumber: Integer

        @httpQuery("uploadId")
        @required
        UploadId: String

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
    }

    output := {
        @httpHeader("x-amz-server-side-encryption")
        ServerSideEncryption: ServerSideEncryption

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

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest

        @httpHeader("x-amz-server-side-encryption-aws-kms-key-id")
        SSEKMSKeyId: String

        @httpHeader("x-amz-server-side-encryption-bucket-key-enabled")
        BucketKeyEnabled: Boolean

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchUpload
    ]
}

@http(method: "PUT", uri: "/{Bucket}/{Key+}?x-id=UploadPartCopy")
operation UploadPartCopy {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

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

        @httpHeader("x-amz-copy-source-range")
        CopySourceRange: String

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("partNumber")
        @required
        PartNumber: Integer

        @httpQuery("uploadId")
        @required
        UploadId: String

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key")
        SSECustomerKey: SSECustomerKey

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest

        @httpHeader("x-amz-copy-source-server-side-encryption-customer-algorithm")
        CopySourceSSECustomerAlgorithm: String

        @httpHeader("x-amz-copy-source-server-side-encryption-customer-key")
        CopySourceSSECustomerKey: SSECustomerKey

        @httpHeader("x-amz-copy-source-server-side-encryption-customer-key-MD5")
        CopySourceSSECustomerKeyMD5: Digest

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-source-expected-bucket-owner")
        ExpectedSourceBucketOwner: AccountId
    }

    output := {
        @httpHeader("x-amz-copy-source-version-id")
        CopySourceVersionId: ObjectVersionId

        @httpPayload
        CopyPartResult: CopyPartResult

        @httpHeader("x-amz-server-side-encryption")
        ServerSideEncryption: ServerSideEncryption

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest

        @httpHeader("x-amz-server-side-encryption-aws-kms-key-id")
        SSEKMSKeyId: String

        @httpHeader("x-amz-server-side-encryption-bucket-key-enabled")
        BucketKeyEnabled: Boolean

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchUpload
        NoSuchKey
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}/{Key+}?x-id=ListParts")
operation ListParts {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("max-parts")
        MaxParts: Integer

        @httpQuery("part-number-marker")
        PartNumberMarker: String

        @httpQuery("uploadId")
        @required
        UploadId: String

        @httpQuery("encoding-type")
        EncodingType: EncodingType

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key")
        SSECustomerKey: SSECustomerKey

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest
    }

    output := @xmlName("ListPartsResult") {
        @httpHeader("x-amz-abort-date")
        AbortDate: HttpMoment

        @httpHeader("x-amz-abort-rule-id")
        AbortRuleId: String

        Bucket: BucketName

        Key: ObjectKey

        UploadId: String

        PartNumberMarker: String

        NextPartNumberMarker: String

        MaxParts: Integer

        IsTruncated: Boolean

        @xmlFlattened
        @xmlName("Part")
        Parts: PartList

        Initiator: Initiator

        Owner: Owner

        StorageClass: StorageClass

        ChecksumAlgorithm: ChecksumAlgorithm

        ChecksumType: ChecksumType

        EncodingType: EncodingType

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchUpload
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}?uploads")
operation ListMultipartUploads {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpQuery("delimiter")
        Delimiter: String

        @httpQuery("encoding-type")
        EncodingType: EncodingType

        @httpQuery("key-marker")
        KeyMarker: String

        @httpQuery("max-uploads")
        MaxUploads: Integer

        @httpQuery("prefix")
        Prefix: String

        @httpQuery("upload-id-marker")
        UploadIdMarker: String

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer
    }

    output := @xmlName("ListMultipartUploadsResult") {
        Bucket: BucketName

        KeyMarker: String

        UploadIdMarker: String

        NextKeyMarker: String

        Prefix: String

        Delimiter: String

        NextUploadIdMarker: String

        MaxUploads: Integer

        IsTruncated: Boolean

        @xmlFlattened
        @xmlName("Upload")
        Uploads: MultipartUploadList

        @xmlFlattened
        CommonPrefixes: CommonPrefixList

        EncodingType: EncodingType

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
    ]
}

@idempotent
@http(method: "DELETE", uri: "/{Bucket}/{Key+}?x-id=AbortMultipartUpload", code: 204)
operation AbortMultipartUpload {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpQuery("uploadId")
        @required
        UploadId: String

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-if-match-initiated-time")
        IfMatchInitiatedTime: HttpMoment
    }

    output := {
        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchUpload
    ]
}

@http(method: "POST", uri: "/{Bucket}/{Key+}?x-id=CompleteMultipartUpload")
operation CompleteMultipartUpload {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpLabel
        @required
        Key: ObjectKey

        @httpPayload
        MultipartUpload: CompletedMultipartUpload

        @httpQuery("uploadId")
        @required
        UploadId: String

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

        @httpHeader("x-amz-mp-object-size")
        MpuObjectSize: Long

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("If-Match")
        IfMatch: String

        @httpHeader("If-None-Match")
        IfNoneMatch: String

        @httpHeader("x-amz-server-side-encryption-customer-algorithm")
        SSECustomerAlgorithm: String

        @httpHeader("x-amz-server-side-encryption-customer-key")
        SSECustomerKey: SSECustomerKey

        @httpHeader("x-amz-server-side-encryption-customer-key-MD5")
        SSECustomerKeyMD5: Digest
    }

    output := @xmlName("CompleteMultipartUploadResult") {
        Location: String

        Bucket: BucketName

        Key: ObjectKey

        @httpHeader("x-amz-expiration")
        Expiration: String

        ETag: String

        ChecksumCRC32: Digest

        ChecksumCRC32C: Digest

        ChecksumCRC64NVME: Digest

        ChecksumSHA1: Digest

        ChecksumSHA256: Digest

        ChecksumType: ChecksumType

        @httpHeader("x-amz-server-side-encryption")
        ServerSideEncryption: ServerSideEncryption

        @httpHeader("x-amz-version-id")
        VersionId: ObjectVersionId

        @httpHeader("x-amz-server-side-encryption-aws-kms-key-id")
        SSEKMSKeyId: String

        @httpHeader("x-amz-server-side-encryption-bucket-key-enabled")
        BucketKeyEnabled: Boolean

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchUpload
        NoSuchBucket
    ]
}
