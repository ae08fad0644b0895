/**
 * Bytes to shapes and back: one reader and one writer for each document format (form, XML, JSON,
 * CBOR) and for the parts of an HTTP message a REST protocol binds members to. All are driven by
 * {@link croft.wire.schema.Member}s and know neither a service nor an operation; what a protocol
 * wraps around a document (envelopes, headers, statuses) is the business of {@code protocol}.
 *
 * <p>Readers take what a stranger sent: every one is bounded in depth and size by {@link
 * croft.wire.codec.Limits} and answers anything malformed with a {@link croft.base.ServiceError}.
 */
@NullMarked
package croft.wire.codec;

import org.jspecify.annotations.NullMarked;
