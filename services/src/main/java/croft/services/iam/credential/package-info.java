/**
 * Keys and secrets: the local master key that seals what must be read again, the root's credentials
 * made at first start, and session tokens that carry their session themselves.
 */
@NullMarked
package croft.services.iam.credential;

import org.jspecify.annotations.NullMarked;
