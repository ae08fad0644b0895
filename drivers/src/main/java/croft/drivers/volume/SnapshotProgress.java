package croft.drivers.volume;

/** Hears how far the making of a snapshot has come: 0 to 100, never less than before. */
@FunctionalInterface
public interface SnapshotProgress {
  void percent(int percent);
}
