package croft.server;

import croft.api.s3.PutObjectRequest;
import croft.api.s3.S3Api;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.elasticloadbalancingv2.loadbalancer.LogBuckets;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.s3.access.S3Access;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Store;
import croft.wire.http.Bytes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Buckets of S3 for balancers' access logs: written as the service that delivers them, where the
 * bucket's policy lets in one of the names AWS has documented for it over the years.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html">Enable
 * access logs for your Application Load Balancer</a> and the pages of the other balancers.
 *
 * @param wall the machine's time, which requests go by
 */
record BalancerLogBuckets(
    Store store, ResourcePolicyLanguage language, InnerCalls calls, Ids ids, InstantSource wall)
    implements LogBuckets {
  private static final String DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com";
  private static final List<String> SERVICES =
      List.of(DELIVERY, "elasticloadbalancing.amazonaws.com");

  /** Delivers for network balancers. */
  private static final String NETWORK_DELIVERY = "delivery.logs.amazonaws.com";

  /** The accounts that balancers of a region write as. */
  private static final Map<String, String> ACCOUNTS =
      Map.ofEntries(
          Map.entry("us-east-1", "127311923021"),
          Map.entry("us-east-2", "033677994240"),
          Map.entry("us-west-1", "027434742980"),
          Map.entry("us-west-2", "797873946194"),
          Map.entry("af-south-1", "098369216593"),
          Map.entry("ap-east-1", "754344448648"),
          Map.entry("ap-southeast-3", "589379963580"),
          Map.entry("ap-south-1", "718504428378"),
          Map.entry("ap-northeast-3", "383597477331"),
          Map.entry("ap-northeast-2", "600734575887"),
          Map.entry("ap-southeast-1", "114774131450"),
          Map.entry("ap-southeast-2", "783225319266"),
          Map.entry("ap-northeast-1", "582318560864"),
          Map.entry("ca-central-1", "985666609251"),
          Map.entry("eu-central-1", "054676820928"),
          Map.entry("eu-west-1", "156460612806"),
          Map.entry("eu-west-2", "652711504416"),
          Map.entry("eu-south-1", "635631232127"),
          Map.entry("eu-west-3", "009996457667"),
          Map.entry("eu-north-1", "897822967062"),
          Map.entry("me-south-1", "076674570225"),
          Map.entry("sa-east-1", "507241528517"));

  @Override
  public void put(Writer writer, String name, String key, String contentType, byte[] content) {
    Bucket bucket = store.read(tx -> Buckets.find(tx, name)).orElseThrow(() -> denied(name));
    if (!bucket.region().equals(writer.region())) {
      throw configuration(
          "S3Bucket: " + name + " is not located in the region: " + writer.region());
    }
    if (!isLetIn(writer, bucket, key)) {
      throw denied(name);
    }
    try {
      api(writer, bucket)
          .putObject(
              PutObjectRequest.builder()
                  .bucket(name)
                  .key(key)
                  .contentType(contentType)
                  .body(Bytes.of(content))
                  .build());
    } catch (ServiceError e) {
      if (e.isSenderFault()) {
        throw denied(name);
      }
      throw e;
    }
  }

  private boolean isLetIn(Writer writer, Bucket bucket, String key) {
    S3Access.Wish wish = S3Access.Wish.toPut(bucket, key, store);
    if (writer.network()) {
      String source = "arn:aws:logs:" + writer.region() + ":" + writer.account() + ":*";
      return language.letsService(NETWORK_DELIVERY, wish, keys(source, writer));
    }
    Map<String, List<String>> keys = keys(writer.arn(), writer);
    return SERVICES.stream().anyMatch(service -> language.letsService(service, wish, keys))
        || Optional.ofNullable(ACCOUNTS.get(writer.region()))
            .filter(account -> language.letsAccount(account, wish, keys))
            .isPresent();
  }

  private static Map<String, List<String>> keys(String source, Writer writer) {
    return Map.of(
        "aws:SourceArn", List.of(source),
        "aws:SourceAccount", List.of(writer.account()),
        "s3:x-amz-acl", List.of("bucket-owner-full-control"));
  }

  /** What is written belongs to the bucket's owner. */
  private S3Api api(Writer writer, Bucket bucket) {
    String service = writer.network() ? NETWORK_DELIVERY : DELIVERY;
    return new S3Api(
        calls.as(
            new Call(
                Caller.service(bucket.account(), service),
                bucket.region(),
                ids.uuid(),
                "",
                true,
                service,
                wall.instant())));
  }

  private static ServiceError denied(String bucket) {
    return configuration(
        "Access Denied for bucket: " + bucket + ". Please check S3bucket permission");
  }

  private static ServiceError configuration(String message) {
    return ServiceError.badRequest("InvalidConfigurationRequest", message);
  }
}
