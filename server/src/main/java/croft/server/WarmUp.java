package croft.server;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the libraries that every start needs make themselves ready, on a thread beside the one that
 * opens the store: each takes tens of milliseconds for itself at its first use, and the first
 * answer would wait for one after the other.
 */
final class WarmUp implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  @Override
  public void run() {
    try {
      Mac.getInstance("HmacSHA256");
      Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      // Whoever needs it meets the same, and can say what for.
      LOG.debug("cryptography is not ready", e);
    }
    JsonMapper.shared();
  }
}
