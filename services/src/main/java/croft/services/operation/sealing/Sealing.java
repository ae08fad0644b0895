package croft.services.operation.sealing;

import java.util.Optional;

/**
 * Seals texts that nobody may read in the store, under a key that is not in it. A sealed text opens
 * only for the purpose it was sealed for, and only unchanged.
 */
public interface Sealing {
  /** The text, sealed as Base64 for URLs. */
  String seal(String purpose, String text);

  /** Opens what was sealed for this purpose; empty for anything else. */
  Optional<String> open(String purpose, String sealed);
}
