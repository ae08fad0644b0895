package croft.server;

import croft.api.s3.S3Api;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.iam.CredentialLookup;
import croft.services.operation.Call;
import croft.services.operation.Operations;
import croft.services.s3.accesslog.AccessLog;
import croft.services.s3.accesslog.AccessLogHandler;
import croft.services.s3.accesslog.LogDelivery;
import croft.services.s3.accesslog.RequestCounts;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.configuration.ConfiguredBuckets;
import croft.services.s3.cors.CorsHandler;
import croft.services.s3.form.FormHandler;
import croft.services.s3.lifecycle.LifecycleReconciler;
import croft.services.s3.lifecycle.LifecycleReconciler.Governed;
import croft.services.s3.website.WebsiteHandler;
import croft.store.Store;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.workflow.Reconciler;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What stands before the API for S3's sake and is no operation of its model: web sites, browsers'
 * preflights and forms, and access logs; and what S3 does by itself.
 */
final class S3Doors {
  private static final String S3 = "s3.amazonaws.com";

  private final Store store;
  private final Ids ids;
  private final InstantSource time;
  private final ConfiguredBuckets buckets;
  private final AccessLog log = new AccessLog();
  private final RequestCounts counts = new RequestCounts();

  S3Doors(Store store, Ids ids, InstantSource time) {
    this.store = store;
    this.ids = ids;
    this.time = time;
    this.buckets = new ConfiguredBuckets(store);
  }

  /**
   * The doors before an API.
   *
   * @param gateway answers forms, whose senders are known already
   * @param api answers everything else
   */
  HttpHandler before(Gateway gateway, HttpHandler api, CredentialLookup lookup) {
    FormHandler.Puts puts =
        new FormHandler.Puts() {
          @Override
          public HttpResponse put(HttpRequest put, Caller caller, String region)
              throws IOException {
            return gateway.handleAs(put, caller, region);
          }

          @Override
          public HttpResponse refuse(HttpRequest request, ServiceError error) {
            return gateway.refuse(request, error);
          }
        };
    CorsHandler objects =
        new CorsHandler(buckets, new FormHandler(lookup, lookup::caller, puts, time, api));
    return new AccessLogHandler(
        sources(),
        new Requesters(lookup),
        new AccessLogHandler.Books(log, counts),
        time,
        new WebsiteHandler(buckets, objects, objects));
  }

  private AccessLogHandler.Sources sources() {
    return new AccessLogHandler.Sources() {
      @Override
      public Optional<Bucket> bucket(String name) {
        return store.read(tx -> Buckets.find(tx, name));
      }

      @Override
      public boolean isLogged(Bucket bucket) {
        return buckets.logging(bucket).isPresent();
      }
    };
  }

  /** What deletes by lifecycle rules and delivers logs. */
  List<Reconciler> reconcilers(Operations operations, ResourcePolicyLanguage language) {
    return List.of(
        new LifecycleReconciler(() -> governed(operations), time),
        new LogDelivery(
            new LogDelivery.Parts(log, store, buckets, ids, time),
            language::letsService,
            bucket -> api(operations, bucket)));
  }

  private List<Governed> governed(Operations operations) {
    return buckets.all().stream()
        .flatMap(bucket ->
            buckets
                .lifecycle(bucket)
                .map(rules -> new Governed(bucket.name(), rules, api(operations, bucket)))
                .stream())
        .toList();
  }

  /** S3's operations as S3 itself uses them for a bucket's account. */
  private S3Api api(Operations operations, Bucket bucket) {
    Caller caller = Caller.service(bucket.account(), S3);
    return new S3Api(
        operations.as(new Call(caller, bucket.region(), ids.uuid(), "", true, S3, time.instant())));
  }

  /** How many requests each bucket had. */
  RequestCounts counts() {
    return counts;
  }
}
