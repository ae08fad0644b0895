$version: "2.0"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

namespace croft.s3

resource ListingOperations {
    operations: []
}
