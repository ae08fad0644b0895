package croft.drivers.volume;

/** A data key is at hand until this is closed, and as long as a volume that it encrypts is open. */
@FunctionalInterface
public interface Unlocked extends AutoCloseable {
  @Override
  void close();
}
