package croft.wire.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection waits for, and until when. One slow tick per connection looks at it, so setting
 * it for every request costs nothing. Belongs to the event loop.
 */
final class Deadline {
  /** A client may take this long to read a last response before its connection is cut. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** A body that comes slower than this on the whole runs out of time. */
  private static final int LEAST_BYTES_PER_SECOND = 256;

  /** What is awaited of the client. */
  enum Waiting {
    NOTHING,
    REQUEST,
    HEAD,
    BODY,
    WRITE,
    LINGER
  }

  private final HttpServerConfig config;
  private final Channel channel;
  private final Consumer<Waiting> expired;
  private Waiting waiting = Waiting.NOTHING;
  private long atNanos;
  private @Nullable Future<?> tick;

  Deadline(HttpServerConfig config, Channel channel, Consumer<Waiting> expired) {
    this.config = config;
    this.channel = channel;
    this.expired = expired;
  }

  void start() {
    long period = Connections.tickNanos(config);
    tick =
        channel.eventLoop().scheduleAtFixedRate(this::look, period, period, TimeUnit.NANOSECONDS);
  }

  void stop() {
    if (tick != null) {
      tick.cancel(false);
    }
  }

  void set(Waiting what) {
    waiting = what;
    if (what != Waiting.NOTHING) {
      atNanos = System.nanoTime() + timeout(what).toNanos();
    }
  }

  /** Bytes of a request came: from now on its header has its own time, and only once. */
  void headBegun() {
    if (waiting == Waiting.REQUEST) {
      set(Waiting.HEAD);
    }
  }

  /** Bytes of a body came: they buy time, a trickle of them little. */
  void progress(int bytes) {
    if (waiting == Waiting.BODY) {
      long bought = bytes * (TimeUnit.SECONDS.toNanos(1) / LEAST_BYTES_PER_SECOND);
      long latest = System.nanoTime() + config.bodyTimeout().toNanos();
      atNanos = latest - atNanos < bought ? latest : atNanos + bought;
    }
  }

  private void look() {
    if (waiting != Waiting.NOTHING && System.nanoTime() - atNanos >= 0) {
      Waiting late = waiting;
      waiting = Waiting.NOTHING;
      expired.accept(late);
    }
  }

  private Duration timeout(Waiting what) {
    return switch (what) {
      case NOTHING, REQUEST -> config.idleTimeout();
      case HEAD -> config.headerTimeout();
      case BODY -> config.bodyTimeout();
      case WRITE -> config.writeTimeout();
      case LINGER -> LINGER;
    };
  }
}
