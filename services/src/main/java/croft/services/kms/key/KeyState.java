package croft.services.kms.key;

/**
 * The states a key of Croft can be in.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html">Key
 * states</a>.
 */
public enum KeyState {
  ENABLED("Enabled"),
  DISABLED("Disabled"),
  PENDING_DELETION("PendingDeletion");

  private final String word;

  KeyState(String word) {
    this.word = word;
  }

  /** As the API says it. */
  public String word() {
    return word;
  }
}
