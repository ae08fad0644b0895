package croft.services.s3.bucket;

import croft.store.Transaction;

/** Looks whether anything is left in a bucket. */
@FunctionalInterface
public interface BucketContents {
  /** Whether no version, delete marker or unfinished upload would be lost with the bucket. */
  boolean isEmpty(Transaction tx, String bucket);
}
