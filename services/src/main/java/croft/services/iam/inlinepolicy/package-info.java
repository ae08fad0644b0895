/** Policy documents embedded in a user, group or role. */
@NullMarked
package croft.services.iam.inlinepolicy;

import org.jspecify.annotations.NullMarked;
