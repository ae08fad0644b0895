/**
 * AWS Key Management Service on keys of this machine: keys, aliases, policies, grants and the
 * cryptography with them. Key material is sealed under the server's master key and never leaves.
 * Calls no other service.
 */
@NullMarked
package croft.services.kms;

import org.jspecify.annotations.NullMarked;
