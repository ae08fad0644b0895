package croft.services.s3.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a content in frames of 64 KiB, so that any of them can be read alone: AES-256-GCM under
 * a key of this content alone, the frame's number as nonce, the content's id authenticated with
 * each. A frame is its ciphertext and 16 bytes of tag; an empty content is one empty frame. For one
 * thread.
 */
final class FrameCipher {
  static final int FRAME_BYTES = 64 * 1024;
  static final int TAG_BYTES = 16;
  static final int STORED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES;
  private static final int NONCE_BYTES = 12;

  private final SecretKeySpec key;
  private final byte[] id;
  private final Cipher cipher;

  FrameCipher(byte[] key, String contentId) {
    this.key = new SecretKeySpec(key, "AES");
    this.id = contentId.getBytes(StandardCharsets.US_ASCII);
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do AES-GCM", e);
    }
  }

  /** How many bytes a content takes when it is stored. */
  static long storedBytes(long sizeBytes) {
    long frames = Math.max(1, (sizeBytes + FRAME_BYTES - 1) / FRAME_BYTES);
    return sizeBytes + frames * TAG_BYTES;
  }

  /**
   * Encrypts a frame.
   *
   * @param target with room for the tag
   * @return the stored bytes of the frame
   */
  int encrypt(long frame, byte[] plain, int offset, int count, byte[] target) {
    try {
      init(Cipher.ENCRYPT_MODE, frame);
      return cipher.doFinal(plain, offset, count, target, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot encrypt a frame", e);
    }
  }

  /**
   * Decrypts a frame.
   *
   * @return its plain bytes, or -1 when it is not what was written
   */
  int decrypt(long frame, byte[] stored, int count, byte[] target) {
    if (count < TAG_BYTES) {
      return -1;
    }
    try {
      init(Cipher.DECRYPT_MODE, frame);
      return cipher.doFinal(stored, 0, count, target, 0);
    } catch (AEADBadTagException changed) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot decrypt a frame", e);
    }
  }

  private void init(int mode, long frame) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(frame).array();
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(id);
  }
}
