package croft.wire.protocol;

import croft.base.ServiceError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Paging tokens a caller can neither read anything into nor change: the position after the last
 * element given, with an expiry and a keyed hash over both and over what the token belongs to. They
 * hold no state on the server, so any server with the key takes them.
 */
public final class PageToken {
  private static final int MAC_BYTES = 32;
  private static final int HEADER_BYTES = 8;

  private final SecretKeySpec key;
  private final InstantSource clock;
  private final Duration lifetime;

  /**
   * @param key secret of the server, at least 16 bytes
   * @param lifetime how long a token is taken
   */
  public PageToken(byte[] key, InstantSource clock, Duration lifetime) {
    if (key.length < 16) {
      throw new IllegalArgumentException("a token key has at least 16 bytes");
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /**
   * A token for a position.
   *
   * @param position where the next page begins, in the caller's own terms
   * @param scope what it belongs to: account, region, operation, and a hash of the filters
   */
  public String issue(String position, String... scope) {
    byte[] text = position.getBytes(StandardCharsets.UTF_8);
    ByteBuffer token = ByteBuffer.allocate(HEADER_BYTES + text.length + MAC_BYTES);
    token.putLong(clock.instant().plus(lifetime).getEpochSecond()).put(text);
    byte[] body = Arrays.copyOf(token.array(), HEADER_BYTES + text.length);
    token.put(mac(body, scope));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
  }

  /**
   * The position of a token.
   *
   * @param invalidCode the service's code for a token that is expired, changed, or of another call
   * @throws ServiceError of that code (400)
   */
  public String position(String token, String invalidCode, String... scope) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw invalid(invalidCode);
    }
    int bodyBytes = bytes.length - MAC_BYTES;
    if (bodyBytes < HEADER_BYTES) {
      throw invalid(invalidCode);
    }
    byte[] body = Arrays.copyOf(bytes, bodyBytes);
    byte[] given = Arrays.copyOfRange(bytes, bodyBytes, bytes.length);
    if (!MessageDigest.isEqual(given, mac(body, scope))) {
      throw invalid(invalidCode);
    }
    Instant expiry = Instant.ofEpochSecond(ByteBuffer.wrap(body).getLong());
    if (clock.instant().isAfter(expiry)) {
      throw invalid(invalidCode);
    }
    return new String(body, HEADER_BYTES, bodyBytes - HEADER_BYTES, StandardCharsets.UTF_8);
  }

  private byte[] mac(byte[] body, String... scope) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      for (String part : scope) {
        // The length first, so that no two scopes run together into the same bytes.
        byte[] text = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
        mac.update(text);
      }
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static ServiceError invalid(String code) {
    return ServiceError.badRequest(code, "The pagination token is invalid or has expired.");
  }
}
