package croft.drivers.docker.compute;

import org.jspecify.annotations.Nullable;

/** A test class's engine and data directory; nothing when the engine was not there to start. */
final class EngineFixture implements AutoCloseable {
  private @Nullable TestEngine engine;
  private @Nullable EngineHome home;

  void open(TestEngine started) {
    engine = started;
    openHome();
  }

  EngineHome home() {
    if (home == null) {
      throw new IllegalStateException("not open");
    }
    return home;
  }

  /** Another data directory over the same engine. */
  void openHome() {
    if (engine == null) {
      throw new IllegalStateException("not open");
    }
    home = new EngineHome(engine);
  }

  void closeHome() {
    EngineHome open = home;
    home = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    try {
      closeHome();
    } finally {
      if (engine != null) {
        engine.close();
      }
    }
  }
}
