package croft.services.s3.access;

import croft.api.s3.AccessControlPolicy;
import croft.api.s3.GetBucketAclRequest;
import croft.api.s3.GetBucketAclResponse;
import croft.api.s3.PutBucketAclRequest;
import croft.api.s3.PutBucketAclResponse;
import croft.api.s3.S3Model;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.AclHeaders.ControlHeaders;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Store;
import java.util.List;

/** GetBucketAcl and PutBucketAcl. */
public final class BucketAclOperations {
  private final Store store;
  private final S3Access access;
  private final AccessSettings settings;

  public BucketAclOperations(Store store, S3Access access) {
    this.store = store;
    this.access = access;
    this.settings = new AccessSettings(store);
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_ACL,
                (call, r) -> List.of(access.bucket(call, "s3:GetBucketAcl", r.bucket())),
                this::getBucketAcl)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_ACL,
                (call, r) -> List.of(putAccess(call, r)),
                this::putBucketAcl)
            .anonymously());
  }

  private Access putAccess(Call call, PutBucketAclRequest request) {
    Access needed = access.bucket(call, "s3:PutBucketAcl", request.bucket());
    return needed.with(headers(request).keys());
  }

  private GetBucketAclResponse getBucketAcl(Call call, GetBucketAclRequest request) {
    Bucket bucket =
        store.read(tx -> Buckets.get(tx, request.bucket(), request.expectedBucketOwner()));
    Acl acl =
        settings.ownership(bucket).allowsAcls()
            ? settings.acl(bucket)
            : Acl.ownedBy(bucket.ownerId());
    return GetBucketAclResponse.builder()
        .owner(AclShapes.owner(acl))
        .grants(AclShapes.grants(acl))
        .build();
  }

  private PutBucketAclResponse putBucketAcl(Call call, PutBucketAclRequest request) {
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      if (!settings.ownership(bucket).allowsAcls()) {
        throw AclErrors.notSupported();
      }
      Acl acl = acl(bucket, request);
      if (acl.isPublic() && settings.publicAccessBlock(bucket).blockPublicAcls()) {
        throw AclErrors.publicBlocked();
      }
      Buckets.configure(tx, bucket, AccessSettings.ACL, settings.document(acl));
      return bucket;
    });
    return PutBucketAclResponse.builder().build();
  }

  private static Acl acl(Bucket bucket, PutBucketAclRequest request) {
    AccessControlPolicy document = request.accessControlPolicy();
    AclHeaders headers = headers(request);
    AclErrors.requireOneWay(document != null, !headers.isEmpty());
    return document != null
        ? AclShapes.read(document, bucket.ownerId())
        : headers.acl(bucket.ownerId(), bucket.ownerId());
  }

  private static AclHeaders headers(PutBucketAclRequest request) {
    return AclHeaders.of(
        request.acl(),
        request.grantFullControl(),
        request.grantRead(),
        request.grantWrite(),
        new ControlHeaders(request.grantReadACP(), request.grantWriteACP()));
  }
}
