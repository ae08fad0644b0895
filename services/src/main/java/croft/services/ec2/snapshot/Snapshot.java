package croft.services.ec2.snapshot;

import croft.services.ec2.volume.Encryption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a volume.
 *
 * @param volumeId the volume it is of; of a copy, the volume of its origin
 * @param originId the snapshot it is a copy of, or null
 * @param sizeGibibytes of the volume; of a root 0 until it is made, if the root has no size
 * @param progress 0 to 100
 * @param message why it failed, or null
 * @param encryption null for one in the clear
 * @param accounts who may make volumes of it beside its owner; {@code all} for everybody
 */
public record Snapshot(
    String scope,
    String id,
    String volumeId,
    @Nullable String originId,
    int sizeGibibytes,
    String description,
    Instant startedAt,
    State state,
    int progress,
    @Nullable String message,
    List<String> accounts,
    @Nullable Encryption encryption) {

  /** Among {@link #accounts}: everybody. */
  public static final String EVERYBODY = "all";

  /** The states of a snapshot. */
  public enum State {
    PENDING("pending"),
    COMPLETED("completed"),
    ERROR("error"),
    /** Deleted, and shown no more; its file goes in a moment. */
    DELETING("deleting");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The API's name. */
    public String text() {
      return text;
    }
  }

  public String owner() {
    return scope.substring(0, scope.indexOf('/'));
  }

  public Snapshot enter(State next, int nextProgress, @Nullable String nextMessage) {
    return new Snapshot(
        scope,
        id,
        volumeId,
        originId,
        sizeGibibytes,
        description,
        startedAt,
        next,
        nextProgress,
        nextMessage,
        accounts,
        encryption);
  }

  /** Once it is known how large it is. */
  public Snapshot sized(int gibibytes) {
    return new Snapshot(
        scope,
        id,
        volumeId,
        originId,
        gibibytes,
        description,
        startedAt,
        state,
        progress,
        message,
        accounts,
        encryption);
  }

  public Snapshot with(List<String> nextAccounts) {
    return new Snapshot(
        scope,
        id,
        volumeId,
        originId,
        sizeGibibytes,
        description,
        startedAt,
        state,
        progress,
        message,
        new ArrayList<>(nextAccounts),
        encryption);
  }

  /** Whether an account may make volumes of it. */
  public boolean isOpenTo(String account) {
    return owner().equals(account) || accounts.contains(account) || accounts.contains(EVERYBODY);
  }
}
