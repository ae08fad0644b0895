package croft.services.sqs.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The digests by which clients see that a message arrived whole.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">Calculating
 * the MD5 message digest for message attributes</a>.
 */
final class Digests {
  private static final byte TEXT = 1;
  private static final byte BINARY = 2;

  private Digests() {}

  /** Of a body, as hex digits. */
  static String ofBody(String body) {
    return HexFormat.of().formatHex(md5().digest(body.getBytes(UTF_8)));
  }

  /** Of attributes, as hex digits; null for none. */
  static @Nullable String ofAttributes(Map<String, Attribute> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    MessageDigest digest = md5();
    new TreeMap<>(attributes)
        .forEach((name, attribute) -> {
          update(digest, name.getBytes(UTF_8));
          update(digest, attribute.type().getBytes(UTF_8));
          digest.update(attribute.isBinary() ? BINARY : TEXT);
          update(digest, bytes(attribute));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What an attribute's value is as bytes. */
  static byte[] bytes(Attribute attribute) {
    return attribute.isBinary()
        ? Base64.getDecoder().decode(attribute.value())
        : attribute.value().getBytes(UTF_8);
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java always has MD5", e);
    }
  }
}
