package croft.services.kms.crypto;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A ciphertext blob, which names its key so that Decrypt needs no key id: a version byte, the key's
 * UUID in 16 bytes, the number of the key's material in 4, then what AES-GCM made.
 *
 * @param materialNumber the generation of the key that encrypted
 * @param sealed nonce, ciphertext and tag
 */
record Ciphertext(String keyId, int materialNumber, byte[] sealed) {
  /** An earlier version of the form stays readable; another number is another form. */
  private static final byte VERSION = 1;

  private static final int HEADER_BYTES = 1 + 16 + 4;

  /** Reads a blob; empty for one of another form. */
  static Optional<Ciphertext> read(byte[] blob) {
    if (blob.length <= HEADER_BYTES || blob[0] != VERSION) {
      return Optional.empty();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(blob, 1, blob.length - 1);
      UUID key = new UUID(in.getLong(), in.getLong());
      int number = in.getInt();
      byte[] sealed = new byte[in.remaining()];
      in.get(sealed);
      return Optional.of(new Ciphertext(key.toString(), number, sealed));
    } catch (BufferUnderflowException tooShort) {
      return Optional.empty();
    }
  }

  /** The blob's bytes. */
  byte[] bytes() {
    return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
        .put(header(keyId, materialNumber))
        .put(sealed)
        .array();
  }

  /**
   * What must be the same when it is opened: the header and the encryption context, sorted, each
   * text with its length in front so that no two contexts look alike.
   */
  static byte[] authenticated(String keyId, int materialNumber, Map<String, String> context) {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + size(context));
    out.put(header(keyId, materialNumber));
    new TreeMap<>(context)
        .forEach((name, value) -> {
          put(out, name);
          put(out, value);
        });
    return out.array();
  }

  private static byte[] header(String keyId, int materialNumber) {
    UUID key = UUID.fromString(keyId);
    return ByteBuffer.allocate(HEADER_BYTES)
        .put(VERSION)
        .putLong(key.getMostSignificantBits())
        .putLong(key.getLeastSignificantBits())
        .putInt(materialNumber)
        .array();
  }

  private static void put(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length).put(bytes);
  }

  private static int size(Map<String, String> context) {
    return context.entrySet().stream()
        .mapToInt(entry -> size(entry.getKey()) + size(entry.getValue()))
        .sum();
  }

  private static int size(String text) {
    return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
  }
}
