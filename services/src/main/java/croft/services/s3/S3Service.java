package croft.services.s3;

import croft.api.s3.S3Model;
import croft.base.Ids;
import croft.services.operation.Authorizer;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.services.s3.access.BucketAclOperations;
import croft.services.s3.access.BucketPolicyResource;
import croft.services.s3.access.ObjectAclOperations;
import croft.services.s3.access.OwnershipOperations;
import croft.services.s3.access.PolicyOperations;
import croft.services.s3.access.PolicySyntax;
import croft.services.s3.access.PublicAccessOperations;
import croft.services.s3.access.S3Access;
import croft.services.s3.bucket.BucketOperations;
import croft.services.s3.bucket.BucketResource;
import croft.services.s3.bucket.BucketSettings;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.bucket.EncryptionSettings;
import croft.services.s3.configuration.AbsentOperations;
import croft.services.s3.configuration.BucketDocuments;
import croft.services.s3.configuration.CorsOperations;
import croft.services.s3.configuration.LifecycleOperations;
import croft.services.s3.configuration.LoggingOperations;
import croft.services.s3.configuration.NotificationOperations;
import croft.services.s3.configuration.PaymentOperations;
import croft.services.s3.configuration.WebsiteOperations;
import croft.services.s3.content.Contents;
import croft.services.s3.listing.ListingOperations;
import croft.services.s3.object.ObjectFacts;
import croft.services.s3.object.ObjectOperations;
import croft.services.s3.object.ObjectParts;
import croft.services.s3.object.ObjectWriting;
import croft.services.s3.object.Versions;
import croft.services.s3.upload.UploadOperations;
import croft.services.s3.upload.UploadParts;
import croft.services.s3.upload.Uploads;
import croft.store.Migration;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** S3's front door. */
public final class S3Service implements ServiceRoom {
  /** The room's name for {@link Store#migrate}. */
  public static final String ROOM = "s3";

  private final ObjectParts parts;
  private final Uploads uploads;
  private final ObjectFacts objects;
  private final PolicySyntax syntax;

  /**
   * Makes the service.
   *
   * @param authorizer the one that decides all calls, for the keys of a batch
   * @param syntax reads policies as the authorizer does
   */
  public S3Service(
      Store store, Contents contents, Authorizer authorizer, PolicySyntax syntax, Ids ids) {
    Versions versions = new Versions(store.documents());
    this.syntax = syntax;
    this.objects = new ObjectFacts(versions);
    this.parts =
        new ObjectParts(
            store,
            versions,
            new ObjectWriting(versions, contents, ids),
            contents,
            new S3Access(store, objects),
            authorizer,
            ids);
    this.uploads = new Uploads(contents);
  }

  /** The tables to register. */
  public static List<Table<?>> tables() {
    return Stream.of(List.<Table<?>>of(Buckets.TABLE), Contents.tables(), Uploads.tables())
        .flatMap(List::stream)
        .toList();
  }

  /** The schema of the tables it keeps itself. */
  public static List<Migration> migrations() {
    return Versions.MIGRATIONS;
  }

  private boolean isEmpty(Transaction tx, String bucket) {
    return parts.versions().isEmpty(tx, bucket) && Uploads.isEmpty(tx, bucket);
  }

  /** The uploads in parts: for who looks after those that nobody completes. */
  public Uploads uploads() {
    return uploads;
  }

  /** What the rooms of this service are made of. */
  public ObjectParts parts() {
    return parts;
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return List.of(new BucketPolicyResource(), new BucketResource());
  }

  @Override
  public ServiceModel model() {
    return S3Model.MODEL;
  }

  /** Anybody may ask: what a request without a signature may do is for the bucket to say. */
  @Override
  public List<Binding<?, ?>> bindings() {
    Store store = parts.store();
    S3Access access = parts.access();
    return Stream.of(
            new BucketOperations(store, access, this::isEmpty).bindings(),
            new BucketSettings(store, access).bindings(),
            new EncryptionSettings(store, access).bindings(),
            new ObjectOperations(parts).bindings(),
            new ListingOperations(store, parts.versions(), access).bindings(),
            new UploadOperations(new UploadParts(parts, uploads)).bindings(),
            accessBindings(),
            configurationBindings())
        .flatMap(List::stream)
        .<Binding<?, ?>>map(Binding::anonymously)
        .toList();
  }

  private List<Binding<?, ?>> accessBindings() {
    Store store = parts.store();
    S3Access access = parts.access();
    return Stream.of(
            new PolicyOperations(store, access, syntax).bindings(),
            new BucketAclOperations(store, access).bindings(),
            new ObjectAclOperations(store, access, objects).bindings(),
            new PublicAccessOperations(store, access).bindings(),
            new OwnershipOperations(store, access).bindings())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }

  private List<Binding<?, ?>> configurationBindings() {
    S3Access access = parts.access();
    BucketDocuments documents = new BucketDocuments(parts.store());
    return Stream.of(
            new CorsOperations(documents, access).bindings(),
            new LifecycleOperations(documents, access, parts.ids()).bindings(),
            new WebsiteOperations(documents, access).bindings(),
            new LoggingOperations(parts.store(), documents, access).bindings(),
            new NotificationOperations(documents, access).bindings(),
            new PaymentOperations(documents, access).bindings(),
            new AbsentOperations(documents, access).bindings())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }
}
