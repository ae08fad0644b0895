package croft.services.cloudwatch.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.cloudwatch.metric.MetricKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicLong;

/** One metric in one unit: what points are put together for. */
public final class Series {
  private final Name name;
  private final long id;
  private final AtomicLong lastSeen = new AtomicLong(Long.MIN_VALUE);

  /** The begin of the latest point in a chunk; before it is known, it may be any. */
  private volatile long storedUntil = Long.MAX_VALUE;

  /**
   * What tells a series from all others.
   *
   * @param scope {@code account/region}
   */
  public record Name(String scope, MetricKey metric, String unit) {}

  Series(Name name) {
    this.name = name;
    this.id = idOf(name);
  }

  public Name name() {
    return name;
  }

  public MetricKey metric() {
    return name.metric();
  }

  public String unit() {
    return name.unit();
  }

  long id() {
    return id;
  }

  int shard() {
    return (int) Math.floorMod(id, (long) Shard.COUNT);
  }

  /** The time of its latest point, in seconds since 1970. */
  public long lastSeen() {
    return lastSeen.get();
  }

  void sawPoint(long epochSecond) {
    lastSeen.accumulateAndGet(epochSecond, Math::max);
  }

  long storedUntil() {
    return storedUntil;
  }

  void storedUntil(long epochSecond) {
    storedUntil = epochSecond;
  }

  /**
   * Eight bytes of a digest over the name: the same on every server, without asking the store. Of
   * ten million series, two meet with a chance of one in 370,000.
   */
  private static long idOf(Name name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      feed(digest, name.scope());
      feed(digest, name.metric().namespace());
      feed(digest, name.metric().name());
      feed(digest, name.unit());
      name.metric()
          .dimensions()
          .forEach((key, value) -> {
            feed(digest, key);
            feed(digest, value);
          });
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void feed(MessageDigest digest, String text) {
    digest.update(text.getBytes(UTF_8));
    digest.update((byte) 0);
  }
}
