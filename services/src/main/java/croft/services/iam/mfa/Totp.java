package croft.services.iam.mfa;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords: six digits, steps of 30 seconds, HMAC-SHA-1.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc6238">RFC 6238</a>.
 */
final class Totp {
  private static final int STEP_SECONDS = 30;
  private static final int MODULUS = 1_000_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS_PER_CHARACTER = 5;

  private Totp() {}

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /** The code of a step. */
  static String code(byte[] seed, long step) {
    byte[] mac = hmac(seed, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = mac[mac.length - 1] & 0xf;
    int number = ByteBuffer.wrap(mac, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%06d", number % MODULUS);
  }

  private static byte[] hmac(byte[] seed, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(seed, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do HMAC-SHA1", e);
    }
  }

  /** RFC 4648 without padding. */
  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte each : bytes) {
      held = (held << Byte.SIZE) | (each & 0xff);
      bits += Byte.SIZE;
      while (bits >= BITS_PER_CHARACTER) {
        bits -= BITS_PER_CHARACTER;
        text.append(BASE32.charAt((held >> bits) & 31));
      }
      held &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(BASE32.charAt((held << (BITS_PER_CHARACTER - bits)) & 31));
    }
    return text.toString();
  }

  /** The bytes of Base32 text that {@link #base32} made. */
  static byte[] bytes(String base32) {
    ByteBuffer bytes = ByteBuffer.allocate(base32.length() * BITS_PER_CHARACTER / Byte.SIZE);
    int held = 0;
    int bits = 0;
    for (int at = 0; at < base32.length(); at++) {
      held = (held << BITS_PER_CHARACTER) | BASE32.indexOf(base32.charAt(at));
      bits += BITS_PER_CHARACTER;
      if (bits >= Byte.SIZE) {
        bits -= Byte.SIZE;
        bytes.put((byte) (held >> bits));
        held &= (1 << bits) - 1;
      }
    }
    return bytes.array();
  }
}
