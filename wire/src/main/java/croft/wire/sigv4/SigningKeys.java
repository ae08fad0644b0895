package croft.wire.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Signing keys, each four HMACs to derive and good for a day: the last used ones are kept. */
final class SigningKeys {
  private static final int KEPT = 512;

  /** The secret belongs to the key: one that was replaced must not go on working. */
  private record Name(String secretAccessKey, CredentialScope scope) {
    @Override
    public String toString() {
      return scope.toString();
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Name, byte[]> keys =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  byte[] of(String secretAccessKey, CredentialScope scope) {
    Name name = new Name(secretAccessKey, scope);
    lock.lock();
    try {
      return keys.computeIfAbsent(name, SigningKeys::derive);
    } finally {
      lock.unlock();
    }
  }

  private static byte[] derive(Name name) {
    CredentialScope scope = name.scope();
    byte[] key =
        Hashes.hmac(
            ("AWS4" + name.secretAccessKey()).getBytes(StandardCharsets.UTF_8), scope.date());
    key = Hashes.hmac(key, scope.region());
    key = Hashes.hmac(key, scope.service());
    return Hashes.hmac(key, CredentialScope.TERMINATOR);
  }
}
