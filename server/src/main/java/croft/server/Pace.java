package croft.server;

import croft.workflow.KeyedReconciler;
import croft.workflow.Reconciler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/**
 * How fast time passes for what waits by the clock: cooldowns, alarm periods, retention, timeouts
 * of messages. At a speed of 60 a minute of theirs is a second of the machine's. Signatures,
 * certificates and instances keep the machine's time.
 *
 * <p>This time never goes back: the file remembers how far ahead it is over restarts, at whatever
 * speed, until the home is purged.
 *
 * @param time what time it is for them
 * @param speed seconds of theirs in a second of the machine's, at least 1
 */
record Pace(InstantSource time, int speed) {
  private static final Duration SHORTEST = Duration.ofMillis(50);

  /**
   * Goes on from where a file says time was.
   *
   * @throws IOException when the file cannot be read, written, or is not one of these
   */
  static Pace open(CroftHome home, int speed, InstantSource machine) throws IOException {
    Path file = home.directory().resolve("pace");
    Instant since = machine.instant();
    if (!Files.exists(file) && speed == 1) {
      return new Pace(machine, 1);
    }
    Anchor anchor =
        Files.exists(file)
            ? Anchor.parse(Files.readString(file)).movedTo(since, speed)
            : new Anchor(since, since, speed);
    home.writePrivately(file, anchor.text());
    return new Pace(() -> anchor.at(machine.instant()), speed);
  }

  /** The machine's time for a length of theirs; never so short that looking is all one does. */
  Duration waiting(Duration theirs) {
    if (speed == 1) {
      return theirs;
    }
    Duration real = theirs.dividedBy(speed);
    return real.compareTo(SHORTEST) < 0 ? SHORTEST : real;
  }

  /** A reconciler as one whose period is of this time. */
  Reconciler of(Reconciler reconciler) {
    return speed == 1 ? reconciler : new PacedReconciler(reconciler, waiting(reconciler.period()));
  }

  /** A keyed reconciler as one whose period is of this time. */
  KeyedReconciler of(KeyedReconciler reconciler) {
    return speed == 1
        ? reconciler
        : new PacedKeyedReconciler(reconciler, waiting(reconciler.period()));
  }

  /** A moment of the machine's, the moment of theirs, and the speed from there. */
  private record Anchor(Instant machine, Instant theirs, int speed) {

    static Anchor parse(String text) throws IOException {
      String[] parts = text.strip().split(" ", -1);
      try {
        return new Anchor(
            Instant.parse(parts[0]), Instant.parse(parts[1]), Integer.parseInt(parts[2]));
      } catch (RuntimeException e) {
        throw new IOException("The file 'pace' of the home is damaged: " + text.strip(), e);
      }
    }

    Instant at(Instant now) {
      return theirs.plus(Duration.between(machine, now).multipliedBy(speed));
    }

    /** A machine whose clock was set back does not turn theirs back. */
    Anchor movedTo(Instant now, int newSpeed) {
      Instant reached = at(now);
      return new Anchor(now, reached.isBefore(theirs) ? theirs : reached, newSpeed);
    }

    String text() {
      return machine + " " + theirs + " " + speed + "\n";
    }
  }

  private record PacedReconciler(Reconciler real, Duration period) implements Reconciler {
    @Override
    public String name() {
      return real.name();
    }

    @Override
    public void reconcile() throws Exception {
      real.reconcile();
    }
  }

  private record PacedKeyedReconciler(KeyedReconciler real, Duration period)
      implements KeyedReconciler {
    @Override
    public String name() {
      return real.name();
    }

    @Override
    public Set<String> due() throws Exception {
      return real.due();
    }

    @Override
    public void reconcile(String key) throws Exception {
      real.reconcile(key);
    }

    @Override
    public int parallelism() {
      return real.parallelism();
    }
  }
}
