package croft.wire.sigv4;

import croft.wire.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A signature that matched.
 *
 * @param sessionToken what the request carried, or null
 * @param signedHeaders lower-case names
 * @param presigned whether it was in the query
 * @param request the request with its body decoded and checking itself: reading it throws {@code
 *     ServiceError} when it is not what was signed
 * @param trailers headers that came after the body, lower-case names; known once it was read
 */
public record VerifiedSignature(
    String accessKeyId,
    @Nullable String sessionToken,
    CredentialScope scope,
    List<String> signedHeaders,
    PayloadMode payloadMode,
    boolean presigned,
    HttpRequest request,
    Supplier<Map<String, String>> trailers) {}
