package croft.services.s3.configuration;

import croft.api.s3.CORSRule;
import croft.api.s3.LoggingEnabled;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.bucket.KnownBuckets;
import croft.services.s3.cors.CorsHandler;
import croft.services.s3.cors.CorsRule;
import croft.services.s3.cors.CorsRules;
import croft.services.s3.lifecycle.Rules;
import croft.services.s3.website.Website;
import croft.services.s3.website.WebsiteHandler;
import croft.store.Store;
import java.util.List;
import java.util.Optional;

/** The settings of buckets as those need them who act upon them. */
public final class ConfiguredBuckets implements CorsHandler.Rules, WebsiteHandler.Sites {
  private final Store store;
  private final KnownBuckets buckets;
  private final BucketDocuments documents;

  public ConfiguredBuckets(Store store) {
    this.store = store;
    this.buckets = new KnownBuckets(store);
    this.documents = new BucketDocuments(store);
  }

  private Optional<Bucket> find(String name) {
    return buckets.find(name);
  }

  @Override
  public Optional<CorsRules> rules(String bucket) {
    return find(bucket)
        .flatMap(found -> documents.find(found, BucketDocuments.CORS))
        .map(found ->
            new CorsRules(found.corsRulesOrEmpty().stream().map(ConfiguredBuckets::rule).toList()));
  }

  private static CorsRule rule(CORSRule rule) {
    return new CorsRule(
        rule.allowedOriginsOrEmpty(),
        rule.allowedMethodsOrEmpty(),
        rule.allowedHeadersOrEmpty(),
        rule.exposeHeadersOrEmpty(),
        rule.maxAgeSeconds());
  }

  @Override
  public Optional<Website> site(String bucket) throws WebsiteHandler.NoBucketException {
    Bucket found = find(bucket).orElseThrow(WebsiteHandler.NoBucketException::new);
    return documents.find(found, BucketDocuments.WEBSITE).map(WebsiteShapes::site);
  }

  /** The lifecycle rules in force; empty where there are none. */
  public Optional<Rules> lifecycle(Bucket bucket) {
    return documents
        .find(bucket, BucketDocuments.LIFECYCLE)
        .map(found -> LifecycleShapes.inForce(found.configuration()))
        .filter(rules -> !rules.rules().isEmpty());
  }

  /** Where the requests to a bucket are logged; empty where they are not. */
  public Optional<LoggingEnabled> logging(Bucket bucket) {
    return documents.find(bucket, BucketDocuments.LOGGING);
  }

  /** Every bucket of every account. */
  public List<Bucket> all() {
    return store.read(tx -> tx.listAll(Buckets.TABLE));
  }
}
