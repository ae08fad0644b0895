package croft.services.s3.access;

import croft.api.s3.CreateBucketRequest;
import croft.base.Caller;
import croft.base.CanonicalUserId;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.ResourcePolicies;
import croft.services.s3.access.AclHeaders.ControlHeaders;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.bucket.KnownBuckets;
import croft.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what a call on a bucket or an object needs, and what these say about it themselves: policy,
 * access control lists as far as they count, and the block of public access.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html">How
 * Amazon S3 authorizes a request</a>.
 */
public final class S3Access {
  /** The root of a bucket's account can always mend its policy. */
  private static final Set<String> ALWAYS_ROOTS =
      Set.of("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy");

  /** Actions that are about the place of an object: the bucket's owner decides alone. */
  private static final Set<String> OF_THE_PLACE =
      Set.of("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion");

  private final Store store;
  private final KnownBuckets buckets;
  private final AccessSettings settings;
  private final ObjectLookup objects;

  /**
   * Makes the rules.
   *
   * @param objects finds what an object says of itself
   */
  public S3Access(Store store, ObjectLookup objects) {
    this.store = store;
    this.buckets = new KnownBuckets(store);
    this.settings = new AccessSettings(store);
    this.objects = objects;
  }

  /**
   * The access a call needs to a bucket that is there.
   *
   * @throws ServiceError {@code NoSuchBucket} (404)
   */
  public Access bucket(Call call, String action, @Nullable String bucketName) {
    Bucket bucket = find(bucketName);
    return new Access(action, List.of(bucket.arn()), Map.of())
        .guardedBy(guard(call, action, bucket, List.of()));
  }

  /** As {@link #object(Call, String, String, String, String)}, of the current version. */
  public Access object(
      Call call, String action, @Nullable String bucketName, @Nullable String key) {
    return object(call, action, bucketName, key, null);
  }

  /**
   * The access a call needs to an object, be it there or not, of a bucket that is.
   *
   * @param versionId null for the current version
   * @throws ServiceError {@code NoSuchBucket} (404)
   */
  public Access object(
      Call call,
      String action,
      @Nullable String bucketName,
      @Nullable String key,
      @Nullable String versionId) {
    return store.read(tx -> {
      Bucket bucket = Buckets.get(tx, bucketName, null);
      Optional<ObjectLookup.Facts> facts =
          objects.find(tx, bucket.name(), key == null ? "" : key, versionId);
      return object(call, action, bucket, bucket.arn() + "/" + key, facts);
    });
  }

  /**
   * The access a call needs for one thing of several that it asks of an object it writes, such as
   * {@code s3:PutObjectAcl}. Whoever owns what it writes gives others what it likes of it: then its
   * own account decides, and the bucket can only forbid.
   *
   * @throws ServiceError {@code NoSuchBucket} (404)
   */
  public Access writing(
      Call call, String action, @Nullable String bucketName, @Nullable String key) {
    Bucket bucket = find(bucketName);
    boolean own = call.account().equals(bucket.account()) || call.account().isEmpty();
    if (own || !action.equals("s3:PutObjectAcl") || !settings.ownership(bucket).allowsAcls()) {
      return object(call, action, bucketName, key);
    }
    List<String> documents = new ArrayList<>();
    String policy = settings.policy(bucket);
    addUnlessEmpty(documents, policy == null ? "" : PolicyJson.denialsOf(policy));
    return new Access(action, List.of(bucket.arn() + "/" + key), Map.of())
        .guardedBy(new ResourcePolicies(call.account(), documents, false));
  }

  /**
   * What a call needs to read an object: where the object is not there, to list the bucket as well,
   * for otherwise the answer would tell who may not know which objects there are.
   *
   * @throws ServiceError {@code NoSuchBucket} (404)
   */
  public List<Access> reading(
      Call call,
      String action,
      @Nullable String bucketName,
      @Nullable String key,
      @Nullable String versionId) {
    return store.read(tx -> {
      Bucket bucket = Buckets.get(tx, bucketName, null);
      Optional<ObjectLookup.Facts> facts =
          objects.find(tx, bucket.name(), key == null ? "" : key, versionId);
      List<Access> needed = new ArrayList<>();
      needed.add(object(call, action, bucket, bucket.arn() + "/" + key, facts));
      if (facts.isEmpty()) {
        needed.add(
            new Access("s3:ListBucket", List.of(bucket.arn()), Map.of())
                .guardedBy(guard(call, "s3:ListBucket", bucket, List.of())));
      }
      return needed;
    });
  }

