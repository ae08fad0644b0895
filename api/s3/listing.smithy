$version: "2.0"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

namespace croft.s3

/// What a bucket holds.
resource ListingOperations {
    operations: [
        ListObjects
        ListObjectsV2
        ListObjectVersions
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}")
operation ListObjects {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpQuery("delimiter")
        Delimiter: String

        @httpQuery("encoding-type")
        EncodingType: EncodingType

        @httpQuery("marker")
        Marker: String

        @httpQuery("max-keys")
        MaxKeys: Integer

        @httpQuery("prefix")
        Prefix: String

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-optional-object-attributes")
        OptionalObjectAttributes: OptionalObjectAttributesList
    }

    output := @xmlName("ListBucketResult") {
        Name: BucketName

        Prefix: String

        Marker: String

        NextMarker: String

        MaxKeys: Integer

        Delimiter: String

        IsTruncated: Boolean

        EncodingType: EncodingType

        @xmlFlattened
        Contents: ObjectList

        @xmlFlattened
        CommonPrefixes: CommonPrefixList

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}?list-type=2")
operation ListObjectsV2 {
    input := {
        @httpLabel
        @required
        Bucket: BucketName

        @httpQuery("delimiter")
        Delimiter: String

        @httpQuery("encoding-type")
        EncodingType: EncodingType

        @httpQuery("max-keys")
        MaxKeys: Integer

        @httpQuery("prefix")
        Prefix: String

        @httpQuery("continuation-token")
        ContinuationToken: String

        @httpQuery("fetch-owner")
        FetchOwner: Boolean

        @httpQuery("start-after")
        StartAfter: String

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-optional-object-attributes")
        OptionalObjectAttributes: OptionalObjectAttributesList
    }

    output := @xmlName("ListBucketResult") {
        Name: BucketName

        Prefix: String

        StartAfter: String

        ContinuationToken: String

        NextContinuationToken: String

        KeyCount: Integer

        MaxKeys: Integer

        Delimiter: String

        IsTruncated: Boolean

        EncodingType: EncodingType

        @xmlFlattened
        Contents: ObjectList

        @xmlFlattened
        CommonPrefixes: CommonPrefixList

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
    ]
}

@readonly
@http(method: "GET", uri: "/{Bucket}?versions")
operation ListObjectVersions {
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

        @httpQuery("max-keys")
        MaxKeys: Integer

        @httpQuery("prefix")
        Prefix: String

        @httpQuery("version-id-marker")
        VersionIdMarker: String

        @httpHeader("x-amz-expected-bucket-owner")
        ExpectedBucketOwner: AccountId

        @httpHeader("x-amz-request-payer")
        RequestPayer: RequestPayer

        @httpHeader("x-amz-optional-object-attributes")
        OptionalObjectAttributes: OptionalObjectAttributesList
    }

    output := @xmlName("ListVersionsResult") {
        Name: BucketName

        Prefix: String

        KeyMarker: String

        VersionIdMarker: String

        NextKeyMarker: String

        NextVersionIdMarker: String

        MaxKeys: Integer

        Delimiter: String

        IsTruncated: Boolean

        EncodingType: EncodingType

        @xmlFlattened
        @xmlName("Version")
        Versions: ObjectVersionList

        @xmlFlattened
        @xmlName("DeleteMarker")
        DeleteMarkers: DeleteMarkerList

        @xmlFlattened
        CommonPrefixes: CommonPrefixList

        @httpHeader("x-amz-request-charged")
        RequestCharged: RequestCharged
    }

    errors: [
        NoSuchBucket
    ]
}

enum OptionalObjectAttributes {
    RESTORE_STATUS = "RestoreStatus"
}

list OptionalObjectAttributesList {
    member: OptionalObjectAttributes
}

list ObjectList {
    member: Object
}

list ChecksumAlgorithmList {
    member: ChecksumAlgorithm
}

structure Object {
    Key: String

    LastModified: Moment

    ETag: String

    @xmlFlattened
    ChecksumAlgorithm: ChecksumAlgorithmList

    ChecksumType: ChecksumType

    Size: Long

    StorageClass: String

    Owner: Owner
}

list CommonPrefixList {
    member: CommonPrefix
}

structure CommonPrefix {
    Prefix: String
}

list ObjectVersionList {
    member: ObjectVersion
}

structure ObjectVersion {
    ETag: String

    @xmlFlattened
    ChecksumAlgorithm: ChecksumAlgorithmList

    ChecksumType: ChecksumType

    Size: Long

    StorageClass: String

    Key: String

    VersionId: ObjectVersionId

    IsLatest: Boolean

    LastModified: Moment

    Owner: Owner
}

list DeleteMarkerList {
    member: DeleteMarkerEntry
}

structure DeleteMarkerEntry {
    Owner: Owner
    Key: String
    VersionId: ObjectVersionId
    IsLatest: Boolean
    LastModified: Moment
}
