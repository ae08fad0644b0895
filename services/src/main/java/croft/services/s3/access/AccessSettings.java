package croft.services.s3.access;

import croft.services.s3.bucket.Bucket;
import croft.store.Documents;
import croft.store.Store;
import org.jspecify.annotations.Nullable;

/** What a bucket has on who may use it, read from the documents kept with it. */
public final class AccessSettings {
  static final String POLICY = "policy";
  static final String ACL = "acl";
  static final String PUBLIC_ACCESS_BLOCK = "public-access-block";
  static final String OWNERSHIP = "ownership";

  private final Documents documents;

  public AccessSettings(Store store) {
    this.documents = store.documents();
  }

  /** The text of its policy, or null. */
  @Nullable String policy(Bucket bucket) {
    return bucket.configuration(POLICY);
  }

  /** Its list; the owner's alone where none was set. */
  Acl acl(Bucket bucket) {
    String document = bucket.configuration(ACL);
    return document == null ? Acl.ownedBy(bucket.ownerId()) : acl(document);
  }

  /** A list as it is kept with an object. */
  Acl acl(String document) {
    return documents.read(document, Acl.class);
  }

  String document(Acl acl) {
    return documents.write(acl);
  }

  /** The settings in force. */
  PublicAccessBlock publicAccessBlock(Bucket bucket) {
    String document = bucket.configuration(PUBLIC_ACCESS_BLOCK);
    return document == null
        ? PublicAccessBlock.NONE
        : documents.read(document, PublicAccessBlock.class);
  }

  String document(PublicAccessBlock block) {
    return documents.write(block);
  }

  /** The ownership in force: where it was deleted, the writer's. */
  ObjectOwnership ownership(Bucket bucket) {
    String word = bucket.configuration(OWNERSHIP);
    return word == null ? ObjectOwnership.OBJECT_WRITER : ObjectOwnership.named(word);
  }

  /** The list that counts on top of the policy; null where lists are off. */
  @Nullable Acl aclInForce(Bucket bucket) {
    return ownership(bucket).allowsAcls() ? inForce(bucket, acl(bucket)) : null;
  }

  /** What of a list counts in that bucket. */
  Acl inForce(Bucket bucket, Acl acl) {
    return publicAccessBlock(bucket).ignorePublicAcls() ? acl.withoutPublicGrants() : acl;
  }
}
