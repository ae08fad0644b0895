package croft.services.s3.content;

/** What the checksum of an object made of parts is taken over. */
public enum ChecksumType {
  /** The checksums of the parts; such values end in {@code -} and the number of parts. */
  COMPOSITE,
  /** All bytes. */
  FULL_OBJECT
}
