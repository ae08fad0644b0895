package croft.services.s3.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.api.s3.LoggingEnabled;
import croft.api.s3.PartitionedPrefix;
import croft.api.s3.PutObjectRequest;
import croft.api.s3.S3Api;
import croft.api.s3.TargetObjectKeyFormat;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.s3.access.S3Access;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.configuration.ConfiguredBuckets;
import croft.store.Store;
import croft.wire.http.Bytes;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers logs: for each bucket the lines since the last delivery as one object of its target
 * bucket, where that lets the log service write. Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html">Logging requests
 * with server access logging</a>.
 */
public final class LogDelivery implements Reconciler {
  /** Who writes, as policies name it. */
  public static final String PRINCIPAL = "logging.s3.amazonaws.com";

  private static final Logger LOG = LoggerFactory.getLogger(LogDelivery.class);
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int UNIQUE_DIGITS = 16;
  private static final DateTimeFormatter SECOND = format("yyyy-MM-dd-HH-mm-ss");
  private static final DateTimeFormatter DAY = format("yyyy/MM/dd");

  private final AccessLog log;
  private final Store store;
  private final ConfiguredBuckets settings;
  private final Permission permission;
  private final Function<Bucket, S3Api> apis;
  private final Ids ids;
  private final InstantSource time;

  /** Decides whether the target's own policies let a service do something. */
  @FunctionalInterface
  public interface Permission {
    /**
     * Whether one of these policies allows and none denies.
     *
     * @param service host name of the service that asks
     * @param keys condition keys, such as {@code aws:SourceArn}
     */
    boolean allows(String service, S3Access.Wish wish, Map<String, List<String>> keys);
  }

  /** Where the delivery reads and writes. */
  public record Parts(
      AccessLog log, Store store, ConfiguredBuckets settings, Ids ids, InstantSource time) {}

  /**
   * Makes the delivery.
   *
   * @param apis S3's operations as the service itself on behalf of a bucket's account
   */
  public LogDelivery(Parts parts, Permission permission, Function<Bucket, S3Api> apis) {
    this.log = parts.log();
    this.store = parts.store();
    this.settings = parts.settings();
    this.ids = parts.ids();
    this.time = parts.time();
    this.permission = permission;
    this.apis = apis;
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  @Override
  public String name() {
    return "s3-access-log";
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public void reconcile() {
    log.take().forEach(this::deliver);
  }

  private void deliver(String bucketName, List<LogEntry> entries) {
    Optional<Bucket> source = find(bucketName);
    Optional<LoggingEnabled> logging = source.flatMap(settings::logging);
    if (source.isEmpty() || logging.isEmpty()) {
      return;
    }
    Optional<Bucket> target = find(Objects.requireNonNullElse(logging.get().targetBucket(), ""));
    if (target.isEmpty()) {
      return;
    }
    String key = key(source.get(), logging.get());
    S3Access.Wish wish = S3Access.Wish.toPut(target.get(), key, store);
    Map<String, List<String>> keys =
        Map.of(
            "aws:SourceArn", List.of(source.get().arn()),
            "aws:SourceAccount", List.of(source.get().account()));
    if (!permission.allows(PRINCIPAL, wish, keys)) {
      LOG.debug("{} does not let its logs in from {}", target.get().name(), bucketName);
      return;
    }
    put(target.get(), key, entries);
  }

  private Optional<Bucket> find(String name) {
    return store.read(tx -> Buckets.find(tx, name));
  }

  private void put(Bucket target, String key, List<LogEntry> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(entry.text()).append('\n'));
    try {
      apis.apply(target)
          .putObject(
              PutObjectRequest.builder()
                  .bucket(target.name())
                  .key(key)
                  .contentType("text/plain")
                  .body(Bytes.of(text.toString().getBytes(UTF_8)))
                  .build());
    } catch (ServiceError e) {
      LOG.warn("The access log {} of {} was not kept: {}", key, target.name(), e.message());
    }
  }

  private String key(Bucket source, LoggingEnabled logging) {
    Instant now = time.instant();
    String name = SECOND.format(now) + "-" + ids.hex(UNIQUE_DIGITS).toUpperCase(Locale.ROOT);
    String prefix = Objects.requireNonNullElse(logging.targetPrefix(), "");
    TargetObjectKeyFormat format = logging.targetObjectKeyFormat();
    PartitionedPrefix partitioned = format == null ? null : format.partitionedPrefix();
    if (partitioned == null) {
      return prefix + name;
    }
    return prefix
        + String.join("/", source.account(), source.region(), source.name(), DAY.format(now), name);
  }
}
