package croft.wire.sigv4;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signature as a request presents it, nothing of it believed yet.
 *
 * @param signedHeaders lower-case names in the order given
 * @param signedAt the time in the signature
 * @param expiresSeconds of a presigned request, else -1
 */
record PresentedSignature(
    String accessKeyId,
    CredentialScope scope,
    List<String> signedHeaders,
    String signature,
    Instant signedAt,
    int expiresSeconds,
    @Nullable String sessionToken,
    boolean presigned) {

  String stringToSign(String canonicalRequest) {
    return String.join(
        "\n",
        SignatureParser.ALGORITHM,
        SigV4Time.text(signedAt),
        scope.toString(),
        Hashes.sha256Hex(canonicalRequest));
  }
}
