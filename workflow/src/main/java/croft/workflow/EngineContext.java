package croft.workflow;

import croft.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What an engine's executions share. */
final class EngineContext {
  private final Store store;
  private final Journal journal;
  private final InstantSource time;
  private final EngineConfig config;
  private final StepProbe probe;
  private volatile boolean closing;

  EngineContext(Store store, InstantSource time, EngineConfig config, StepProbe probe) {
    this.store = store;
    this.journal = new Journal(store);
    this.time = time;
    this.config = config;
    this.probe = probe;
  }

  Store store() {
    return store;
  }

  Journal journal() {
    return journal;
  }

  /** Now, to the millisecond the store keeps. */
  Instant now() {
    return Instant.ofEpochMilli(time.millis());
  }

  Duration lease() {
    return config.lease();
  }

  EngineConfig config() {
    return config;
  }

  StepProbe probe() {
    return probe;
  }

  boolean isClosing() {
    return closing;
  }

  void beginClosing() {
    closing = true;
  }
}
