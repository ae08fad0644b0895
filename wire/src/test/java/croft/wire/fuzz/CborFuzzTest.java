package croft.wire.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import croft.wire.conformance.rpcv2cbor.Rpcv2cborModel;
import croft.wire.http.Headers;
import java.util.List;

/** CBOR bodies of operations that have every kind of member. */
final class CborFuzzTest {
  private static final Decoders DECODERS = new Decoders(Rpcv2cborModel.MODEL);

  @FuzzTest(maxDuration = "60s")
  void decodes(byte[] body) {
    Headers headers =
        Headers.of("smithy-protocol", "rpc-v2-cbor", "Content-Type", "application/cbor");
    for (String operation :
        List.of(
            "RecursiveShapes",
            "RpcV2CborLists",
            "RpcV2CborSparseMaps",
            "SparseNullsOperation",
            "SimpleScalarProperties")) {
      String path = "/service/RpcV2Protocol/operation/" + operation;
      DECODERS.decode(Decoders.post(path, headers, body));
    }
  }
}
