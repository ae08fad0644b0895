package croft.services.elasticloadbalancingv2.loadbalancer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Where access logs go.
 *
 * @param prefix of keys, or empty
 */
public record LogPlace(String bucket, String prefix) {
  private static final String FOLDER = "AWSLogs";

  /** The beginning of all keys of an account. */
  public String folder(LogBuckets.Writer writer) {
    return (prefix.isEmpty() ? "" : prefix + "/") + FOLDER + "/" + writer.account() + "/";
  }

  /**
   * Writes the file that AWS tries a bucket with when logs are turned on.
   *
   * @throws croft.base.ServiceError {@code InvalidConfigurationRequest}
   */
  public void prove(LogBuckets buckets, LogBuckets.Writer writer, String name, Instant now) {
    if (bucket.isEmpty()) {
      throw ElbErrors.configuration("The S3 bucket must be specified to enable access logs");
    }
    if (prefix.contains(FOLDER) || prefix.startsWith("/") || prefix.endsWith("/")) {
      throw ElbErrors.configuration(
          "The S3 prefix '"
              + prefix
              + "' cannot include '"
              + FOLDER
              + "', nor begin or end with '/'");
    }
    buckets.put(
        writer,
        bucket,
        folder(writer) + "ELBAccessLogTestFile",
        "text/plain",
        ("Enable AccessLog for ELB: " + name + " at " + now).getBytes(StandardCharsets.UTF_8));
  }
}
