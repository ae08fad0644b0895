package croft.services.s3.accesslog;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** Sums since the start, for each bucket. */
public final class RequestCounts implements RequestMetrics {
  private final ConcurrentHashMap<String, Sums> sums = new ConcurrentHashMap<>();

  /** What came of the requests to a bucket. */
  public record Sums(
      long allRequests, long errors4xx, long errors5xx, long bytesDownloaded, Duration total) {
    static final Sums NONE = new Sums(0, 0, 0, 0, Duration.ZERO);

    Sums plus(int status, long bytesSent, Duration taken) {
      return new Sums(
          allRequests + 1,
          errors4xx + (status / 100 == 4 ? 1 : 0),
          errors5xx + (status / 100 == 5 ? 1 : 0),
          bytesDownloaded + Math.max(0, bytesSent),
          total.plus(taken));
    }
  }

  @Override
  public void count(String bucket, int status, long bytesSent, Duration taken) {
    sums.compute(
        bucket,
        (name, former) -> (former == null ? Sums.NONE : former).plus(status, bytesSent, taken));
  }

  /** The sums of a bucket. */
  public Sums of(String bucket) {
    return sums.getOrDefault(bucket, Sums.NONE);
  }
}
