package croft.services.s3.bucket;

import croft.api.s3.BucketInfo;
import croft.api.s3.CreateBucketConfiguration;
import croft.api.s3.CreateBucketRequest;
import croft.api.s3.CreateBucketResponse;
import croft.api.s3.DeleteBucketRequest;
import croft.api.s3.DeleteBucketResponse;
import croft.api.s3.GetBucketLocationRequest;
import croft.api.s3.GetBucketLocationResponse;
import croft.api.s3.HeadBucketRequest;
import croft.api.s3.HeadBucketResponse;
import croft.api.s3.ListBucketsRequest;
import croft.api.s3.ListBucketsResponse;
import croft.api.s3.Owner;
import croft.api.s3.S3Model;
import croft.base.CanonicalUserId;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.ResourcePolicies;
import croft.services.s3.access.S3Access;
import croft.store.Store;
import croft.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CreateBucket, DeleteBucket, HeadBucket, ListBuckets and GetBucketLocation. */
public final class BucketOperations {
  private static final String FIRST_REGION = "us-east-1";
  private static final Pattern REGION = Pattern.compile("[a-z]{2,3}(-[a-z]+)+-\\d{1,2}");
  private static final int LARGEST_PAGE = 10_000;

  private final Store store;
  private final S3Access access;
  private final BucketContents contents;

