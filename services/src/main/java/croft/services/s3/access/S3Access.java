package croft.services.s3.access;

import croft.api.s3.CreateBucketRequest;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.ResourcePolicies;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a call on a bucket or an object needs, and what these say about it themselves. */
public final class S3Access {
  private final Store store;

  public S3Access(Store store) {
    this.store = store;
  }

  /**
   * The access a call needs to a bucket that is there.
   *
   * @throws croft.base.ServiceError {@code NoSuchBucket} (404)
   */
  public Access bucket(Call call, String action, @Nullable String bucketName) {
    Bucket bucket = find(bucketName);
    return new Access(action, List.of(bucket.arn()), Map.of())
        .guardedBy(ResourcePolicies.ownedBy(bucket.account()));
  }

  /**
   * The access a call needs to an object, be it there or not, of a bucket that is.
   *
   * @throws croft.base.ServiceError {@code NoSuchBucket} (404)
   */
  public Access object(
      Call call, String action, @Nullable String bucketName, @Nullable String key) {
    Bucket bucket = find(bucketName);
    return new Access(action, List.of(bucket.arn() + "/" + key), Map.of())
        .guardedBy(ResourcePolicies.ownedBy(bucket.account()));
  }

  /**
   * A bucket about to be made, with what its request says of access.
   *
   * @throws croft.base.ServiceError for what is not valid or not supported
   */
  public Bucket newBucket(Call call, Bucket bucket, CreateBucketRequest request) {
    if (request.acl() != null && !request.acl().equals("private")) {
      throw ServiceError.unsupported("The ACL " + request.acl());
    }
    return bucket;
  }

  /**
   * Who owns an object about to be written, and the access control list it gets.
   *
   * @param headers of the request that say so, by lower-case name: {@code x-amz-acl} and {@code
   *     x-amz-grant-*}
   * @throws croft.base.ServiceError for what is not valid or not allowed in the bucket
   */
  public ObjectOwner newObject(Call call, Bucket bucket, Map<String, String> headers) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getValue().equals("private")
          && !header.getValue().equals("bucket-owner-full-control")) {
        throw ServiceError.unsupported(header.getKey() + " " + header.getValue());
      }
    }
    return new ObjectOwner(bucket.account(), null);
  }

  private Bucket find(@Nullable String name) {
    return store.read(tx -> Buckets.get(tx, name, null));
  }
}
