package croft.services.s3.access;

import croft.base.ServiceError;

/**
 * Who owns the objects of a bucket, and whether access control lists count.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html">Controlling
 * ownership of objects</a>.
 */
public enum ObjectOwnership {
  /** The bucket's owner, always; lists are off. So are new buckets. */
  BUCKET_OWNER_ENFORCED("BucketOwnerEnforced"),
  /** The bucket's owner where the writer says {@code bucket-owner-full-control}. */
  BUCKET_OWNER_PREFERRED("BucketOwnerPreferred"),
  /** Whoever wrote the object. */
  OBJECT_WRITER("ObjectWriter");

  private final String word;

  ObjectOwnership(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public boolean allowsAcls() {
    return this != BUCKET_OWNER_ENFORCED;
  }

  /**
   * The ownership of that name.
   *
   * @throws ServiceError {@code MalformedXML} (400)
   */
  public static ObjectOwnership named(String word) {
    for (ObjectOwnership ownership : values()) {
      if (ownership.word.equals(word)) {
        return ownership;
      }
    }
    throw ServiceError.badRequest(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }
}