  public BucketOperations(Store store, S3Access access, BucketContents contents) {
    this.store = store;
    this.access = access;
    this.contents = contents;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.LIST_BUCKETS, AccessRule.toAll("s3:ListAllMyBuckets"), this::listBuckets),
        Binding.bind(S3Model.CREATE_BUCKET, BucketOperations::creation, this::createBucket),
        Binding.bind(
            S3Model.HEAD_BUCKET,
            (call, r) -> List.of(access.bucket(call, "s3:ListBucket", r.bucket())),
            this::headBucket),
        Binding.bind(
            S3Model.DELETE_BUCKET,
            (call, r) -> List.of(access.bucket(call, "s3:DeleteBucket", r.bucket())),
            this::deleteBucket),
        Binding.bind(
            S3Model.GET_BUCKET_LOCATION,
            (call, r) -> List.of(access.bucket(call, "s3:GetBucketLocation", r.bucket())),
            this::getBucketLocation));
  }

  /** To make a bucket, and to set what the request sets of it on the way. */
  private static List<Access> creation(Call call, CreateBucketRequest request) {
    String name = BucketNames.checked(Objects.requireNonNullElse(request.bucket(), ""));
    List<String> actions = new ArrayList<>(List.of("s3:CreateBucket"));
    boolean grants =
        Stream.of(
                request.grantFullControl(),
                request.grantRead(),
                request.grantReadACP(),
                request.grantWrite(),
                request.grantWriteACP())
            .anyMatch(Objects::nonNull);
    if (grants || (request.acl() != null && !request.acl().equals("private"))) {
      actions.add("s3:PutBucketAcl");
    }
    if (request.objectOwnership() != null) {
      actions.add("s3:PutBucketOwnershipControls");
    }
    if (Boolean.TRUE.equals(request.objectLockEnabledForBucket())) {
      actions.add("s3:PutBucketObjectLockConfiguration");
      actions.add("s3:PutBucketVersioning");
    }
    Map<String, List<String>> keys =
        Map.of("s3:locationconstraint", List.of(region(call, request)));
    return actions.stream()
        .map(action ->
            new Access(action, List.of(Bucket.arn(name)), keys)
                .guardedBy(ResourcePolicies.ownedBy(call.account())))
        .toList();
  }

  private CreateBucketResponse createBucket(Call call, CreateBucketRequest request) {
    String name = Objects.requireNonNullElse(request.bucket(), "");
    Bucket plain =
        Bucket.of(
            name, call.account(), region(call, request), call.at().truncatedTo(ChronoUnit.SECONDS));
    CreateBucketConfiguration wanted = request.createBucketConfiguration();
    if (wanted != null) {
      plain = plain.tagged(TagSets.of(wanted.tagsOrEmpty(), TagSets.MOST_OF_BUCKET));
    }
    if (Boolean.TRUE.equals(request.objectLockEnabledForBucket())) {
      plain = plain.with(Versioning.ENABLED).locking(null);
    }
    Bucket bucket = access.newBucket(call, plain, request);
    store.write(tx -> {
      add(tx, call, bucket);
      return null;
    });
    return CreateBucketResponse.builder()
        .location(
            bucket.region().equals(FIRST_REGION) ? "/" + name : "http://" + name + ".s3.localhost/")
        .bucketArn(bucket.arn())
        .build();
  }

  private static void add(Transaction tx, Call call, Bucket bucket) {
    Bucket former = Buckets.find(tx, bucket.name()).orElse(null);
    if (former == null) {
      Buckets.put(tx, bucket);
      return;
    }
    Map<String, Object> named = Map.of("BucketName", bucket.name());
    if (!former.account().equals(call.account())) {
      throw new ServiceError(
          "BucketAlreadyExists",
          409,
          "The requested bucket name is not available. The bucket namespace is shared by all users"
              + " of the system. Please select a different name and try again.",
          named);
    }
    // The first region forgives making a bucket twice, for it always did.
    if (!former.region().equals(FIRST_REGION) || !bucket.region().equals(FIRST_REGION)) {
      throw new ServiceError(
          "BucketAlreadyOwnedByYou",
          409,
          "Your previous request to create the named bucket succeeded and you already own it.",
          named);
    }
  }

  /** Where a bucket shall be: what the request says, or where it was sent. */
  private static String region(Call call, CreateBucketRequest request) {
    CreateBucketConfiguration wanted = request.createBucketConfiguration();
    if (wanted != null) {
      refuseDirectoryBuckets(wanted);
    }
    String constraint = wanted == null ? null : wanted.locationConstraint();
    if (constraint == null || constraint.isEmpty()) {
      if (!call.region().equals(FIRST_REGION) && !isAnyRegion(call.region())) {
        throw illegal("unspecified");
      }
      return FIRST_REGION;
    }
    String region = constraint.equals("EU") ? "eu-west-1" : constraint;
    if (!REGION.matcher(region).matches() || region.equals(FIRST_REGION)) {
      throw new ServiceError(
          "InvalidLocationConstraint",
          400,
          "The specified location-constraint is not valid",
          Map.of("LocationConstraint", constraint));
    }
    if (!call.region().equals(region)
        && !call.region().equals(FIRST_REGION)
        && !isAnyRegion(call.region())) {
      throw illegal(constraint);
    }
    return region;
  }

  /** What clients sign with that know nothing of regions. */
  private static boolean isAnyRegion(String region) {
    return !REGION.matcher(region).matches();
  }

  private static ServiceError illegal(String constraint) {
    return ServiceError.badRequest(
        "IllegalLocationConstraintException",
        "The "
            + constraint
            + " location constraint is incompatible for the region specific endpoint this request"
            + " was sent to.");
  }

  private static void refuseDirectoryBuckets(CreateBucketConfiguration wanted) {
    BucketInfo info = wanted.bucket();
    if (wanted.location() != null || (info != null && info.type() != null)) {
      throw ServiceError.unsupported("A directory bucket");
    }
  }

  private HeadBucketResponse headBucket(Call call, HeadBucketRequest request) {
    Bucket bucket =
        store.read(tx -> Buckets.get(tx, request.bucket(), request.expectedBucketOwner()));
    return HeadBucketResponse.builder()
        .bucketRegion(bucket.region())
        .bucketArn(bucket.arn())
        .accessPointAlias(false)
        .build();
  }

  private DeleteBucketResponse deleteBucket(Call call, DeleteBucketRequest request) {
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      if (!contents.isEmpty(tx, bucket.name())) {
        String words = "The bucket you tried to delete is not empty.";
        throw new ServiceError(
            "BucketNotEmpty",
            409,
            bucket.hasVersions() ? words + " You must delete all versions in the bucket." : words,
            Map.of("BucketName", bucket.name()));
      }
      return tx.delete(Buckets.TABLE, "", bucket.name());
    });
    return DeleteBucketResponse.builder().build();
  }

  private GetBucketLocationResponse getBucketLocation(Call call, GetBucketLocationRequest request) {
    Bucket bucket =
        store.read(tx -> Buckets.get(tx, request.bucket(), request.expectedBucketOwner()));
    String region = bucket.region();
    return GetBucketLocationResponse.builder()
        .locationConstraint(region.equals(FIRST_REGION) ? "" : region)
        .build();
  }

  private ListBucketsResponse listBuckets(Call call, ListBucketsRequest request) {
    if (call.account().isEmpty()) {
      throw new ServiceError("AccessDenied", 403, "Access Denied");
    }
    String prefix = Objects.requireNonNullElse(request.prefix(), "");
    String region = request.bucketRegion();
    String after = position(request.continuationToken());
    List<Bucket> all =
        store.read(tx -> Buckets.ofAccount(tx, call.account())).stream()
            .filter(bucket -> bucket.name().startsWith(prefix))
            .filter(bucket -> region == null || bucket.region().equals(region))
            .filter(bucket -> bucket.name().compareTo(after) > 0)
            .toList();
    int size = Objects.requireNonNullElse(request.maxBuckets(), LARGEST_PAGE);
    List<Bucket> page = all.subList(0, Math.min(size, all.size()));
    ListBucketsResponse.Builder response =
        ListBucketsResponse.builder()
            .owner(Owner.builder().id(CanonicalUserId.of(call.account())).build())
            .buckets(page.stream().map(BucketOperations::shape).toList());
    if (page.size() < all.size()) {
      response.continuationToken(token(page.getLast().name()));
    }
    return request.prefix() == null ? response.build() : response.prefix(prefix).build();
  }

  private static croft.api.s3.Bucket shape(Bucket bucket) {
    return croft.api.s3.Bucket.builder()
        .name(bucket.name())
        .creationDate(bucket.created())
        .bucketRegion(bucket.region())
        .bucketArn(bucket.arn())
        .build();
  }

  private static String token(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String position(@Nullable String token) {
    try {
      return token == null
          ? ""
          : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ServiceError.badRequest(
          "InvalidArgument", "The continuation token provided is incorrect");
    }
  }
}
