package croft.services.s3.accesslog;

import java.time.Duration;

/**
 * Counts requests to buckets, for whoever shows them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html">Amazon S3
 * request metrics in CloudWatch</a>.
 */
@FunctionalInterface
public interface RequestMetrics {
  /**
   * Counts one request.
   *
   * @param bytesSent of the body; -1 when unknown
   */
  void count(String bucket, int status, long bytesSent, Duration taken);
}
