$version: "2.0"

namespace croft.test

use aws.protocols#restXml

@restXml(noErrorWrapping: true)
@xmlNamespace(uri: "http://boxes.example/")
service Boxes {
    version: "2020-01-01"
    operations: [PutBox]
}

@idempotent
@http(method: "PUT", uri: "/{id}?box", code: 201)
operation PutBox {
    input: PutBoxInput
    output: Box
    errors: [BoxFull]
}

structure PutBoxInput {
    @httpLabel
    @required
    id: String

    @httpHeader("x-size")
    size: Size

    @httpPayload
    box: Box
}

@xmlName("BoxConfiguration")
structure Box {
    @length(max: 3)
    name: Name

    sizes: SparseSizes

    content: Content

    kind: Kind = "open"
}

union Content {
    text: String
    nested: Box
    nothing: Unit
}

@sparse
list SparseSizes {
    @xmlName("size")
    member: Size
}

@range(min: 0)
long Size

@pattern("x")
string Name

enum Kind {
    OPEN = "open"
    SHUT = "shut"
}

@error("client")
@httpError(409)
structure BoxFull {}
