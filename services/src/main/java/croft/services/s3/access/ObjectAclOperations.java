package croft.services.s3.access;

import croft.api.s3.AccessControlPolicy;
import croft.api.s3.GetObjectAclRequest;
import croft.api.s3.GetObjectAclResponse;
import croft.api.s3.PutObjectAclRequest;
import croft.api.s3.PutObjectAclResponse;
import croft.api.s3.S3Model;
import croft.base.CanonicalUserId;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.AclHeaders.ControlHeaders;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GetObjectAcl and PutObjectAcl. */
public final class ObjectAclOperations {
  private final Store store;
  private final S3Access access;
  private final ObjectLookup objects;
  private final AccessSettings settings;

  public ObjectAclOperations(Store store, S3Access access, ObjectLookup objects) {
    this.store = store;
    this.access = access;
    this.objects = objects;
    this.settings = new AccessSettings(store);
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_OBJECT_ACL,
                (call, r) ->
                    access.reading(
                        call,
                        action("s3:GetObject", r.versionId()),
                        r.bucket(),
                        r.key(),
                        r.versionId()),
                this::getObjectAcl)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_OBJECT_ACL,
                (call, r) -> List.of(putAccess(call, r)),
                this::putObjectAcl)
            .anonymously());
  }

  private static String action(String verb, @Nullable String versionId) {
    return versionId == null ? verb + "Acl" : verb + "VersionAcl";
  }

  private Access putAccess(Call call, PutObjectAclRequest request) {
    return access
        .object(
            call,
            action("s3:PutObject", request.versionId()),
            request.bucket(),
            request.key(),
            request.versionId())
        .with(headers(request).keys());
  }

  private GetObjectAclResponse getObjectAcl(Call call, GetObjectAclRequest request) {
    Acl acl =
        store.read(tx -> {
          Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
          ObjectOwner owner = owner(tx, bucket, request.key(), request.versionId());
          return shown(bucket, owner);
        });
    return GetObjectAclResponse.builder()
        .owner(AclShapes.owner(acl))
        .grants(AclShapes.grants(acl))
        .build();
  }

  /** Where lists are off, every object is the bucket owner's alone. */
  private Acl shown(Bucket bucket, ObjectOwner owner) {
    if (!settings.ownership(bucket).allowsAcls()) {
      return Acl.ownedBy(bucket.ownerId());
    }
    String document = owner.acl();
    return document == null
        ? Acl.ownedBy(CanonicalUserId.of(owner.account()))
        : settings.acl(document);
  }

  private ObjectOwner owner(
      Transaction tx, Bucket bucket, @Nullable String key, @Nullable String versionId) {
    String name = key == null ? "" : key;
    return objects
        .find(tx, bucket.name(), name, versionId)
        .map(ObjectLookup.Facts::owner)
        .orElseThrow(() -> missing(name, versionId));
  }

  private static ServiceError missing(String key, @Nullable String versionId) {
    return versionId == null
        ? new ServiceError(
            "NoSuchKey", 404, "The specified key does not exist.", Map.of("Key", key))
        : new ServiceError("NoSuchVersion", 404, "The specified version does not exist.");
  }

  private PutObjectAclResponse putObjectAcl(Call call, PutObjectAclRequest request) {
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      if (!settings.ownership(bucket).allowsAcls()) {
        throw AclErrors.notSupported();
      }
      ObjectOwner owner = owner(tx, bucket, request.key(), request.versionId());
      Acl acl = acl(bucket, owner, request);
      if (acl.isPublic() && settings.publicAccessBlock(bucket).blockPublicAcls()) {
        throw AclErrors.publicBlocked();
      }
      String key = request.key() == null ? "" : request.key();
      objects.setAcl(tx, bucket.name(), key, request.versionId(), settings.document(acl));
      return bucket;
    });
    return PutObjectAclResponse.builder().build();
  }

  private static Acl acl(Bucket bucket, ObjectOwner owner, PutObjectAclRequest request) {
    String ownerId = CanonicalUserId.of(owner.account());
    AccessControlPolicy document = request.accessControlPolicy();
    AclHeaders headers = headers(request);
    AclErrors.requireOneWay(document != null, !headers.isEmpty());
    return document != null
        ? AclShapes.read(document, ownerId)
        : headers.acl(ownerId, bucket.ownerId());
  }

  private static AclHeaders headers(PutObjectAclRequest request) {
    return AclHeaders.of(
        request.acl(),
        request.grantFullControl(),
        request.grantRead(),
        request.grantWrite(),
        new ControlHeaders(request.grantReadACP(), request.grantWriteACP()));
  }
}
