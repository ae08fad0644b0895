package croft.services.iam.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compiled documents by their text: a document is compiled once, however many requests it decides.
 * Holds the most recently used ones up to a bound; thread-safe.
 */
public final class PolicyCache {
  private record Key(String document, PolicyKind kind) {}

  private final PolicyParser parser = new PolicyParser();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Policy> compiled;

  public PolicyCache(int capacity) {
    compiled =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Policy> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * The compiled document.
   *
   * @throws MalformedPolicyException when it is not a policy of that kind
   */
  public Policy compile(String document, PolicyKind kind) {
    Key key = new Key(document, kind);
    lock.lock();
    try {
      Policy known = compiled.get(key);
      if (known != null) {
        return known;
      }
    } finally {
      lock.unlock();
    }
    Policy policy = parser.parse(document, kind);
    lock.lock();
    try {
      compiled.put(key, policy);
    } finally {
      lock.unlock();
    }
    return policy;
  }
}