  private Access object(
      Call call, String action, Bucket bucket, String arn, Optional<ObjectLookup.Facts> facts) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    facts
        .map(ObjectLookup.Facts::tags)
        .orElse(Map.of())
        .forEach((name, value) -> keys.put("s3:ExistingObjectTag/" + name, List.of(value)));
    return new Access(action, List.of(arn), keys)
        .guardedBy(guardOfObject(call, action, bucket, facts.map(ObjectLookup.Facts::owner)));
  }

  private ResourcePolicies guardOfObject(
      Call call, String action, Bucket bucket, Optional<ObjectOwner> owner) {
    if (owner.isEmpty() || !settings.ownership(bucket).allowsAcls()) {
      return guard(call, action, bucket, List.of());
    }
    String ownList = owner.get().acl();
    String list =
        ownList == null ? "" : AclPolicy.ofObject(settings.inForce(bucket, settings.acl(ownList)));
    boolean foreign = !owner.get().account().equals(bucket.account());
    if (!foreign || OF_THE_PLACE.contains(action)) {
      return guard(call, action, bucket, list.isEmpty() ? List.of() : List.of(list));
    }
    // An object of another account: the bucket's owner can forbid its use, but not allow it.
    List<String> documents = new ArrayList<>();
    addUnlessEmpty(documents, list);
    String policy = settings.policy(bucket);
    addUnlessEmpty(documents, policy == null ? "" : PolicyJson.denialsOf(policy));
    return new ResourcePolicies(owner.get().account(), documents, false);
  }

  private ResourcePolicies guard(Call call, String action, Bucket bucket, List<String> more) {
    List<String> documents = new ArrayList<>(more);
    addUnlessEmpty(documents, policyInForce(call, action, bucket));
    Acl acl = settings.aclInForce(bucket);
    if (acl != null && !acl.equals(Acl.ownedBy(bucket.ownerId()))) {
      addUnlessEmpty(documents, AclPolicy.ofBucket(acl));
    }
    return new ResourcePolicies(bucket.account(), documents, false);
  }

  /** The text of the policy as far as it counts for that caller. */
  private String policyInForce(Call call, String action, Bucket bucket) {
    String policy = settings.policy(bucket);
    boolean own = call.account().equals(bucket.account());
    boolean rootsRight =
        own && call.caller().kind() == Caller.Kind.ROOT && ALWAYS_ROOTS.contains(action);
    if (policy == null || rootsRight) {
      return "";
    }
    boolean restricted =
        !own
            && settings.publicAccessBlock(bucket).restrictPublicBuckets()
            && PublicPolicy.isPublic(policy);
    return restricted ? PolicyJson.denialsOf(policy) : policy;
  }

  /**
   * Something done to a resource that has policies of its own.
   *
   * @param documents policies that have a say
   */
  public record Wish(String action, String resource, String account, List<String> documents) {

    /** To put an object into a bucket. */
    public static Wish toPut(Bucket bucket, String key, Store store) {
      AccessSettings settings = new AccessSettings(store);
      List<String> documents = new ArrayList<>();
      String policy = settings.policy(bucket);
      addUnlessEmpty(documents, policy == null ? "" : policy);
      Acl acl = settings.aclInForce(bucket);
      addUnlessEmpty(documents, acl == null ? "" : AclPolicy.ofBucket(acl));
      return new Wish("s3:PutObject", bucket.arn() + "/" + key, bucket.account(), documents);
    }
  }

  private static void addUnlessEmpty(List<String> documents, String document) {
    if (!document.isEmpty()) {
      documents.add(document);
    }
  }

  /**
   * A bucket about to be made, with what its request says of access.
   *
   * @throws ServiceError for what is not valid, or not possible together
   */
  public Bucket newBucket(Call call, Bucket bucket, CreateBucketRequest request) {
    AclHeaders headers =
        AclHeaders.of(
            request.acl(),
            request.grantFullControl(),
            request.grantRead(),
            request.grantWrite(),
            new ControlHeaders(request.grantReadACP(), request.grantWriteACP()));
    String word = request.objectOwnership();
    ObjectOwnership ownership =
        word == null ? ObjectOwnership.BUCKET_OWNER_ENFORCED : ObjectOwnership.named(word);
    Acl acl = headers.acl(bucket.ownerId(), bucket.ownerId());
    boolean plain = acl.equals(Acl.ownedBy(bucket.ownerId()));
    if (!plain && !ownership.allowsAcls()) {
      throw aclWithOwnership();
    }
    if (acl.isPublic()) {
      throw ServiceError.badRequest(
          "InvalidBucketAclWithBlockPublicAccessError",
          "Bucket cannot have public ACLs set with BlockPublicAccess enabled");
    }
    return bucket
        .configured(AccessSettings.OWNERSHIP, ownership.word())
        .configured(AccessSettings.PUBLIC_ACCESS_BLOCK, settings.document(PublicAccessBlock.ALL))
        .configured(AccessSettings.ACL, plain ? null : settings.document(acl));
  }

  static ServiceError aclWithOwnership() {
    return ServiceError.badRequest(
        "InvalidBucketAclWithObjectOwnership",
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  }

  /**
   * Who owns an object about to be written, and the access control list it gets. What nobody signed
   * is the bucket owner's: there is no account that could own it.
   *
   * @param headers of the request that say so, by lower-case name: {@code x-amz-acl} and {@code
   *     x-amz-grant-*}
   * @throws ServiceError {@code AccessControlListNotSupported} (400) where lists are off, {@code
   *     AccessDenied} for a public list where such are blocked, or for what is not valid
   */
  public ObjectOwner newObject(Call call, Bucket bucket, Map<String, String> headers) {
    AclHeaders said =
        AclHeaders.of(
            headers.get("x-amz-acl"),
            headers.get("x-amz-grant-full-control"),
            headers.get("x-amz-grant-read"),
            headers.get("x-amz-grant-write"),
            new ControlHeaders(
                headers.get("x-amz-grant-read-acp"), headers.get("x-amz-grant-write-acp")));
    boolean toBucketOwner = CannedAcl.BUCKET_OWNER_FULL_CONTROL.isNamed(said.canned());
    String writer = call.account().isEmpty() ? bucket.account() : call.account();
    String owner =
        switch (settings.ownership(bucket)) {
          case BUCKET_OWNER_ENFORCED -> bucket.account();
          case BUCKET_OWNER_PREFERRED -> toBucketOwner ? bucket.account() : writer;
          case OBJECT_WRITER -> writer;
        };
    Acl acl = said.acl(CanonicalUserId.of(owner), bucket.ownerId());
    // Everything to the bucket's owner is what holds anyway where lists are off. AWS refuses the
    // word private all the same; older clients, such as Debian's rclone, say it with every object.
    boolean asItIs =
        toBucketOwner
            || said.grantsOnlyAllTo(bucket.ownerId())
            || acl.equals(Acl.ownedBy(bucket.ownerId()));
    if (!settings.ownership(bucket).allowsAcls()) {
      if (!asItIs) {
        throw AclErrors.notSupported();
      }
      return new ObjectOwner(owner, null);
    }
    return new ObjectOwner(owner, kept(bucket, acl));
  }

  /** The document of a list to keep; null for the owner's alone. */
  private @Nullable String kept(Bucket bucket, Acl acl) {
    boolean plain = acl.equals(Acl.ownedBy(acl.owner()));
    if (acl.isPublic() && settings.publicAccessBlock(bucket).blockPublicAcls()) {
      throw AclErrors.publicBlocked();
    }
    return plain ? null : settings.document(acl);
  }

  private Bucket find(@Nullable String name) {
    return buckets.get(name, null);
  }
}
