$version: "2.0"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

// Amazon S3 as Croft serves it, written from the API reference:
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
//
// Names of operations, members, headers and elements are S3's. The parameter x-id only keeps
// bindings apart that differ in required headers and parameters: clients may send it, and routing
// does not look at it. What no request may carry in vain is refused by the operation, by name.

namespace croft.s3

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restXml

@title("Amazon Simple Storage Service")
@service(sdkId: "S3", endpointPrefix: "s3")
@sigv4(name: "s3")
@restXml(noErrorWrapping: true)
@xmlNamespace(uri: "http://s3.amazonaws.com/doc/2006-03-01/")
service S3 {
    version: "2006-03-01"
    resources: [
        BucketOperations
        ObjectOperations
        ListingOperations
        UploadOperations
        ConfigurationOperations
        AccessOperations
    ]
    errors: [
        NoSuchBucket
        NoSuchKey
        MethodNotAllowed
        InvalidRange
    ]
}

// Scalars

string BucketName
@length(min: 1)
string ObjectKey
string ObjectVersionId
string AccountId
string MimeText
string Digest

@timestampFormat("date-time")
timestamp Moment

@timestampFormat("http-date")
timestamp HttpMoment

@streaming
blob StreamingBody

map Metadata {
    key: String
    value: String
}

// Enumerations

enum ChecksumAlgorithm {
    CRC32
    CRC32C
    CRC64NVME
    SHA1
    SHA256
}

enum ChecksumType {
    COMPOSITE
    FULL_OBJECT
}

enum ChecksumMode {
    ENABLED
}

enum EncodingType {
    url
}

enum StorageClass {
    STANDARD
    REDUCED_REDUNDANCY
    STANDARD_IA
    ONEZONE_IA
    INTELLIGENT_TIERING
    GLACIER
    DEEP_ARCHIVE
    OUTPOSTS
    GLACIER_IR
    SNOW
    EXPRESS_ONEZONE
    FSX_OPENZFS
}

enum ServerSideEncryption {
    AES256
    AWS_KMS = "aws:kms"
    AWS_KMS_DSSE = "aws:kms:dsse"
}

enum RequestPayer {
    requester
}

enum RequestCharged {
    requester
}

enum BucketCannedACL {
    PRIVATE = "private"
    PUBLIC_READ = "public-read"
    PUBLIC_READ_WRITE = "public-read-write"
    AUTHENTICATED_READ = "authenticated-read"
    LOG_DELIVERY_WRITE = "log-delivery-write"
}

enum ObjectCannedACL {
    PRIVATE = "private"
    PUBLIC_READ = "public-read"
    PUBLIC_READ_WRITE = "public-read-write"
    AUTHENTICATED_READ = "authenticated-read"
    AWS_EXEC_READ = "aws-exec-read"
    BUCKET_OWNER_READ = "bucket-owner-read"
    BUCKET_OWNER_FULL_CONTROL = "bucket-owner-full-control"
}

enum ObjectOwnership {
    BucketOwnerPreferred
    ObjectWriter
    BucketOwnerEnforced
}

enum Permission {
    FULL_CONTROL
    WRITE
    WRITE_ACP
    READ
    READ_ACP
}

enum GranteeType {
    CanonicalUser
    AmazonCustomerByEmail
    Group
}

enum ObjectLockMode {
    GOVERNANCE
    COMPLIANCE
}

enum ObjectLockLegalHoldStatus {
    ON
    OFF
}

// Structures that several operations share

structure Owner {
    DisplayName: String
    ID: String
}

structure Initiator {
    ID: String
    DisplayName: String
}

structure Tag {
    @required
    Key: String

    @required
    Value: String
}

list TagSet {
    @xmlName("Tag")
    member: Tag
}

structure Tagging {
    @required
    TagSet: TagSet
}

@xmlNamespace(uri: "http://www.w3.org/2001/XMLSchema-instance", prefix: "xsi")
structure Grantee {
    DisplayName: String
    EmailAddress: String
    ID: String
    URI: String

    @required
    @xmlAttribute
    @xmlName("xsi:type")
    Type: GranteeType
}

structure Grant {
    @xmlNamespace(uri: "http://www.w3.org/2001/XMLSchema-instance", prefix: "xsi")
    Grantee: Grantee
    Permission: Permission
}

list Grants {
    @xmlName("Grant")
    member: Grant
}

// Errors whose members or words clients look at; the others need no model

@error("client")
@httpError(404)
structure NoSuchBucket {
    BucketName: String
}

@error("client")
@httpError(404)
structure NoSuchKey {
    Key: String

    @httpHeader("x-amz-delete-marker")
    DeleteMarker: Boolean

    @httpHeader("x-amz-version-id")
    VersionId: String
}

@error("client")
@httpError(404)
structure NoSuchUpload {
    UploadId: String
}

@error("client")
@httpError(409)
structure BucketAlreadyExists {
    BucketName: String
}

@error("client")
@httpError(409)
structure BucketAlreadyOwnedByYou {
    BucketName: String
}

/// The headers tell of a delete marker, where one hides the object.
@error("client")
@httpError(405)
structure MethodNotAllowed {
    ResourceType: String

    @httpHeader("x-amz-delete-marker")
    DeleteMarker: Boolean

    @httpHeader("x-amz-version-id")
    VersionId: String

    @httpHeader("Allow")
    Allow: String

    @httpHeader("Last-Modified")
    LastModified: HttpMoment
}

@error("client")
@httpError(416)
structure InvalidRange {
    RangeRequested: String
    ActualObjectSize: String

    @httpHeader("Content-Range")
    ContentRange: String
}
