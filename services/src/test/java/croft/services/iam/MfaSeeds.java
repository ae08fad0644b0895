package croft.services.iam;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an authenticator does with a seed: RFC 6238, written apart from what is tested. */
public final class MfaSeeds {
  private MfaSeeds() {}

  public static String code(String base32, Instant now) {
    BigInteger bits = BigInteger.ZERO;
    for (int at = 0; at < base32.length(); at++) {
      bits =
          bits.shiftLeft(5)
              .or(
                  BigInteger.valueOf(
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(at))));
    }
    int length = base32.length() * 5 / 8;
    byte[] whole = bits.toByteArray();
    byte[] seed = new byte[length];
    int taken = Math.min(length, whole.length);
    System.arraycopy(whole, whole.length - taken, seed, length - taken, taken);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(seed, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 30).array());
      int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & Integer.MAX_VALUE;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
