/** Permissions handed out for a key beside its policy. */
@NullMarked
package croft.services.kms.grant;

import org.jspecify.annotations.NullMarked;
