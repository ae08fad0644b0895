/**
 * What Croft asks of whatever keeps its objects' bytes: {@link croft.drivers.blob.BlobStore} keeps
 * blobs under opaque ids, each written once and whole or not at all. Files on this machine do it
 * ({@link croft.drivers.blob.FileBlobStore}), or any endpoint that speaks S3 ({@link
 * croft.drivers.blob.S3BlobStore}). A blob store knows neither buckets nor keys nor encryption.
 */
@NullMarked
package croft.drivers.blob;

import org.jspecify.annotations.NullMarked;
