/**
 * Signature Version 4: who signed a request, and whether what came is what was signed. It finds the
 * signature in the header or the query, has the secret looked up, compares, and hands on a body
 * that checks itself while it is read: its hash, its signed chunks, its trailing checksums. It
 * knows protocol families only to name errors as each does. Croft's own clients sign with it too.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">Signature Version 4
 * for API requests</a> and <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html">S3's
 * additions</a>.
 */
@NullMarked
package croft.wire.sigv4;

import org.jspecify.annotations.NullMarked;
