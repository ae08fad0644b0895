package croft.wire.sigv4;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text signed with Signature Version 4 by itself, such as the policy document of a form.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html">Browser-based
 * uploads using HTTP POST</a>.
 *
 * @param accessKeyId the first part of the credential
 * @param date eight digits
 */
public record SignedText(String accessKeyId, String date, String region, String service) {
  private static final Pattern DATE = Pattern.compile("\\d{8}");
  private static final int PARTS = 5;

  /** Reads {@code AKIA…/20151229/us-east-1/s3/aws4_request}; null when it is not such. */
  public static @Nullable SignedText ofCredential(String credential) {
    String[] parts = credential.split("/", -1);
    boolean whole =
        parts.length == PARTS
            && DATE.matcher(parts[1]).matches()
            && parts[PARTS - 1].equals(CredentialScope.TERMINATOR);
    return whole ? new SignedText(parts[0], parts[1], parts[2], parts[3]) : null;
  }

  /** Whether the signature, in hexadecimal digits, is the key's over this text. */
  public boolean isSignedBy(AccessKey key, String text, String signature) {
    if (key.anySignature()) {
      return true;
    }
    CredentialScope scope = new CredentialScope(date, region, service);
    byte[] signingKey = new SigningKeys().of(key.secretAccessKey(), scope);
    return Hashes.same(Hashes.hmacHex(signingKey, text), signature);
  }
}
