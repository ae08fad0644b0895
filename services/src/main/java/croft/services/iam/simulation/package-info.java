/** Asks the policy engine what would be: the policy simulator and its context keys. */
@NullMarked
package croft.services.iam.simulation;

import org.jspecify.annotations.NullMarked;
