/** Devices for multi-factor authentication: virtual ones, whose codes are verified (RFC 6238). */
@NullMarked
package croft.services.iam.mfa;

import org.jspecify.annotations.NullMarked;
