package croft.services.s3.bucket;

/** Whether a bucket keeps the versions of its objects. */
public enum Versioning {
  /** It never did: each object has the one version {@code null}. */
  OFF,
  ENABLED,
  /** It did: versions stay, and new objects replace the version {@code null}. */
  SUSPENDED
}
