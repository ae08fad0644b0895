package croft.services.sns.signature;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The last signatures by what they are of, as long as that is not long. */
final class RecentSignatures {
  private static final int MOST = 128;
  private static final int LONGEST = 16_384;

  private final Map<String, String> signatures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** The signature of a text, made unless it is among the last ones. Two may make the same. */
  String computeIfAbsent(String text, UnaryOperator<String> make) {
    if (text.length() > LONGEST) {
      return make.apply(text);
    }
    @Nullable String known = look(text);
    if (known != null) {
      return known;
    }
    String made = make.apply(text);
    keep(text, made);
    return made;
  }

  private synchronized @Nullable String look(String text) {
    return signatures.get(text);
  }

  private synchronized void keep(String text, String signature) {
    signatures.put(text, signature);
  }
}
